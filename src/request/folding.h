// Text folded for comparing phrases (DS-01): without case, accents and punctuation, on whole words.
//
// What it knows: ASCII and full-width Latin, accented Latin up to U+017F, Cyrillic (with the
// letters io and short i taken as ie and i), Arabic without vowel signs and tatweel and with one
// alef. Chinese has no word boundaries: a phrase is found anywhere. It does not know look-alikes of
// other scripts.
#pragma once

#include <string>
#include <string_view>

namespace comity::request {

/// Words joined by single spaces.
std::u32string fold(std::string_view text);

/// A text or a phrase, folded once and compared often.
class Folded {
 public:
  explicit Folded(std::string_view text);

  /// Whether the phrase stands in it as whole words; an empty phrase stands nowhere.
  [[nodiscard]] bool holds(const Folded& phrase) const;

 private:
  std::u32string words_;    // each between two spaces
  std::u32string chinese_;  // without spaces; empty when no character is Chinese
};

}  // namespace comity::request
