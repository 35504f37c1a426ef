#include "request/folding.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace comity::request {
namespace {

/// Base letters of U+00C0 to U+017F (Unicode decompositions; ligatures and barred letters by hand).
constexpr std::string_view latin_bases =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
constexpr char32_t latin_first = 0xC0;

constexpr char32_t nothing = 0;   // leaves no trace
constexpr char32_t space = U' ';  // ends a word

bool between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

/// Marks that are written with a letter or without: combining accents, Arabic vowel signs, tatweel,
/// soft hyphen, zero-width and direction characters.
bool is_mark(char32_t c) {
  return between(c, 0x300, 0x36F) || between(c, 0x64B, 0x65F) || c == 0x640 || c == 0x670 ||
         c == 0xAD || between(c, 0x200B, 0x200F) || between(c, 0x202A, 0x202E) ||
         between(c, 0x2060, 0x2069) || c == 0xFEFF;
}

char32_t fold_ascii(char32_t c) {
  if (between(c, U'A', U'Z')) {
    return c - U'A' + U'a';
  }
  return between(c, U'a', U'z') || between(c, U'0', U'9') ? c : space;
}

char32_t fold_cyrillic(char32_t c) {
  if (between(c, 0x400, 0x40F)) {
    c += 0x50;
  } else if (between(c, 0x410, 0x42F)) {
    c += 0x20;
  }
  if (c == 0x451) {
    return 0x435;  // io as ie
  }
  return c == 0x439 ? 0x438 : c;  // short i as i
}

char32_t fold_arabic(char32_t c) {
  if (c == 0x622 || c == 0x623 || c == 0x625 || c == 0x671) {
    return 0x627;  // alef with hamza, madda or wasla as bare alef
  }
  if (c == 0x649) {
    return 0x64A;  // alef maksura as ya
  }
  if (between(c, 0x660, 0x669)) {
    return c - 0x660 + U'0';
  }
  const bool punctuation = c == 0x60C || c == 0x61B || c == 0x61F;
  return punctuation ? space : c;
}

char32_t fold_one(char32_t c) {
  if (is_mark(c)) {
    return nothing;
  }
  if (c < 0x80) {
    return fold_ascii(c);
  }
  if (between(c, latin_first, 0x17F)) {
    return static_cast<char32_t>(latin_bases[c - latin_first]);
  }
  if (between(c, 0x400, 0x45F)) {
    return fold_cyrillic(c);
  }
  if (between(c, 0x600, 0x6FF)) {
    return fold_arabic(c);
  }
  if (between(c, 0xFF01, 0xFF5E)) {
    return fold_ascii(c - 0xFF01 + U'!');
  }
  const bool punctuation = c < 0xC0 || between(c, 0x2000, 0x206F) || between(c, 0x3000, 0x303F);
  return punctuation ? space : c;
}

/// The next code point and how many octets it took; what is no UTF-8 counts as a space.
std::pair<char32_t, std::size_t> next_point(std::string_view text) {
  const auto octet = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
  };
  const char32_t first = octet(0);
  if (first < 0x80) {
    return {first, 1};
  }
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || length > text.size()) {
    return {space, 1};
  }
  constexpr std::array<char32_t, 5> masks = {0, 0, 0x1F, 0x0F, 0x07};
  char32_t point = first & masks[length];
  for (std::size_t i = 1; i < length; ++i) {
    point = (point << 6U) | (octet(i) & 0x3FU);
  }
  return {point, length};
}

bool is_chinese(std::u32string_view text) {
  for (const char32_t c : text) {
    if (between(c, 0x3400, 0x9FFF)) {
      return true;
    }
  }
  return false;
}

std::u32string without_spaces(std::u32string_view text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (c != space) {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace

std::u32string fold(std::string_view text) {
  std::u32string out;
  while (!text.empty()) {
    const auto [point, length] = next_point(text);
    text.remove_prefix(length);
    const char32_t folded = fold_one(point);
    const bool repeated = folded == space && (out.empty() || out.back() == space);
    if (folded != nothing && !repeated) {
      out.push_back(folded);
    }
  }
  if (!out.empty() && out.back() == space) {
    out.pop_back();
  }
  return out;
}

Folded::Folded(std::string_view text) {
  const std::u32string folded = fold(text);
  if (folded.empty()) {
    return;
  }
  words_ = U" " + folded + U" ";
  if (is_chinese(folded)) {
    chinese_ = without_spaces(folded);
  }
}

bool Folded::holds(const Folded& phrase) const {
  if (!phrase.chinese_.empty()) {
    return chinese_.find(phrase.chinese_) != std::u32string::npos;
  }
  return !phrase.words_.empty() && words_.find(phrase.words_) != std::u32string::npos;
}

}  // namespace comity::request
