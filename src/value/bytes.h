// Byte strings and views of them; text is UTF-8 bytes. No neighbour: everything stands on this.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace comity::value {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

/// The bytes of a text, borrowed.
BytesView bytes_of(std::string_view text);

/// The same bytes seen as text, borrowed; no check that they are UTF-8.
std::string_view text_of(BytesView bytes);

/// A copy that owns its bytes.
Bytes to_bytes(std::string_view text);
Bytes to_bytes(BytesView bytes);

/// Lower-case hexadecimal.
std::string to_hex(BytesView bytes);

}  // namespace comity::value
