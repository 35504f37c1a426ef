#include "house/words.h"

#include "house/tree.h"

#include <cctype>
#include <cstddef>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace comity::house {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_file = 500;
constexpr std::size_t longest_verifier = 400;
constexpr std::size_t longest_verifier_line = 120;

void style_of(const std::string& name, const std::vector<std::string>& lines, Offences& offences) {
  static const std::regex mark(R"(\b(TODO|FIXME|XXX)\b)");
  static const std::regex drawer(R"(\b(class|struct) \w*(Manager|Helper|Util|Utils|Base|Impl)\b)");
  static const std::regex wall_clock(R"(system_clock::now\(\))");
  if (lines.size() > longest_file) {
    offences.push_back(name + " has " + std::to_string(lines.size()) + " lines");
  }
  if (name.ends_with(".h") && (lines.empty() || !lines.front().starts_with("// "))) {
    offences.push_back(name + " does not open with what it represents");
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string at = name + ":" + std::to_string(i + 1);
    if (std::regex_search(lines[i], mark)) {
      offences.push_back(at + " leaves a mark for later");
    }
    if (std::regex_search(lines[i], drawer)) {
      offences.push_back(at + " names a drawer, not a thing");
    }
    if (!name.starts_with("src/node/") && std::regex_search(lines[i], wall_clock)) {
      offences.push_back(at + " reads the wall clock: take the Clock port");
    }
  }
}

/// GitHub's anchor of a heading: lower case, spaces to hyphens, punctuation dropped.
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto u = static_cast<unsigned char>(c);
    if (c == ' ' || c == '-') {
      anchor.push_back('-');
    } else if (std::isalnum(u) != 0 || c == '_' || u >= 0x80) {
      anchor.push_back(static_cast<char>(std::tolower(u)));
    }
  }
  return anchor;
}

std::set<std::string> anchors(const fs::path& document) {
  std::set<std::string> found;
  for (const std::string& line : read_lines(document)) {
    const std::size_t text = line.find_first_not_of('#');
    if (line.starts_with('#') && text != std::string::npos && line[text] == ' ') {
      found.insert(anchor_of(line.substr(text + 1)));
    }
  }
  return found;
}

bool leads_somewhere(const fs::path& document, const std::string& link) {
  const std::size_t hash = link.find('#');
  const std::string path = link.substr(0, hash);
  const fs::path target = path.empty() ? document : document.parent_path() / path;
  if (!fs::exists(target)) {
    return false;
  }
  return hash == std::string::npos || !target.string().ends_with(".md") ||
         anchors(target).contains(link.substr(hash + 1));
}

/// A path in code is checked unless a part of it stands for something else: NAME, <room>, *,
/// x_test.
bool is_placeholder(const std::string& path) {
  static const std::regex capitals(R"((^|/)[A-Z]{2,}(/|\.|$))");
  return std::regex_search(path, capitals) && !path.ends_with("LAYERS") &&
         !path.ends_with("README.md");
}

std::string gone(std::string sentence, const std::string& target) {
  return sentence.append(target).append(", which is not there");
}

void references_of(const fs::path& root, const fs::path& document, Offences& offences) {
  static const std::regex link(R"(\]\(([^)\s]+)\))");
  static const std::regex path(
      R"(`((src|data|docs|tests|tools|fuzz|cmake|bench|ui)/[A-Za-z0-9_./-]+)`)");
  const std::string text = read_text(document);
  const std::string name = document.lexically_relative(root).string();
  for (std::sregex_iterator at(text.begin(), text.end(), link); at != std::sregex_iterator();
       ++at) {
    const std::string to = (*at)[1];
    if (to.find("://") == std::string::npos && !to.starts_with("mailto:") &&
        !leads_somewhere(document, to)) {
      offences.push_back(gone(name + " links to ", to));
    }
  }
  for (std::sregex_iterator at(text.begin(), text.end(), path); at != std::sregex_iterator();
       ++at) {
    const std::string to = (*at)[1];
    if (!is_placeholder(to) && !fs::exists(root / to)) {
      offences.push_back(gone(name + " names ", to));
    }
  }
}

}  // namespace

Offences style_offences(const fs::path& root) {
  Offences offences;
  for (const fs::path& file : files_below(root / "src", {".h", ".cpp"})) {
    if (!is_test(file)) {
      style_of(file.lexically_relative(root).string(), read_lines(file), offences);
    }
  }
  return offences;
}

Offences verifier_offences(const fs::path& root) {
  static const std::regex own(R"((from|import)\s*\(?\s*'\.)");
  const std::string name = "conformance/verify.mjs";
  Offences offences;
  const auto lines = read_lines(root / name);
  if (lines.empty() || lines.size() > longest_verifier) {
    offences.push_back(name + " has " + std::to_string(lines.size()) + " lines");
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string at = name + ":" + std::to_string(i + 1);
    if (lines[i].size() > longest_verifier_line) {
      offences.push_back(at + " is longer than " + std::to_string(longest_verifier_line));
    }
    if (std::regex_search(lines[i], own)) {
      offences.push_back(at + " takes code from beside it");
    }
  }
  return offences;
}

Offences dead_references(const fs::path& root) {
  Offences offences;
  for (const fs::path& document : files_below(root, {".md"})) {
    references_of(root, document, offences);
  }
  return offences;
}

}  // namespace comity::house
