#include "store/s3_object_keys.h"

#include "object/blob_store.h"
#include "store/s3_listing.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace comity::store {

namespace {

using object::ObjectId;
using value::fail;
using value::Result;

constexpr std::size_t digits = 16;

std::string hex_number(std::uint64_t number) {
  std::array<char, digits> text{};
  char* const end = std::to_chars(text.data(), text.data() + text.size(), number, 16).ptr;
  const std::string shown(text.data(), end);
  return std::string(digits - shown.size(), '0') + shown;
}

template <class T>
std::optional<T> read_number(std::string_view text, int base) {
  T out = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), out, base);
  return error == std::errc() && stopped == end ? std::optional(out) : std::nullopt;
}

std::string place(const value::Uuid& package, std::string_view what) {
  return "objects/" + package.text() + "/" + std::string(what) + "/";
}

}  // namespace

std::string begun_prefix(const value::Uuid& package) { return place(package, "begun"); }

std::string begun_key(const ObjectId& id) {
  return begun_prefix(id.package) + hex_number(id.number);
}

std::string final_key(const ObjectId& id) {
  return place(id.package, "final") + hex_number(id.number);
}

std::string chunks_prefix(const ObjectId& id) {
  return place(id.package, "chunks") + hex_number(id.number) + "/";
}

std::string chunk_prefix(const ObjectId& id, std::uint64_t index) {
  return chunks_prefix(id) + hex_number(index) + "-";
}

Result<ChunkEntry> read_chunk_entry(const S3Entry& entry, const ObjectId& id) {
  const std::string prefix = chunks_prefix(id);
  const std::string_view key = entry.key;
  if (!key.starts_with(prefix) || key.size() <= prefix.size() + digits ||
      key[prefix.size() + digits] != '-' || entry.size > object::chunk_size) {
    return fail("OBJ-10", entry.key);
  }
  const auto index = read_number<std::uint64_t>(key.substr(prefix.size(), digits), 16);
  const auto leaf = value::parse_digest(key.substr(prefix.size() + digits + 1));
  if (!index || !leaf || chunk_prefix(id, *index) + leaf->hex() != key) {
    return fail("OBJ-10", entry.key);
  }
  return ChunkEntry{{*index, *leaf}, static_cast<std::size_t>(entry.size), entry.key};
}

Result<ObjectId> read_begun_entry(const S3Entry& entry, const value::Uuid& package) {
  const std::size_t prefix = begun_prefix(package).size();
  const std::string_view key = entry.key;
  const auto number = key.size() > prefix ? read_number<std::uint32_t>(key.substr(prefix), 16)
                                          : std::optional<std::uint32_t>();
  const ObjectId id{package, number.value_or(0)};
  return number && begun_key(id) == key ? Result<ObjectId>(id) : fail("OBJ-10", entry.key);
}

std::string begun_note(std::optional<std::uint64_t> length) {
  return length ? std::to_string(*length) : "-";
}

Result<std::optional<std::uint64_t>> read_begun_note(std::string_view note) {
  if (note == "-") {
    return std::optional<std::uint64_t>();
  }
  const auto length = read_number<std::uint64_t>(note, 10);
  return length && begun_note(length) == note ? Result<std::optional<std::uint64_t>>(length)
                                              : fail("OBJ-10", "what was begun cannot be read");
}

std::string final_note(const object::Extent& extent) {
  return std::to_string(extent.length) + " " + extent.root.hex();
}

Result<object::Extent> read_final_note(std::string_view note) {
  const auto space = note.find(' ');
  const auto root = value::parse_digest(space == std::string_view::npos ? std::string_view()
                                                                        : note.substr(space + 1));
  const auto length = read_number<std::uint64_t>(note.substr(0, space), 10);
  if (!root || !length || final_note({*length, *root}) != note) {
    return fail("OBJ-10", "what was made final cannot be read");
  }
  return object::Extent{*length, *root};
}

}  // namespace comity::store
