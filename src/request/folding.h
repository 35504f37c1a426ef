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

/// Whether the phrase stands in the text as whole words, both folded here.
bool holds_phrase(std::string_view text, std::string_view phrase);

}  // namespace comity::request
