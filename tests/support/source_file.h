// Where the repository is while tests run, and the text of one of its files (vectors, data tables).
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace comity::testing_support {

/// COMITY_SOURCE (set by ctest), or the nearest folder above the current one that holds src/LAYERS.
inline std::filesystem::path source_root() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): tests set no variables
  if (const char* set = std::getenv("COMITY_SOURCE"); set != nullptr) {
    return set;
  }
  std::filesystem::path at = std::filesystem::current_path();
  while (!std::filesystem::exists(at / "src/LAYERS") && at.has_relative_path()) {
    at = at.parent_path();
  }
  return at;
}

/// Empty when the file cannot be read.
inline std::string source_file(const std::string& path) {
  const std::ifstream in(source_root() / path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace comity::testing_support
