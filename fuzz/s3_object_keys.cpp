// Keys and notes of sealed objects in a bucket: what is accepted is written in one form only, the
// one it was read from.
#include "store/s3_object_keys.h"

#include "object/blob_store.h"
#include "store/s3_listing.h"
#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace)

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = value::text_of(value::BytesView(data, size));
  if (const auto length = store::read_begun_note(text)) {
    require(store::begun_note(*length) == text);
  }
  if (const auto extent = store::read_final_note(text)) {
    require(store::final_note(*extent) == text);
  }
  const object::ObjectId id;
  const store::S3Entry chunk{store::chunks_prefix(id) + std::string(text), size};
  if (const auto kept = store::read_chunk_entry(chunk, id)) {
    require(store::chunk_prefix(id, kept->leaf.index) + kept->leaf.digest.hex() == chunk.key);
  }
  const store::S3Entry begun{store::begun_prefix(id.package) + std::string(text), size};
  if (const auto read = store::read_begun_entry(begun, id.package)) {
    require(store::begun_key(*read) == begun.key);
  }
  return 0;
}
