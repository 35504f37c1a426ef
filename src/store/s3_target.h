// Where a bucket is, as the node's configuration names it. What is done there: store/s3_client.h.
#pragma once

#include "value/result.h"

#include <chrono>
#include <filesystem>
#include <string>

namespace comity::store {

struct S3Target {
  std::string endpoint;              ///< "https://s3.example:443"; http only to this machine
  std::string region = "us-east-1";  ///< as the service calls it
  std::string bucket;                ///< exists already
  std::string prefix;                ///< before each key: empty, or "xa/"
  std::filesystem::path credentials_file;
  std::filesystem::path ca_file;               ///< empty: the system's authorities
  std::chrono::milliseconds patience{20'000};  ///< for one call, its repetitions included

  friend bool operator==(const S3Target&, const S3Target&) = default;
};

/// The host of a usable target, with its port if it is named. STORE-25 says what is not usable: an
/// endpoint that is neither https nor on this machine, a bucket, region or prefix with other
/// characters than those of S3's own rules.
value::Result<std::string> s3_host(const S3Target& target);

}  // namespace comity::store
