#include "house/layers.h"

#include "house/tree.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace comity::house {

namespace {

namespace fs = std::filesystem;

/// Each outside library is named in as few rooms as can be: a change of library is a change there.
const std::map<std::string, std::set<std::string>> library_rooms{
    {"nlohmann/", {"codec"}}, {"openssl/", {"crypto", "keys", "net"}},
    {"sqlite3.h", {"store"}}, {"boost/", {"net"}},
    {"CLI/", {"cli"}},
};

std::optional<std::string> refusal(const std::string& include, const Room& room,
                                   const std::set<std::string>& allowed) {
  const bool ours = include.front() == '"';
  const std::string path = include.substr(1);
  if (!ours) {
    for (const auto& [library, rooms] : library_rooms) {
      if (path.starts_with(library) && !rooms.contains(room.name)) {
        return "the library " + library + " is not for room " + room.name;
      }
    }
    return std::nullopt;
  }
  if (allowed.contains(path) || allowed.contains(path.substr(0, path.find('/')))) {
    return std::nullopt;
  }
  return "room " + room.name + " is not granted " + path;
}

}  // namespace

std::vector<Room> read_layers(const fs::path& file) {
  static const std::regex form(R"(^([a-z]+):([^|]*)\| (.*)$)");
  std::vector<Room> rooms;
  for (const std::string& line : read_lines(file)) {
    std::smatch found;
    if (!std::regex_match(line, found, form)) {
      continue;
    }
    Room room{found[1], {}, found[3]};
    std::istringstream grants(found[2]);
    for (std::string grant; grants >> grant;) {
      if (grant == "*") {
        std::ranges::transform(rooms, std::back_inserter(room.grants), &Room::name);
      } else {
        room.grants.push_back(grant);
      }
    }
    rooms.push_back(room);
  }
  return rooms;
}

Offences out_of_order(const std::vector<Room>& rooms) {
  Offences offences;
  std::set<std::string> above;
  for (const Room& room : rooms) {
    for (const std::string& grant : room.grants) {
      if (!above.contains(grant.substr(0, grant.find('/')))) {
        offences.push_back(room.name + " is granted " + grant + ", not listed above it");
      }
    }
    if (!above.insert(room.name).second) {
      offences.push_back(room.name + " is listed twice");
    }
  }
  return offences;
}

Offences ungranted_includes(const fs::path& root, const std::vector<Room>& rooms) {
  static const std::regex include(R"(^\s*#\s*include\s*(["<][^">]+)[">].*$)");
  Offences offences;
  std::set<std::string> known;
  std::set<std::string> for_tests{"data"};
  for (const auto& entry : fs::directory_iterator(root / "tests")) {
    for_tests.insert(entry.path().filename().string());
  }
  for (const Room& room : rooms) {
    known.insert(room.name);
    for_tests.insert(room.name);
    std::set<std::string> granted(room.grants.begin(), room.grants.end());
    granted.insert(room.name);
    for (const fs::path& file : files_below(root / "src" / room.name, {".h", ".cpp"})) {
      const auto& allowed = is_test(file) ? for_tests : granted;
      for (const std::string& line : read_lines(file)) {
        std::smatch found;
        if (!std::regex_match(line, found, include)) {
          continue;
        }
        if (const auto refused = refusal(found[1], room, allowed)) {
          offences.push_back(file.lexically_relative(root).string() + ": " + *refused);
        }
      }
    }
  }
  for (const auto& entry : fs::directory_iterator(root / "src")) {
    if (entry.is_directory() && !known.contains(entry.path().filename().string())) {
      offences.push_back("src/LAYERS does not list " + entry.path().filename().string());
    }
  }
  return offences;
}

}  // namespace comity::house
