// The header of an age file (c2sp.org/age, "Header"): a version line, stanzas, and a MAC under the
// file key. Bytes become a header in one place, strictly: one spelling for each header.
#pragma once

#include "crypto/file_key.h"
#include "value/bytes.h"
#include "value/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace comity::crypto {

constexpr std::size_t max_age_header_octets = std::size_t{64} * 1024;
constexpr std::size_t age_nonce_octets = 16;

/// One wrapped file key: "-> type argument...", then the body in base64 lines of 64.
struct Stanza {
  std::string type;
  std::vector<std::string> arguments;
  value::Bytes body;

  friend bool operator==(const Stanza&, const Stanza&) = default;
};

struct AgeHeader {
  std::vector<Stanza> stanzas;
  std::array<std::uint8_t, 32> mac{};
  /// Octets up to and including the line end after the MAC.
  std::size_t length = 0;
};

/// Reads the header at the start of `bytes`; nothing when it may go on after them. AGE-01 not an
/// age v1 file; AGE-02 malformed; AGE-03 longer than 64 KiB.
value::Result<std::optional<AgeHeader>> read_age_header(value::BytesView bytes);

/// AGE-05 when the MAC at the end of `header` was not made with `key`. `bytes` as read.
value::Result<void> check_age_mac(const AgeHeader& header, value::BytesView bytes,
                                  const FileKey& key);

/// The header's bytes, MAC included.
value::Bytes write_age_header(std::span<const Stanza> stanzas, const FileKey& key);

}  // namespace comity::crypto
