#include "store/fields.h"

#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace comity::store {

std::optional<value::Instant> Fields::maybe_instant() {
  if (row_.null(next_)) {
    ++next_;
    return std::nullopt;
  }
  return instant();
}

std::string Fields::text() { return std::string(value::text_of(row_.bytes(next_++))); }

value::Bytes Fields::bytes() { return value::to_bytes(row_.bytes(next_++)); }

value::Digest Fields::digest() {
  value::Digest digest;
  octets(digest.octets);
  return digest;
}

value::Uuid Fields::uuid() {
  value::Uuid id;
  octets(id.octets);
  return id;
}

void Fields::octets(std::span<std::uint8_t> out) {
  const value::BytesView found = row_.bytes(next_++);
  if (found.size() != out.size()) {
    intact_ = false;
    return;
  }
  std::ranges::copy(found, out.begin());
}

value::Failure damaged(std::string_view sql) {
  return value::fail("STORE-06", "a row does not hold what it must: " + std::string(sql));
}

}  // namespace comity::store
