// Custody records: what is accepted is written so that it reads back as the same record.
#include "evidence/custody.h"

#include "codec/json.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const auto json = codec::parse_json({data, size}, {64UL * 1024, 16});
  if (!json) {
    return 0;
  }
  const auto record = evidence::read_custody(*json);
  if (record && evidence::read_custody(evidence::json_of(*record)) != record) {
    std::abort();
  }
  return 0;
}
