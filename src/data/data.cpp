#include "data/data.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace comity::data {

/// One row of the table that src/data/room.cmake writes, sorted by name in byte order.
struct Row {
  const char* name;
  std::uint64_t name_size;
  const char* bytes;
  std::uint64_t size;

  [[nodiscard]] std::string_view path() const { return {name, name_size}; }

  [[nodiscard]] std::string_view content() const { return {bytes, size}; }
};

// Defined by the generated assembler file.
extern "C" {
extern const Row comity_data_rows[];  // NOLINT(modernize-avoid-c-arrays)
extern const std::uint64_t comity_data_count;
}

namespace {

std::span<const Row> rows() { return {comity_data_rows, comity_data_count}; }

}  // namespace

std::optional<std::string_view> file(std::string_view path) {
  const auto all = rows();
  const auto found =
      std::lower_bound(all.begin(), all.end(), path,
                       [](const Row& row, std::string_view wanted) { return row.path() < wanted; });
  if (found == all.end() || found->path() != path) {
    return std::nullopt;
  }
  return found->content();
}

std::vector<std::string_view> paths() { return paths_in(""); }

std::vector<std::string_view> paths_in(std::string_view folder) {
  std::vector<std::string_view> out;
  for (const Row& row : rows()) {
    if (row.path().starts_with(folder)) {
      out.push_back(row.path());
    }
  }
  return out;
}

}  // namespace comity::data
