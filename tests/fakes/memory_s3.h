// A bucket in memory that several clients can share, and whose next calls can be made to fail.
#pragma once

#include "store/s3_client.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace comity::fakes {

struct MemoryBucket {
  std::map<std::string, value::Bytes> keys;
  int calls_left = -1;  ///< after so many calls every one fails, as after a crash; -1: never
};

class MemoryS3 final : public store::S3Client {
 public:
  explicit MemoryS3(MemoryBucket& bucket) : bucket_(bucket) {}

  value::Result<void> put(const std::string& key, value::BytesView bytes) override {
    if (auto up = available(); !up) {
      return up;
    }
    bucket_.keys[key] = value::to_bytes(bytes);
    return {};
  }

  value::Result<store::S3Put> put_new(const std::string& key, value::BytesView bytes) override {
    if (auto up = available(); !up) {
      return value::fail(up.error());
    }
    const auto [at, added] = bucket_.keys.try_emplace(key, value::to_bytes(bytes));
    return added                                  ? store::S3Put::put
           : at->second == value::to_bytes(bytes) ? store::S3Put::same
                                                  : store::S3Put::other;
  }

  value::Result<std::optional<value::Bytes>> get(const std::string& key,
                                                 std::size_t largest) override {
    if (auto up = available(); !up) {
      return value::fail(up.error());
    }
    const auto found = bucket_.keys.find(key);
    if (found == bucket_.keys.end()) {
      return std::nullopt;
    }
    return found->second.size() <= largest
               ? value::Result<std::optional<value::Bytes>>(found->second)
               : value::fail("STORE-23", key);
  }

  value::Result<void> remove(const std::string& key) override {
    if (auto up = available(); !up) {
      return up;
    }
    bucket_.keys.erase(key);
    return {};
  }

  value::Result<std::vector<store::S3Entry>> list(const std::string& prefix) override {
    if (auto up = available(); !up) {
      return value::fail(up.error());
    }
    std::vector<store::S3Entry> out;
    for (const auto& [key, bytes] : bucket_.keys) {
      if (key.starts_with(prefix)) {
        out.push_back({key, bytes.size()});
      }
    }
    return out;
  }

 private:
  value::Result<void> available() {
    if (bucket_.calls_left == 0) {
      return value::fail("STORE-17", "the bucket is gone");
    }
    if (bucket_.calls_left > 0) {
      --bucket_.calls_left;
    }
    return {};
  }

  MemoryBucket& bucket_;
};

inline std::unique_ptr<store::S3Client> client_of(MemoryBucket& bucket) {
  return std::make_unique<MemoryS3>(bucket);
}

}  // namespace comity::fakes
