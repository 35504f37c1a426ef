#include "house/decoders.h"

#include "house/tree.h"

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace comity::house {
namespace {

namespace fs = std::filesystem;

constexpr const char* list = "tests/coverage/decoders";

std::string below(const fs::path& root, const fs::path& file) {
  return file.lexically_relative(root).generic_string();
}

/// Path -> why its lines are not counted, empty for those that are.
std::map<std::string, std::string> rows_of(const fs::path& root, Offences& offences) {
  static const std::regex row(R"((src/[a-z]+/[a-z0-9_]+\.cpp)(: (.+))?)");
  std::map<std::string, std::string> rows;
  for (const std::string& line : read_lines(root / list)) {
    std::smatch found;
    if (line.empty() || line.starts_with("#")) {
      continue;
    }
    if (!std::regex_match(line, found, row)) {
      offences.push_back("no row: " + line);
    } else if (!rows.emplace(found[1], found[3]).second) {
      offences.push_back(found[1].str() + " has two rows");
    } else if (!fs::exists(root / found[1].str())) {
      offences.push_back(found[1].str() + " is not there");
    }
  }
  return rows;
}

/// The sources behind the headers of ours that fuzz targets include.
std::set<std::string> fuzzed(const fs::path& root) {
  static const std::regex include(R"(^#include "([a-z]+/[a-z0-9_]+)\.h")");
  std::set<std::string> sources;
  for (const fs::path& target : files_below(root / "fuzz", {".cpp"})) {
    for (const std::string& line : read_lines(target)) {
      std::smatch found;
      const std::string source =
          std::regex_search(line, found, include) ? "src/" + found[1].str() + ".cpp" : "";
      if (!source.empty() && fs::exists(root / source)) {
        sources.insert(source);
      }
    }
  }
  return sources;
}

/// Words by which octets become values: our parsers of nothing in particular, and those of the
/// libraries that we use.
bool names_a_decoder(const fs::path& source) {
  static const std::regex word(
      R"(\b(parse_json|QuickJson|quick_json|Members|decode_(base64\w*|bech32)|from_chars|stou?ll?|strtou?ll?|)"
      R"(curl_getdate|d2i_\w+|PEM_read\w*|PQgetvalue|PQcmdTuples|sqlite3_column_\w+|http::re\w+_parser|)"
      R"(simdjson|nlohmann)\b)");
  for (const std::string& line : read_lines(source)) {
    if (!line.starts_with("#include") && std::regex_search(line.substr(0, line.find("//")), word)) {
      return true;
    }
  }
  return false;
}

std::set<std::string> naming_decoders(const fs::path& root) {
  std::set<std::string> sources;
  for (const fs::path& source : files_below(root / "src", {".cpp"})) {
    if (!is_test(source) && names_a_decoder(source)) {
      sources.insert(below(root, source));
    }
  }
  return sources;
}

}  // namespace

Offences decoder_offences(const fs::path& root) {
  Offences offences;
  const auto rows = rows_of(root, offences);
  std::set<std::string> wanted = fuzzed(root);
  wanted.merge(naming_decoders(root));
  for (const std::string& source : wanted) {
    if (!rows.contains(source)) {
      offences.push_back(source + " has no row in " + list);
    }
  }
  for (const auto& [source, reason] : rows) {
    if (!reason.empty() && !wanted.contains(source)) {
      offences.push_back(source + " needs no reason: it decodes nothing");
    }
  }
  return offences;
}

}  // namespace comity::house
