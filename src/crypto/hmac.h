// HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869), as age derives its keys. Plain digests are
// in crypto/sha256.h.
#pragma once

#include "value/bytes.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace comity::crypto {

using Key256 = std::array<std::uint8_t, 32>;

Key256 hmac_sha256(value::BytesView key, value::BytesView message);

/// One output block: 32 octets. An empty salt stands for 32 zeros (RFC 5869 section 2.2).
Key256 hkdf_sha256(value::BytesView secret, value::BytesView salt, std::string_view info);

/// Compares in a time that does not depend on the content.
bool equal_in_constant_time(value::BytesView a, value::BytesView b);

}  // namespace comity::crypto
