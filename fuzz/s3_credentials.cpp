// Credentials of an S3 service: what is accepted are two words that can stand in a header, and
// written as a profile again they read as the same.
#include "store/s3_credentials.h"

#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const auto read = store::parse_s3_credentials(value::BytesView(data, size));
  if (!read) {
    return 0;
  }
  for (const std::string& word : {read->access_key, read->secret_key}) {
    if (word.empty() || word.find_first_of(" \t\r\n") != std::string::npos) {
      std::abort();
    }
  }
  const auto again = store::parse_s3_credentials(
      value::bytes_of("[default]\naws_access_key_id=" + read->access_key +
                      "\naws_secret_access_key=" + read->secret_key + "\n"));
  if (!again || *again != *read) {
    std::abort();
  }
  return 0;
}
