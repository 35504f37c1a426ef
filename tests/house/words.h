// The rules of style that a line of text can show, and whether what documents name is there.
#pragma once

#include "house/tree.h"

#include <filesystem>

namespace comity::house {

/// In src/: files over 500 lines, headers that do not say what they hold, names and marks the house
/// does not use, the wall clock outside the composition root.
Offences style_offences(const std::filesystem::path& root);

/// The independent verifier, conformance/verify.mjs: at most 400 lines of at most 120 characters,
/// and nothing of ours in it but the published schemas.
Offences verifier_offences(const std::filesystem::path& root);

/// In *.md: relative links, and paths in code, that lead nowhere.
Offences dead_references(const std::filesystem::path& root);

}  // namespace comity::house
