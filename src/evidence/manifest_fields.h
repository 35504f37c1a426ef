// Reading and writing what the two manifests and the custody records share: parties, bounded texts,
// lists. Whole documents are in outer_manifest.h, inner_manifest.h, custody.h.
#pragma once

#include "codec/json.h"
#include "codec/members.h"
#include "value/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace comity::evidence {

/// A desk of a node: "xa", "xa.247".
struct Party {
  std::string node;
  std::string desk;

  friend bool operator==(const Party&, const Party&) = default;
};

inline constexpr std::size_t max_line = 256;
inline constexpr std::size_t max_text = 4000;
inline constexpr std::size_t max_recipients = 16;

/// One line of 1 to 256 octets; PKG-02 otherwise.
std::string line_of(codec::Members& members, std::string_view name);

/// A line that may be absent; absent is the empty text, so an empty line is refused.
std::string optional_line(codec::Members& members, std::string_view name);

/// Text of at most 4000 octets, empty allowed.
std::string text_of(codec::Members& members, std::string_view name);

/// `max_safe` bounded count or length; PKG-02 when negative or larger than `limit`.
std::uint64_t number_of(codec::Members& members, std::string_view name, std::uint64_t limit);

Party party_of(const codec::Json& json, const std::string& where, codec::Members& errors);

/// One to 16 distinct parties.
std::vector<Party> parties_of(codec::Members& members, std::string_view name);

codec::Json json_of(const Party& party);
codec::Json json_of(const std::vector<Party>& parties);

/// Adds the member unless it is empty.
void put_optional(codec::Json::Object& object, std::string_view name, const std::string& value);

/// Parses JSON and checks "type" and "version" (PKG-01: another type, or a newer version).
value::Result<codec::Json> parse_document(value::BytesView bytes, std::string_view type,
                                          std::size_t max_bytes);

/// Takes the two members that parse_document has checked.
void take_type(codec::Members& members);

}  // namespace comity::evidence
