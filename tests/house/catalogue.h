// The catalogue of error codes (data/errors/*.json), the codes that the sources use, and the page
// docs/errors.md made from the catalogue.
#pragma once

#include "house/tree.h"

#include <filesystem>
#include <map>
#include <string>

namespace comity::house {

struct Entry {
  std::string file;  // "codec": data/errors/codec.json
  std::string what;
  std::string advice;
};

using Catalogue = std::map<std::string, Entry>;

/// Reads data/errors/*.json below `root`; what is malformed or catalogued twice goes to `offences`.
Catalogue read_catalogue(const std::filesystem::path& root, Offences& offences);

/// Where each code is used: literals in src/ (tests apart), and `refuse CODE` in the scripts at the
/// root and in tools/. The ids of rules in data/ are no error codes.
std::map<std::string, std::string> used_codes(const std::filesystem::path& root);

/// Codes used but neither catalogued nor ids of the checklist (data/casework.json), and codes
/// catalogued but not used.
Offences disagreements(const std::filesystem::path& root);

/// docs/protocol/errors.md: families of codes (what stands before the number) that its last table
/// lacks or has too many, codes it names that the catalogue lacks, and statuses of the server and
/// the edge that it does not explain.
Offences wire_disagreements(const std::filesystem::path& root);

/// docs/errors.md as it should be.
std::string errors_page(const Catalogue& catalogue);

}  // namespace comity::house
