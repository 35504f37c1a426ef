// The two words by which an S3 service knows a node, from a file of their own: they are never in
// comity.json. Format: that of the AWS tools, with one profile (docs/operator/s3.md).
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <filesystem>
#include <string>

namespace comity::store {

struct S3Credentials {
  std::string access_key;
  std::string secret_key;

  friend bool operator==(const S3Credentials&, const S3Credentials&) = default;
};

/// STORE-25 for anything but one profile with an access key and a secret key. No detail repeats
/// what is in the file.
value::Result<S3Credentials> parse_s3_credentials(value::BytesView text);

/// STORE-25 also when it cannot be read, is larger than 4 KiB, or others than its owner can read
/// it.
value::Result<S3Credentials> read_s3_credentials(const std::filesystem::path& file);

}  // namespace comity::store
