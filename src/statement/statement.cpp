#include "statement/statement.h"

#include "codec/json.h"
#include "codec/members.h"
#include "signed/envelope.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/names.h"
#include "value/result.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::statement {
namespace {

using codec::Json;
using value::fail;
using value::Result;

constexpr value::Duration clock_allowance = std::chrono::minutes(10);
constexpr std::size_t most_parents = 64;

bool is_document_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Result<void> read_schema(std::string_view schema, Head& head) {
  const auto slash = schema.find('/');
  const std::string shown(schema.substr(0, 80));
  if (slash == std::string_view::npos || !is_document_name(schema.substr(0, slash))) {
    return fail("STMT-01", "schema " + shown);
  }
  head.document = schema.substr(0, slash);
  const std::string_view version = schema.substr(slash + 1);
  const auto [end, error] =
      std::from_chars(version.data(), version.data() + version.size(), head.version);
  if (error != std::errc() || end != version.data() + version.size() || version.starts_with('0')) {
    return fail("STMT-01", "schema " + shown);
  }
  if (head.version != 1) {
    return fail("STMT-02", "schema " + shown);
  }
  return {};
}

Result<std::vector<value::Digest>> read_after(const Json::Array& items) {
  std::vector<value::Digest> after;
  if (items.size() > most_parents) {
    return fail("STMT-03", std::to_string(items.size()) + " parents");
  }
  for (const Json& item : items) {
    if (item.text() == nullptr) {
      return fail("STMT-03", "a parent that is no text");
    }
    auto digest = value::parse_digest(*item.text());
    if (!digest) {
      return fail(digest.error());
    }
    if (!after.empty() && !(after.back() < *digest)) {
      return fail("STMT-03", "parents doubled or out of order");
    }
    after.push_back(*digest);
  }
  return after;
}

Result<std::vector<std::string>> read_desks(const Json::Array& items) {
  std::vector<std::string> desks;
  for (const Json& item : items) {
    if (item.text() == nullptr || !value::is_name(*item.text())) {
      return fail("STMT-01", "to_desks");
    }
    desks.push_back(*item.text());
  }
  if (desks.size() > 16) {
    return fail("STMT-01", "more than 16 desks");
  }
  return desks;
}

}  // namespace

Result<Statement> read_payload(value::BytesView payload) {
  auto json = codec::parse_json(payload, {signed_::max_payload_bytes, 32});
  if (!json) {
    return fail(json.error());
  }
  codec::Members members(*json, "statement");
  Statement statement;
  Head& head = statement.head;
  const std::string schema = members.text("schema");
  const auto version = read_schema(schema, head);
  if (!version && version.error().code == value::Code("STMT-02")) {
    return fail(version.error());  // a newer version may have other members
  }
  head.statement_id = members.uuid("statement_id");
  head.case_id = members.uuid("case_id");
  auto after = read_after(members.array("after"));
  head.from_desk = members.text("from_desk");
  auto desks = read_desks(members.array("to_desks"));
  head.made_at = members.instant("made_at");
  statement.record = members.object("record");
  if (auto done = members.finish(); !done) {
    return fail(done.error());
  }
  if (!version) {
    return fail(version.error());
  }
  if (!after || !desks) {
    return fail(!after ? after.error() : desks.error());
  }
  head.after = *std::move(after);
  head.to_desks = *std::move(desks);
  if (!value::is_name(head.from_desk)) {
    return fail("STMT-01", "from_desk");
  }
  if (head.opens() != head.after.empty()) {
    return fail("STMT-03", head.opens() ? "an opening statement has no parents"
                                        : "a later statement names its parents");
  }
  return statement;
}

Result<value::Bytes> write_payload(const Statement& statement) {
  const Head& head = statement.head;
  Json::Array after;
  for (const value::Digest& digest : head.after) {
    after.emplace_back(digest.hex());
  }
  Json::Array desks(head.to_desks.begin(), head.to_desks.end());
  const std::string text =
      codec::write_json(Json::Object{{"schema", head.schema()},
                                     {"statement_id", head.statement_id.text()},
                                     {"case_id", head.case_id.text()},
                                     {"after", std::move(after)},
                                     {"from_desk", head.from_desk},
                                     {"to_desks", std::move(desks)},
                                     {"made_at", head.made_at.text()},
                                     {"record", statement.record}});
  if (text.size() > signed_::max_payload_bytes) {
    return fail("STMT-04", std::to_string(text.size()) + " octets");
  }
  return value::to_bytes(text);
}

Result<void> check_time(const Head& head, value::Instant received_at) {
  if (head.made_at - received_at > clock_allowance) {
    return fail("STMT-05",
                "made at " + head.made_at.text() + ", received at " + received_at.text());
  }
  return {};
}

}  // namespace comity::statement
