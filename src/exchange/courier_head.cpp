#include "exchange/courier_head.h"

#include "codec/json.h"
#include "codec/members.h"
#include "crypto/certificate.h"
#include "crypto/jws.h"
#include "crypto/signer.h"
#include "exchange/letter.h"
#include "value/bytes.h"
#include "value/names.h"
#include "value/result.h"
#include "value/uuid.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::exchange {
namespace {

using codec::Json;
using value::fail;
using value::Result;

constexpr std::string_view type = "comity-courier+json";
constexpr std::string_view schema = "courier/1";

std::string words(const value::Error& error) {
  return std::string(error.code.text()) + " " + error.detail;
}

/// A member that this version does not know was written by a newer one; it is never passed over.
value::Failure malformed(const value::Error& error) {
  const bool newer = error.code == value::Code("JSON-09");
  return newer ? fail("EXCH-21", words(error)) : fail("EXCH-20", words(error));
}

Json write_parts(const std::vector<CourierPart>& parts, const std::string& id_name) {
  Json::Array list;
  for (const CourierPart& part : parts) {
    list.emplace_back(Json::Object{{id_name, part.id.text()},
                                   {"digest", part.digest.hex()},
                                   {"length", static_cast<std::int64_t>(part.length)}});
  }
  return {std::move(list)};
}

/// What a list may hold: how many parts, and how large each.
struct Bounds {
  std::string id_name;
  std::size_t parts;
  std::uint64_t length;
};

Result<std::uint64_t> length_in(std::int64_t number, std::uint64_t most, const std::string& what) {
  if (number <= 0) {
    return fail("EXCH-20", what + " of " + std::to_string(number) + " octets");
  }
  const auto length = static_cast<std::uint64_t>(number);
  if (length > most) {
    return fail("EXCH-23", what + " of " + std::to_string(length) + " octets");
  }
  return length;
}

Result<std::vector<CourierPart>> read_parts(const Json::Array& list, const Bounds& bounds) {
  if (list.size() > bounds.parts) {
    return fail("EXCH-23", std::to_string(list.size()) + " parts with " + bounds.id_name);
  }
  std::vector<CourierPart> parts;
  for (const Json& item : list) {
    codec::Members members(item, bounds.id_name);
    CourierPart part;
    part.id = members.uuid(bounds.id_name);
    part.digest = members.digest("digest");
    const std::int64_t number = members.integer("length");
    if (auto fine = members.finish(); !fine) {
      return malformed(fine.error());
    }
    auto length = length_in(number, bounds.length, bounds.id_name + " " + part.id.text());
    if (!length) {
      return fail(length.error());
    }
    part.length = *length;
    parts.push_back(part);
  }
  return parts;
}

std::vector<value::Uuid> read_ids(const Json::Array& list, codec::Members& members) {
  std::vector<value::Uuid> ids;
  for (const Json& item : list) {
    auto id = item.text() != nullptr ? value::parse_uuid(*item.text())
                                     : Result<value::Uuid>(fail("EXCH-20", "complete"));
    if (!id) {
      members.refuse(id.error());
      return {};
    }
    ids.push_back(*id);
  }
  return ids;
}

/// Another version is told from another form before anything else is read.
Result<void> check_schema(const Json& json) {
  const Json* member = json.member("schema");
  const std::string* text = member != nullptr ? member->text() : nullptr;
  if (text == nullptr || !text->starts_with("courier/")) {
    return fail("EXCH-20", "no schema of a courier file");
  }
  return *text == schema ? Result<void>() : fail("EXCH-21", text->substr(0, 60));
}

Result<void> check_names(const CourierHead& head) {
  for (const std::string& name : {head.from_node, head.to_node, head.from_desk}) {
    if (!value::is_name(name)) {
      return fail("EXCH-20", "name " + name.substr(0, 70));
    }
  }
  return {};
}

Result<void> read_lists(codec::Members& members, CourierHead& head) {
  auto letters =
      read_parts(members.array("letters"), {"letter_id", max_courier_letters, max_letter_bytes});
  auto packages = read_parts(members.array("packages"),
                             {"package_id", max_courier_packages, max_manifest_bytes});
  if (!letters || !packages) {
    return fail(!letters ? letters.error() : packages.error());
  }
  head.letters = *std::move(letters);
  head.packages = *std::move(packages);
  return {};
}

Result<void> read_lengths(std::int64_t chain, std::int64_t whole, CourierHead& head) {
  auto chain_length = length_in(chain, max_chain_bytes, "the chain of key sets");
  auto length = length_in(whole, std::uint64_t{1} << 53U, "what follows");
  if (!chain_length || !length) {
    return fail(!chain_length ? chain_length.error() : length.error());
  }
  head.chain_length = *chain_length;
  head.length = *length;
  return {};
}

}  // namespace

value::Bytes encode_courier_head(const CourierHead& head) {
  Json::Array complete;
  for (const value::Uuid& id : head.complete) {
    complete.emplace_back(id.text());
  }
  return value::to_bytes(
      codec::write_json(Json::Object{{"schema", schema},
                                     {"from_node", head.from_node},
                                     {"to_node", head.to_node},
                                     {"from_desk", head.from_desk},
                                     {"made_at", head.made_at.text()},
                                     {"checkpoint", head.checkpoint},
                                     {"remembers", head.remembers},
                                     {"chain", head.chain.hex()},
                                     {"chain_length", static_cast<std::int64_t>(head.chain_length)},
                                     {"complete", std::move(complete)},
                                     {"letters", write_parts(head.letters, "letter_id")},
                                     {"packages", write_parts(head.packages, "package_id")},
                                     {"length", static_cast<std::int64_t>(head.length)}}));
}

Result<CourierHead> decode_courier_head(value::BytesView payload) {
  if (payload.size() > max_courier_head_bytes) {
    return fail("EXCH-23", "a list of " + std::to_string(payload.size()) + " octets");
  }
  auto json = codec::parse_json(payload, {max_courier_head_bytes, 4});
  if (!json) {
    return fail("EXCH-20", words(json.error()));
  }
  if (auto known = check_schema(*json); !known) {
    return fail(known.error());
  }
  codec::Members members(*json, "courier");
  CourierHead head;
  static_cast<void>(members.text("schema"));
  head.from_node = members.text("from_node");
  head.to_node = members.text("to_node");
  head.from_desk = members.text("from_desk");
  head.made_at = members.instant("made_at");
  head.checkpoint = members.text("checkpoint");
  head.remembers = members.text("remembers");
  head.chain = members.digest("chain");
  const std::int64_t chain_length = members.integer("chain_length");
  const std::int64_t length = members.integer("length");
  head.complete = read_ids(members.array("complete"), members);
  auto lists = read_lists(members, head);
  if (auto done = members.finish(); !done) {
    return malformed(done.error());
  }
  auto fine = lists ? read_lengths(chain_length, length, head) : lists;
  fine = fine ? check_names(head) : fine;
  return fine ? Result<CourierHead>(std::move(head)) : fail(fine.error());
}

Result<SignedCourierHead> read_courier_head(std::string_view line) {
  if (line.size() > max_courier_line) {
    return fail("EXCH-23", "a first line of " + std::to_string(line.size()) + " octets");
  }
  auto jws = crypto::parse_compact(line, type);
  if (!jws) {
    return fail("EXCH-20", words(jws.error()));
  }
  auto chain = crypto::chain_of(jws->header);
  if (!chain) {
    return fail("EXCH-20", words(chain.error()));
  }
  if (auto good = crypto::verify_jws(*jws, chain->front()); !good) {
    return fail("EXCH-22", chain->front().subject_name());
  }
  auto head = decode_courier_head(jws->payload);
  if (!head) {
    return fail(head.error());
  }
  return SignedCourierHead{*std::move(head), *std::move(chain)};
}

Result<std::string> write_courier_head(const CourierHead& head, crypto::Signer& desk,
                                       const crypto::Certificate& root) {
  const value::Bytes payload = encode_courier_head(head);
  if (payload.size() > max_courier_head_bytes || head.letters.size() > max_courier_letters ||
      head.packages.size() > max_courier_packages) {
    return fail("EXCH-23", std::to_string(head.letters.size()) + " letters and " +
                               std::to_string(head.packages.size()) + " packages");
  }
  return crypto::sign_compact(
      {{"typ", type}, {"x5c", crypto::x5c_of(std::array{desk.certificate(), root})}}, payload,
      desk);
}

}  // namespace comity::exchange
