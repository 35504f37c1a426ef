// Payloads of statements: whatever is accepted is written back as bytes that read as the same.
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/instant.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const auto statement = statement::read_payload({data, size});
  if (!statement) {
    return 0;
  }
  static_cast<void>(statement::check_time(statement->head, value::Instant{1'790'000'000'000}));
  const auto written = statement::write_payload(*statement);
  if (!written) {
    return 0;  // control characters are longer in our spelling
  }
  const auto again = statement::read_payload(*written);
  if (!again || statement::write_payload(*again) != written) {
    std::abort();
  }
  return 0;
}
