// Base64 (RFC 4648): the standard alphabet with padding or without, and the URL alphabet without.
// Only the one canonical spelling of each value is accepted.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <string>
#include <string_view>

namespace comity::codec {

std::string encode_base64(value::BytesView bytes);

/// CODEC-01 for a wrong character, length, padding or non-zero trailing bits.
value::Result<value::Bytes> decode_base64(std::string_view text);

/// The standard alphabet without padding: what age headers use.
std::string encode_base64_unpadded(value::BytesView bytes);

/// CODEC-01 likewise; padding is refused.
value::Result<value::Bytes> decode_base64_unpadded(std::string_view text);

std::string encode_base64url(value::BytesView bytes);

/// CODEC-01 likewise; padding is refused.
value::Result<value::Bytes> decode_base64url(std::string_view text);

}  // namespace comity::codec
