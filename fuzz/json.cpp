// Strict JSON: whatever is accepted is written back in one form, which reads back as the same
// value; and what the quick reader accepts, the careful one accepts with the same value.
#include "codec/json.h"

#include "codec/quick_json.h"
#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const codec::JsonLimits limits;
  const auto quick = codec::quick_json({data, size}, limits.max_depth);
  const auto careful = codec::careful_json({data, size}, limits.max_depth);
  if (quick && (!careful || *quick != *careful)) {
    std::abort();
  }
  const auto json = codec::parse_json({data, size}, limits);
  if (!json) {
    return 0;
  }
  const codec::JsonLimits roomy{.max_bytes = 16 * size + 64, .max_depth = 32};
  const std::string compact = codec::write_json(*json);
  const auto again = codec::parse_json(value::bytes_of(compact), roomy);
  const auto shown = codec::parse_json(value::bytes_of(codec::write_json_indented(*json)),
                                       {.max_bytes = 200 * size + 64, .max_depth = 32});
  if (!again || !shown || *again != *json || *shown != *json ||
      codec::write_json(*again) != compact) {
    std::abort();
  }
  return 0;
}
