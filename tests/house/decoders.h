// The list of decoders (tests/coverage/decoders), whose lines tests/coverage/run counts: whether it
// has a row for each source that turns octets into values.
#pragma once

#include "house/tree.h"

#include <filesystem>

namespace comity::house {

/// Sources without a row that a fuzz target includes or that name a word by which octets become
/// values; rows of no file, rows twice, and reasons where there is nothing to excuse.
Offences decoder_offences(const std::filesystem::path& root);

}  // namespace comity::house
