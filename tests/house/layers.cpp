#include "house/layers.h"

#include "house/tree.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace comity::house {

namespace {

namespace fs = std::filesystem;

/// Each outside library is named in as few rooms as can be: a change of library is a change there.
const std::map<std::string, std::set<std::string>> library_rooms{
    {"nlohmann/", {"codec"}}, {"simdjson.h", {"codec"}}, {"openssl/", {"crypto", "keys", "net"}},
    {"sqlite3.h", {"store"}}, {"libpq-fe.h", {"store"}}, {"curl/", {"store"}},
    {"boost/", {"net"}},      {"CLI/", {"cli"}},         {"sodium", {"crypto", "keys"}},
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

std::vector<std::string> refusals(const fs::path& file, const Room& room,
                                  const std::set<std::string>& allowed) {
  static const std::regex include(R"(^\s*#\s*include\s*(["<][^">]+)[">].*$)");
  std::vector<std::string> found;
  for (const std::string& line : read_lines(file)) {
    std::smatch match;
    if (std::regex_match(line, match, include)) {
      if (auto refused = refusal(match[1], room, allowed)) {
        found.push_back(*std::move(refused));
      }
    }
  }
  return found;
}

std::set<std::string> folders_of(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory()) {
      names.insert(entry.path().filename().string());
    }
  }
  return names;
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
  Offences offences;
  std::set<std::string> known;
  std::set<std::string> for_tests = folders_of(root / "tests");
  for_tests.insert("data");
  for (const Room& room : rooms) {
    known.insert(room.name);
    for_tests.insert(room.name);
    std::set<std::string> granted(room.grants.begin(), room.grants.end());
    granted.insert(room.name);
    for (const fs::path& file : files_below(root / "src" / room.name, {".h", ".cpp"})) {
      for (const std::string& why : refusals(file, room, is_test(file) ? for_tests : granted)) {
        offences.push_back(file.lexically_relative(root).string().append(": ").append(why));
      }
    }
  }
  for (const std::string& folder : folders_of(root / "src")) {
    if (!known.contains(folder)) {
      offences.push_back("src/LAYERS does not list " + folder);
    }
  }
  return offences;
}

}  // namespace comity::house
