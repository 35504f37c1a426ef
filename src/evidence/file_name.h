// The name of an evidence object: metadata a person reads, checked when a manifest is read and
// never used as a path. The file that opening writes has a name derived from index and name.
#pragma once

#include "value/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace comity::evidence {

inline constexpr std::size_t max_name_octets = 255;

/// PKG-03 unless: UTF-8 in form NFC, 1 to 255 octets; letters, marks, digits, punctuation, symbols
/// and single spaces inside only; none of / \ : * ? " < > |; no control, format or bidirectional
/// character; no dot or space at the end, no space at the start; not a device name of any system.
value::Result<void> check_name(std::string_view name);

/// Text that two names share when a file system that ignores case or form would confuse them.
/// REQUIRES: check_name passed.
std::string folded_name(std::string_view name);

/// The nearest name that check_name accepts: what is not allowed becomes "_".
std::string clean_name(std::string_view raw);

/// "0007-report.pdf": index, then the ASCII letters, digits, dots, hyphens of the name, at most 120
/// octets. Distinct for distinct indexes on every file system.
std::string safe_file_name(std::uint32_t index, std::string_view name);

/// True for UTF-8 text of at most `limit` octets without control characters (line ends apart) and
/// without characters that reorder what a reader sees.
bool is_plain_text(std::string_view text, std::size_t limit);

}  // namespace comity::evidence
