// One page of what lies in a bucket, read from the XML answer of ListObjectsV2.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace comity::store {

struct S3Entry {
  std::string key;
  std::uint64_t size = 0;

  friend bool operator==(const S3Entry&, const S3Entry&) = default;
};

struct S3Page {
  std::vector<S3Entry> entries;
  bool more = false;  ///< the next page starts after the last key
};

/// STORE-17 when it is not such an answer, or a key is none that this program makes.
value::Result<S3Page> read_s3_page(value::BytesView xml);

/// The text of the first element of that name; empty when there is none.
std::string s3_element(value::BytesView xml, const std::string& name);

}  // namespace comity::store
