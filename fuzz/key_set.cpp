// Key sets: whatever is accepted is written back as a record that reads as the same.
#include "signed/key_set.h"

#include "codec/json.h"
#include "signed/envelope.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const auto json = codec::parse_json({data, size}, {signed_::max_payload_bytes, 32});
  if (!json) {
    return 0;
  }
  const auto set = signed_::read_key_set(*json);
  if (!set) {
    return 0;
  }
  const codec::Json written = signed_::write_key_set(*set);
  const auto again = signed_::read_key_set(written);
  if (written != *json || !again || signed_::write_key_set(*again) != written) {
    std::abort();
  }
  return 0;
}
