// Lists of an S3 service: what is accepted has only keys that this program makes, and written as a
// list again it reads as the same.
#include "store/s3_listing.h"

#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace)

std::string written(const store::S3Page& page) {
  std::string out = "<ListBucketResult><IsTruncated>";
  out += page.more ? "true" : "false";
  out += "</IsTruncated>";
  for (const store::S3Entry& entry : page.entries) {
    out += "<Contents><Key>" + entry.key + "</Key><Size>" + std::to_string(entry.size) +
           "</Size></Contents>";
  }
  return out + "</ListBucketResult>";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const value::BytesView bytes(data, size);
  (void)store::s3_element(bytes, "Code");
  const auto read = store::read_s3_page(bytes);
  if (!read) {
    return 0;
  }
  const auto again = store::read_s3_page(value::bytes_of(written(*read)));
  if (!again || again->entries != read->entries || again->more != read->more) {
    std::abort();
  }
  return 0;
}
