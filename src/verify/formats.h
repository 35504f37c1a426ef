// Single files of the formats in docs/protocol, each judged by the decoder that the node itself
// uses: for those who write another implementation. Bundles are judged by verify/verify.h.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <span>
#include <string_view>

namespace comity::verify {

struct Sample {
  value::BytesView bytes;
  value::BytesView with;  ///< what it is judged against, as Format::with says; may be empty
};

struct Format {
  std::string_view name;
  std::string_view with;  ///< "" when nothing, in brackets when it may be left out
  std::string_view says;
  value::Result<void> (*judge)(const Sample& sample);
};

/// In the order in which a person reads about them.
std::span<const Format> formats();

/// Null when there is no such format.
const Format* find_format(std::string_view name);

}  // namespace comity::verify
