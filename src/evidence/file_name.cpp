#include "evidence/file_name.h"

#include "value/result.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

struct Freed {
  void operator()(utf8proc_uint8_t* text) const {
    // What utf8proc_map made is freed so.
    // NOLINTNEXTLINE(cppcoreguidelines-no-malloc,cppcoreguidelines-owning-memory): a C library
    std::free(text);
  }
};

/// Nothing when the text is no UTF-8.
std::optional<std::string> mapped(std::string_view text, int options) {
  utf8proc_uint8_t* out = nullptr;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): characters as octets
  const auto* in = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  // NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): C's flags, added up
  const auto flags = static_cast<utf8proc_option_t>(options);
  const auto length = utf8proc_map(in, static_cast<utf8proc_ssize_t>(text.size()), &out, flags);
  const std::unique_ptr<utf8proc_uint8_t, Freed> owner(out);
  if (length < 0 || out == nullptr) {
    return std::nullopt;
  }
  return std::string(out, out + length);
}

std::optional<std::vector<utf8proc_int32_t>> code_points(std::string_view text) {
  std::vector<utf8proc_int32_t> points;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): characters as octets
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto rest = static_cast<utf8proc_ssize_t>(text.size());
  while (rest > 0) {
    utf8proc_int32_t point = 0;
    const auto used = utf8proc_iterate(at, rest, &point);
    if (used <= 0) {
      return std::nullopt;
    }
    points.push_back(point);
    at += used;
    rest -= used;
  }
  return points;
}

constexpr std::string_view path_characters = "/\\:*?\"<>|";

bool allowed(utf8proc_int32_t point) {
  if (point < 0x80 && path_characters.find(static_cast<char>(point)) != std::string_view::npos) {
    return false;
  }
  if (point == ' ') {
    return true;
  }
  const auto category = utf8proc_category(point);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_SO;
}

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return lower;
}

/// Names that some systems open as a device whatever the folder and the extension.
bool is_device(std::string_view name) {
  constexpr std::array<std::string_view, 6> devices = {"con", "prn",    "aux",
                                                       "nul", "conin$", "conout$"};
  const std::string stem = lower_ascii(name.substr(0, name.find('.')));
  if (std::find(devices.begin(), devices.end(), stem) != devices.end()) {
    return true;
  }
  const bool port = stem.starts_with("com") || stem.starts_with("lpt");
  // Superscript digits (C2 B9, C2 B2, C2 B3) count as port numbers too.
  return port && ((stem.size() == 4 && stem[3] >= '0' && stem[3] <= '9') ||
                  (stem.size() == 5 && stem[3] == '\xC2'));
}

constexpr int nfc = UTF8PROC_STABLE | UTF8PROC_COMPOSE;

value::Failure refused(std::string reason) { return value::fail("PKG-03", std::move(reason)); }

}  // namespace

value::Result<void> check_name(std::string_view name) {
  if (name.empty() || name.size() > max_name_octets) {
    return refused("a name has 1 to 255 octets, not " + std::to_string(name.size()));
  }
  const auto points = code_points(name);
  if (!points) {
    return refused("a name that is no UTF-8");
  }
  for (std::size_t i = 0; i < points->size(); ++i) {
    if (!allowed((*points)[i])) {
      return refused("character " + std::to_string((*points)[i]) + " at place " +
                     std::to_string(i));
    }
  }
  if (name.front() == ' ' || name.back() == ' ' || name.back() == '.') {
    return refused("a space or dot at an end of the name");
  }
  if (is_device(name)) {
    return refused("the name of a device");
  }
  if (mapped(name, nfc) != name) {
    return refused("a name that is not in form NFC");
  }
  return {};
}

std::string folded_name(std::string_view name) {
  // Compatibility forms too: some file systems treat a ligature and its letters as one name.
  constexpr int fold = nfc | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD;
  return mapped(name, fold).value_or(std::string(name));
}

std::string clean_name(std::string_view raw) {
  std::string clean;
  for (std::size_t i = 0; i < raw.size();) {
    utf8proc_int32_t point = 0;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): characters as octets
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(raw.data() + i);
    const auto used = utf8proc_iterate(at, static_cast<utf8proc_ssize_t>(raw.size() - i), &point);
    const std::size_t step = used > 0 ? static_cast<std::size_t>(used) : 1;
    const std::string piece = used > 0 && allowed(point) ? std::string(raw.substr(i, step)) : "_";
    if (clean.size() + piece.size() > max_name_octets - 2) {
      break;
    }
    clean += piece;
    i += step;
  }
  clean = mapped(clean, nfc).value_or("_");
  while (!clean.empty() && (clean.back() == ' ' || clean.back() == '.')) {
    clean.pop_back();
  }
  clean.erase(0, clean.find_first_not_of(' '));
  if (clean.empty() || is_device(clean)) {
    clean = "_" + clean;
  }
  return check_name(clean) ? clean : "_";
}

std::string safe_file_name(std::uint32_t index, std::string_view name) {
  constexpr std::size_t longest = 100;
  std::string safe;
  for (const char c : name) {
    const bool keep = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '-';
    if (keep) {
      safe += c;
    } else if (!safe.ends_with('_')) {
      safe += '_';
    }
  }
  if (safe.size() > longest) {
    const std::size_t dot = safe.rfind('.');
    const std::string extension =
        dot != std::string::npos && safe.size() - dot <= 16 ? safe.substr(dot) : "";
    safe = safe.substr(0, longest - extension.size()) + extension;
  }
  while (safe.ends_with('.')) {
    safe.pop_back();
  }
  std::string number = std::to_string(index);
  number.insert(0, number.size() < 4 ? 4 - number.size() : 0, '0');
  return safe.empty() ? number : number + "-" + safe;
}

bool is_plain_text(std::string_view text, std::size_t limit) {
  const auto points = code_points(text);
  if (text.size() > limit || !points) {
    return false;
  }
  return std::none_of(points->begin(), points->end(), [](utf8proc_int32_t point) {
    const bool reorders =
        (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    return reorders || (point != '\n' && utf8proc_category(point) == UTF8PROC_CATEGORY_CC);
  });
}

}  // namespace comity::evidence
