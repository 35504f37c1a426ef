// The files of the repository's data/ folder as they were at the build, carried inside the program:
// it works from any directory. Reading them into types is done by the rooms that own the types.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace comity::data {

/// The bytes of data/<path>, for instance "casework.json" or "state-profiles/XA.json"; empty when
/// there is no such file. Valid as long as the program runs.
std::optional<std::string_view> file(std::string_view path);

/// All paths in byte order.
std::vector<std::string_view> paths();

/// The paths that begin with `folder`, which ends in a slash ("state-profiles/").
std::vector<std::string_view> paths_in(std::string_view folder);

}  // namespace comity::data
