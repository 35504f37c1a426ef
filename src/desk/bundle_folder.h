// A court bundle while it is written: under a temporary name beside its own, with the digest of
// each file, and renamed only when it is complete. What goes into it is desk/bundle.h.
#pragma once

#include "crypto/sha256.h"
#include "evidence/court_bundle.h"
#include "evidence/source.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace comity::desk {

class BundleFolder {
 public:
  explicit BundleFolder(std::filesystem::path target) : target_(std::move(target)) {}

  BundleFolder(const BundleFolder&) = delete;
  BundleFolder& operator=(const BundleFolder&) = delete;

  /// Removes what was written unless `finish` succeeded.
  ~BundleFolder();

  /// NODE-03 when the target exists; NODE-05 when nothing can be written there.
  value::Result<void> begin();

  /// Codes of evidence/sink.h.
  value::Result<void> put(const std::string& path, value::BytesView bytes);

  struct Copied {
    std::uint64_t length = 0;
    value::Digest sha256;
    std::vector<value::Digest> leaves;     ///< of the tree over its chunks of 1 MiB
    std::vector<crypto::Midstate> states;  ///< after each whole MiB
  };

  value::Result<Copied> copy(const std::string& path, evidence::Source& source);

  /// Writes SHA256SUMS and gives the folder its name. NODE-03, NODE-05.
  value::Result<void> finish();

 private:
  std::filesystem::path target_;
  std::filesystem::path written_;  ///< empty before `begin` and after `finish`
  evidence::bundle::Sums sums_;
};

}  // namespace comity::desk
