#include "house/tree.h"

#include <stdlib.h>  // mkdtemp is POSIX, not C++

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <ios>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace comity::house {

namespace fs = std::filesystem;

fs::path source_root() {
  const char* set = std::getenv("COMITY_SOURCE");  // NOLINT(concurrency-mt-unsafe): one thread
  return set == nullptr ? fs::current_path() : fs::path(set);
}

std::string read_text(const fs::path& file) {
  const std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw std::runtime_error("cannot read " + file.string());
  }
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> read_lines(const fs::path& file) {
  std::istringstream in(read_text(file));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::vector<fs::path> files_below(const fs::path& folder,
                                  std::initializer_list<std::string_view> endings) {
  std::vector<fs::path> found;
  if (!fs::is_directory(folder)) {
    return found;
  }
  for (auto at = fs::recursive_directory_iterator(folder); at != fs::recursive_directory_iterator();
       ++at) {
    const std::string name = at->path().filename().string();
    if (at->is_directory() && (name == "build" || name == "node_modules" || name == ".git")) {
      at.disable_recursion_pending();
    } else if (at->is_regular_file() &&
               std::ranges::any_of(endings, [&](auto end) { return name.ends_with(end); })) {
      found.push_back(at->path());
    }
  }
  std::ranges::sort(found);
  return found;
}

bool is_test(const fs::path& file) { return file.filename().string().ends_with("_test.cpp"); }

PlantedTree::PlantedTree() {
  std::string name = (fs::temp_directory_path() / "comity-house-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("cannot make a temporary folder");
  }
  root_ = name;
}

PlantedTree::~PlantedTree() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void PlantedTree::plant(const std::string& path, std::string_view text) const {
  const fs::path file = root_ / path;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

}  // namespace comity::house
