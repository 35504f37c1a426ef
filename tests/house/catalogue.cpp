#include "house/catalogue.h"

#include "codec/json.h"
#include "codec/members.h"
#include "house/tree.h"
#include "value/bytes.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <utility>

namespace comity::house {
namespace {

namespace fs = std::filesystem;

constexpr codec::JsonLimits catalogue_limits{.max_bytes = 1 << 20, .max_depth = 8};
constexpr codec::JsonLimits casework_limits{.max_bytes = 1 << 22, .max_depth = 16};

void collect(const fs::path& root, const fs::path& file, const std::regex& form,
             std::map<std::string, std::string>& used) {
  for (std::string line : read_lines(file)) {
    line.resize(std::min(line.size(), line.find("// ")));  // comments show codes, too
    for (std::sregex_iterator at(line.begin(), line.end(), form), end; at != end; ++at) {
      used.emplace((*at)[1], file.lexically_relative(root).string());
    }
  }
}

void read_entry(const std::string& code, const codec::Json& json, const std::string& file,
                Catalogue& catalogue, Offences& offences) {
  codec::Members members(json, code);
  Entry entry{file, members.text("what"), members.text("do")};
  if (const auto finished = members.finish(); !finished) {
    offences.push_back("data/errors/" + file + ".json: " + finished.error().detail);
  } else if (!entry.what.ends_with('.') || !entry.advice.ends_with('.')) {
    offences.push_back(code + ": what happened and what to do are sentences");
  }
  if (!catalogue.emplace(code, std::move(entry)).second) {
    offences.push_back(code + " is catalogued twice");
  }
}

/// The ids of the checklist look like error codes; their sentences stand in data/casework.json.
std::set<std::string> checklist_ids(const fs::path& root) {
  std::set<std::string> ids;
  if (!fs::is_regular_file(root / "data/casework.json")) {
    return ids;
  }
  const auto json =
      codec::parse_json(value::bytes_of(read_text(root / "data/casework.json")), casework_limits);
  const codec::Json* rules = json ? json->member("checklist_rules") : nullptr;
  if (const auto* rows = rules != nullptr ? rules->array() : nullptr) {
    for (const codec::Json& row : *rows) {
      const codec::Json* id = row.member("id");
      if (const std::string* text = id != nullptr ? id->text() : nullptr) {
        ids.insert(*text);
      }
    }
  }
  return ids;
}

}  // namespace

Catalogue read_catalogue(const fs::path& root, Offences& offences) {
  Catalogue catalogue;
  for (const fs::path& file : files_below(root / "data/errors", {".json"})) {
    const auto json = codec::parse_json(value::bytes_of(read_text(file)), catalogue_limits);
    const codec::Json::Object* codes = json ? json->object() : nullptr;
    if (codes == nullptr) {
      offences.push_back(file.filename().string() + " is not an object of codes");
      continue;
    }
    for (const auto& [code, entry] : *codes) {
      read_entry(code, entry, file.stem().string(), catalogue, offences);
    }
  }
  return catalogue;
}

std::map<std::string, std::string> used_codes(const fs::path& root) {
  static const std::regex literal(R"re("([A-Z]+(?:-[A-Z]+)*-[0-9]{2})")re");
  static const std::regex refused(R"(\brefuse ([A-Z]+(?:-[A-Z]+)*-[0-9]{2})\b)");
  std::map<std::string, std::string> used;
  for (const fs::path& file : files_below(root / "src", {".h", ".cpp"})) {
    if (!is_test(file)) {
      collect(root, file, literal, used);
    }
  }
  for (const char* script : {"test", "demo", "tools/setup"}) {
    if (fs::is_regular_file(root / script)) {
      collect(root, root / script, refused, used);
    }
  }
  return used;
}

Offences disagreements(const fs::path& root) {
  Offences offences;
  const std::set<std::string> rules = checklist_ids(root);
  const Catalogue catalogue = read_catalogue(root, offences);
  const auto used = used_codes(root);
  for (const auto& [code, file] : used) {
    if (!catalogue.contains(code) && !rules.contains(code)) {
      offences.push_back(
          std::string(code).append(" (").append(file).append(") is not in data/errors/"));
    }
  }
  for (const auto& [code, entry] : catalogue) {
    if (!used.contains(code)) {
      offences.push_back(code + " (data/errors/" + entry.file + ".json) is used nowhere");
    }
  }
  return offences;
}

Offences wire_disagreements(const fs::path& root) {
  static const std::regex code(R"(`([A-Z]+(-[A-Z]+)*-[0-9]{2})`)");
  static const std::regex row(R"(^\| `([A-Z]+(-[A-Z]+)*)` \|)");
  static const std::regex status(R"((?:return|: |\{)\s*([1-5][0-9]{2})\b)");
  Offences offences;
  const Catalogue catalogue = read_catalogue(root, offences);
  std::set<std::string> families;
  for (const auto& [name, entry] : catalogue) {
    families.insert(name.substr(0, name.rfind('-')));
  }
  const std::string page = read_text(root / "docs/protocol/errors.md");
  for (std::sregex_iterator it(page.begin(), page.end(), code); it != std::sregex_iterator();
       ++it) {
    if (!catalogue.contains((*it)[1].str())) {
      offences.push_back((*it)[1].str() + " is not in data/errors/");
    }
  }
  std::set<std::string> rows;
  for (const std::string& line : read_lines(root / "docs/protocol/errors.md")) {
    std::smatch found;
    if (std::regex_search(line, found, row) && !rows.insert(found[1].str()).second) {
      offences.push_back(found[1].str() + " has two rows");
    }
  }
  std::set_symmetric_difference(families.begin(), families.end(), rows.begin(), rows.end(),
                                std::back_inserter(offences));
  for (const char* const source : {"src/net/problem.h", "src/edge/gate.cpp"}) {
    const std::string text = read_text(root / source);
    for (std::sregex_iterator it(text.begin(), text.end(), status); it != std::sregex_iterator();
         ++it) {
      const std::regex explained("\\n\\|[^|]*\\b" + (*it)[1].str() + "\\b[^|]*\\|");
      if (!std::regex_search(page, explained)) {
        offences.push_back("status " + (*it)[1].str() + " of " + source + " is not explained");
      }
    }
  }
  return offences;
}

std::string errors_page(const Catalogue& catalogue) {
  std::map<std::string, std::string> tables;
  for (const auto& [code, entry] : catalogue) {
    std::string& rows = tables[entry.file];
    rows.append("| `").append(code).append("` | ").append(entry.what).append(" | ");
    rows.append(entry.advice).append(" |\n");
  }
  std::string page =
      "# Error codes\n\n"
      "Every refusal carries a code that does not change between releases, a sentence of what "
      "happened and one\nof what to do. This page is made from `data/errors/` by "
      "`tools/documents`; a test compares the two.\n";
  for (const auto& [file, rows] : tables) {
    page.append("\n## ").append(file);
    page.append("\n\n| code | what happened | what to do |\n|---|---|---|\n").append(rows);
  }
  return page;
}

}  // namespace comity::house
