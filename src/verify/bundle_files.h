// The files of a bundle as they lie in a folder: listed once, read, never written. No link is
// followed. What they must be is evidence/court_bundle.h.
#pragma once

#include "evidence/source.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "verify/finding.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace comity::verify {

inline constexpr std::size_t max_file_octets = std::size_t{24} << 20U;

class BundleFiles {
 public:
  /// VER-01 not a folder with a bundle.json, or one with more files than a bundle can have.
  static value::Result<BundleFiles> open(const std::filesystem::path& folder);

  /// With "/" between folders, in byte order.
  [[nodiscard]] const std::set<std::string, std::less<>>& paths() const { return paths_; }

  /// What is neither file nor folder: nothing of a bundle is.
  [[nodiscard]] const std::set<std::string, std::less<>>& strange() const { return strange_; }

  [[nodiscard]] bool has(std::string_view path) const { return paths_.contains(path); }

  /// A small file whole. VER-06 missing; VER-01 unreadable or too large.
  [[nodiscard]] value::Result<value::Bytes> read(std::string_view path) const;

  /// A file of any length. VER-06 missing; SEAL-01.
  [[nodiscard]] value::Result<std::unique_ptr<evidence::Source>> source(
      std::string_view path) const;

  struct Measured {
    std::uint64_t length = 0;
    value::Digest sha256;
  };

  [[nodiscard]] value::Result<Measured> measure(std::string_view path) const;

 private:
  std::filesystem::path folder_;
  std::set<std::string, std::less<>> paths_;
  std::set<std::string, std::less<>> strange_;
};

/// The number in "statements/0001.enclosure"; nothing when the path is not the one that `spelled`
/// gives for it.
template <class Number>
std::optional<Number> number_in(std::string_view path, std::string (*spelled)(Number)) {
  const std::string one = spelled(Number{1});
  const std::size_t digits = one.find('0');
  const std::size_t end = path.rfind('.');
  if (end == std::string_view::npos || end <= digits || end - digits > 9) {
    return std::nullopt;
  }
  Number number = 0;
  for (const char c : path.substr(digits, end - digits)) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    number = number * 10 + static_cast<Number>(c - '0');
  }
  return spelled(number) == path ? std::optional(number) : std::nullopt;
}

/// SHA256SUMS against the files, and that every file has its place in a bundle.
void check_copy(const BundleFiles& files, Findings& findings);

}  // namespace comity::verify
