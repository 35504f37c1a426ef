// Bech32 (BIP 173) as age uses it: any length, data of whole octets. Base64 is in codec/base64.h.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <string>
#include <string_view>

namespace comity::codec {

struct Bech32 {
  /// The part before the last "1", lower-case.
  std::string prefix;
  value::Bytes data;
};

/// Lower-case text. REQUIRES: `prefix` is lower-case ASCII without spaces, not empty.
std::string encode_bech32(std::string_view prefix, value::BytesView data);

/// All lower-case or all upper-case; CODEC-02 for any other character, mixed case, a wrong
/// checksum, padding that is not zero or more than 4 bits, or text over 2048 characters (an
/// mlkem768x25519 recipient has 1,959).
value::Result<Bech32> decode_bech32(std::string_view text);

}  // namespace comity::codec
