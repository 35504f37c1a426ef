// age files: whatever header is read is written back octet for octet, and reading a file in pieces
// opens as much as reading it whole.
#include "crypto/age.h"

#include "crypto/age_header.h"
#include "crypto/file_key.h"
#include "fakes/plain_opener.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace)

void check_header(value::BytesView bytes) {
  const auto read = crypto::read_age_header(bytes);
  if (!read) {
    return;
  }
  const std::optional<crypto::AgeHeader>& whole = *read;
  if (!whole) {
    return;
  }
  const crypto::AgeHeader& header = *whole;
  const auto key = crypto::FileKey::from(value::Bytes(16, 1)).value();
  const value::Bytes written = crypto::write_age_header(header.stanzas, key);
  // All but the MAC's 43 characters and the line end is the same text.
  const std::size_t same = written.size() - 44;
  if (written.size() != header.length ||
      !std::equal(written.begin(), written.begin() + static_cast<std::ptrdiff_t>(same),
                  bytes.begin())) {
    std::abort();
  }
}

value::Bytes opened_in_pieces(value::BytesView bytes, std::size_t piece, bool& whole) {
  fakes::PlainOpener opener;
  crypto::AgeOpener reader(opener);
  value::Bytes out;
  whole = true;
  while (!bytes.empty() && whole) {
    const value::BytesView part = bytes.first(std::min(piece, bytes.size()));
    whole = reader.update(part, out).has_value();
    bytes = bytes.subspan(part.size());
  }
  whole = whole && reader.finish(out).has_value();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check_header({data, size});
  bool at_once = false;
  bool piecewise = false;
  const value::Bytes one = opened_in_pieces({data, size}, size + 1, at_once);
  const value::Bytes other = opened_in_pieces({data, size}, 997, piecewise);
  if (at_once != piecewise || (at_once && one != other)) {
    std::abort();
  }
  return 0;
}
