#include "evidence/manifest_fields.h"

#include "codec/json.h"
#include "codec/members.h"
#include "evidence/file_name.h"
#include "value/bytes.h"
#include "value/names.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

bool is_line(std::string_view text) {
  return !text.empty() && is_plain_text(text, max_line) &&
         text.find('\n') == std::string_view::npos;
}

std::string desk_name(codec::Members& members, std::string_view name) {
  const std::string text = members.text(name);
  if (!value::is_name(text)) {
    members.refuse({"PKG-02", std::string(name) + " is no directory name"});
  }
  return text;
}

}  // namespace

std::string line_of(codec::Members& members, std::string_view name) {
  std::string text = members.text(name);
  if (!is_line(text)) {
    members.refuse({"PKG-02", std::string(name) + " is not one line of 1 to 256 octets"});
  }
  return text;
}

std::string optional_line(codec::Members& members, std::string_view name) {
  const auto text = members.optional_text(name);
  if (text && !is_line(*text)) {
    members.refuse({"PKG-02", std::string(name) + " is not one line of 1 to 256 octets"});
  }
  return text.value_or("");
}

std::string text_of(codec::Members& members, std::string_view name) {
  std::string text = members.text(name);
  if (!is_plain_text(text, max_text)) {
    members.refuse({"PKG-02", std::string(name) + " is no plain text of up to 4000 octets"});
  }
  return text;
}

std::uint64_t number_of(codec::Members& members, std::string_view name, std::uint64_t limit) {
  const std::int64_t number = members.integer(name);
  if (number < 0 || static_cast<std::uint64_t>(number) > limit) {
    members.refuse({"PKG-02", std::string(name) + " is out of range: " + std::to_string(number)});
    return 0;
  }
  return static_cast<std::uint64_t>(number);
}

Party party_of(const codec::Json& json, const std::string& where, codec::Members& errors) {
  codec::Members members(json, where);
  Party party{desk_name(members, "node"), desk_name(members, "desk")};
  if (const auto done = members.finish(); !done) {
    errors.refuse(done.error());
  }
  return party;
}

std::vector<Party> parties_of(codec::Members& members, std::string_view name) {
  std::vector<Party> parties;
  const auto& list = members.array(name);
  if (list.empty() || list.size() > max_recipients) {
    members.refuse({"PKG-02", std::string(name) + " has 1 to 16 entries"});
    return parties;
  }
  for (const codec::Json& item : list) {
    Party party = party_of(item, std::string(name), members);
    if (std::find(parties.begin(), parties.end(), party) != parties.end()) {
      members.refuse({"PKG-02", std::string(name) + " names " + party.desk + " twice"});
    }
    parties.push_back(std::move(party));
  }
  return parties;
}

codec::Json json_of(const Party& party) {
  return codec::Json::Object{{"node", party.node}, {"desk", party.desk}};
}

codec::Json json_of(const std::vector<Party>& parties) {
  codec::Json::Array list;
  for (const Party& party : parties) {
    list.push_back(json_of(party));
  }
  return list;
}

void put_optional(codec::Json::Object& object, std::string_view name, const std::string& value) {
  if (!value.empty()) {
    object.emplace(name, value);
  }
}

value::Result<codec::Json> parse_document(value::BytesView bytes, std::string_view type,
                                          std::size_t max_bytes) {
  auto json = codec::parse_json(bytes, {.max_bytes = max_bytes, .max_depth = 12});
  if (!json) {
    return json;
  }
  const codec::Json* found = json->member("type");
  const codec::Json* version = json->member("version");
  const std::string* name = found == nullptr ? nullptr : found->text();
  const std::int64_t* number = version == nullptr ? nullptr : version->integer();
  if (name == nullptr || *name != type) {
    return value::fail("PKG-01", "not a " + std::string(type));
  }
  if (number == nullptr || *number != 1) {
    return value::fail("PKG-01", "a newer version of " + std::string(type));
  }
  return json;
}

void take_type(codec::Members& members) {
  members.text("type");
  members.integer("version");
}

}  // namespace comity::evidence
