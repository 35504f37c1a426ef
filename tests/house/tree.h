// A folder of sources or documents as these tests read it, and a temporary one to plant offences
// in.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace comity::house {

using Offences = std::vector<std::string>;

/// The root of the source tree: COMITY_SOURCE, which CTest sets, or the working directory.
std::filesystem::path source_root();

std::string read_text(const std::filesystem::path& file);

std::vector<std::string> read_lines(const std::filesystem::path& file);

/// Files below `folder` whose names end in one of `endings`, sorted; build trees and node_modules
/// left out. None when there is no such folder.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder,
                                               std::initializer_list<std::string_view> endings);

bool is_test(const std::filesystem::path& file);

/// A temporary folder, removed when this ends.
class PlantedTree {
 public:
  PlantedTree();
  PlantedTree(const PlantedTree&) = delete;
  PlantedTree& operator=(const PlantedTree&) = delete;
  ~PlantedTree();

  void plant(const std::string& path, std::string_view text) const;

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

 private:
  std::filesystem::path root_;
};

}  // namespace comity::house
