// The sentences of every error code: data/errors/<room>.json, carried in the program.
#pragma once

#include <string>
#include <string_view>

namespace comity::data {

struct CatalogueEntry {
  std::string what;
  std::string advice;
};

/// Empty sentences never happen: a code that is not catalogued says so (a test refuses such codes).
CatalogueEntry error_entry(std::string_view code);

}  // namespace comity::data
