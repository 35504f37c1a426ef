// Requests to one bucket of an S3 service, each with its limits in time and size. What lies there:
// store/s3_blobs.h, store/s3_tiles.h.
#pragma once

#include "store/s3_listing.h"
#include "store/s3_target.h"
#include "value/bytes.h"
#include "value/ports.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace comity::store {

enum class S3Put : std::uint8_t { put, same, other };

/// Any thread may call it; keys are without the target's prefix. STORE-03 no space left there;
/// STORE-16 it refuses these credentials; STORE-17 it is not there, fails, or answers what cannot
/// be (tried again before, as long as the patience lasts); STORE-18 it refuses this machine's
/// clock; STORE-24 the bucket is not there; STORE-21 it takes no object of this size; STORE-22 its
/// certificate is not trusted; STORE-23 other bytes lie there than were put.
class S3Client {
 public:
  S3Client() = default;
  S3Client(const S3Client&) = delete;
  S3Client& operator=(const S3Client&) = delete;
  virtual ~S3Client() = default;

  /// Nothing is asked of the service yet. STORE-25 as in store/s3_target.h and
  /// store/s3_credentials.h; `clock` outlives it.
  static value::Result<std::unique_ptr<S3Client>> make(const S3Target& target,
                                                       const value::Clock& clock);

  /// Whole and durable when it returns; replaces what was there.
  virtual value::Result<void> put(const std::string& key, value::BytesView bytes) = 0;

  /// As `put` where nothing is; else leaves what is there, and tells whether it is the same. Of two
  /// who put in the same moment the second is told so only by a service that knows conditional
  /// puts; with any other the later one stays.
  virtual value::Result<S3Put> put_new(const std::string& key, value::BytesView bytes) = 0;

  /// Nothing when there is no such key; STORE-23 for more than `largest` octets.
  virtual value::Result<std::optional<value::Bytes>> get(const std::string& key,
                                                         std::size_t largest) = 0;

  /// None there is no error.
  virtual value::Result<void> remove(const std::string& key) = 0;

  /// All keys with this prefix, in order.
  virtual value::Result<std::vector<S3Entry>> list(const std::string& prefix) = 0;
};

}  // namespace comity::store
