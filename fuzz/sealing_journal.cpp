// The journal of a sealing: as a whole, opened with a key that its header gives away; and as the
// records inside, where what is accepted is written in records that read back as the same.
#include "evidence/journal_records.h"
#include "evidence/sealing_state.h"
#include "fakes/plain_opener.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace)

/// Records of two octets of length each.
value::Result<evidence::SealingState> read_records(value::BytesView bytes) {
  evidence::JournalReader reader;
  while (bytes.size() >= 2) {
    const std::size_t length = std::size_t{bytes[0]} << 8U | bytes[1];
    const value::BytesView record = bytes.subspan(2, std::min(length, bytes.size() - 2));
    if (auto taken = reader.take(record); !taken) {
      return value::fail(taken.error());
    }
    bytes = bytes.subspan(2 + record.size());
  }
  return std::move(reader).finish();
}

void check_records(value::BytesView bytes) {
  const auto state = read_records(bytes);
  if (!state) {
    return;
  }
  const std::vector<value::Bytes> records = evidence::records_of(*state);
  evidence::JournalReader again;
  for (const value::Bytes& record : records) {
    if (!again.take(record)) {
      std::abort();
    }
  }
  const auto same = std::move(again).finish();
  if (!same || evidence::records_of(*same) != records) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fakes::PlainOpener opener;
  static_cast<void>(evidence::read_journal({data, size}, value::Uuid{}, opener));
  check_records({data, size});
  return 0;
}
