// Crash points: moments of a running program with a name, "after rename log/checkpoint 2" being the
// second of its kind.
#pragma once

#include <string>

namespace comity::crash {

/// The path below `root`, with what differs from run to run as *.
std::string place_of(const std::string& path, const std::string& root);

/// The process has come to this moment: it is noted in COMITY_CRASH_LOG, and when COMITY_CRASH_AT
/// names it, the whole process group goes down, as a machine does (with COMITY_CRASH_ALONE the
/// process by itself). A write-ahead log serves many masters, so its place also says what this
/// thread did last elsewhere.
void reached(const char* when, const char* act, const std::string& place);

}  // namespace comity::crash
