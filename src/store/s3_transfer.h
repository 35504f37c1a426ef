// One HTTP exchange with an S3 service over libcurl: bytes out, status and bytes back. Signing and
// repeating are store/s3_client.h.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace comity::store {

struct HttpCall {
  std::string method;
  std::string url;
  std::map<std::string, std::string> headers;
  value::BytesView body;
  std::size_t largest_answer = 0;
  std::chrono::milliseconds at_most{0};
};

struct HttpAnswer {
  long status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  value::Bytes body;
};

/// Any thread may call it; keeps its connections open.
class S3Transfer {
 public:
  explicit S3Transfer(std::filesystem::path ca_file);
  S3Transfer(const S3Transfer&) = delete;
  S3Transfer& operator=(const S3Transfer&) = delete;
  ~S3Transfer();

  /// STORE-17 when there was no whole answer: not reached, cut, too slow (1 KiB/s for ten seconds);
  /// STORE-22 when the other side's certificate is not trusted; STORE-23 when an answer to what was
  /// asked is larger than `largest_answer` (of a refusal as much is kept).
  value::Result<HttpAnswer> call(const HttpCall& call);

 private:
  struct Handle;

  std::unique_ptr<Handle> borrow();

  std::filesystem::path ca_file_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Handle>> idle_;  ///< guarded by mutex_
};

}  // namespace comity::store
