// src/LAYERS as values, and the check of every include against it. CMake reads the same file in
// cmake/rooms.cmake.
#pragma once

#include "house/tree.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace comity::house {

struct Room {
  std::string name;
  std::vector<std::string> grants;  // rooms, and single headers "room/x.h"
  std::string owns;
};

/// The rooms in their order; "*" stands for every room above.
std::vector<Room> read_layers(const std::filesystem::path& file);

/// A grant that is not listed above its room, or a room listed twice.
Offences out_of_order(const std::vector<Room>& rooms);

/// Includes in `root`/src that are not granted, or name an outside library from the wrong room.
/// A test may include every room listed above its own, the tables, and what stands in tests/.
Offences ungranted_includes(const std::filesystem::path& root, const std::vector<Room>& rooms);

}  // namespace comity::house
