// Chains of certificates that were found good, so that the same desk's letters do not have the same
// octets parsed and verified again. A verdict depends on the octets alone, never on a date or on
// who is trusted (room signed judges that), so it cannot become stale.
#pragma once

#include "crypto/certificate.h"
#include "value/digest.h"

#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace comity::crypto {

/// Any thread may call it. Bounded: the oldest is forgotten first.
class ChainMemory {
 public:
  explicit ChainMemory(std::size_t capacity) : capacity_(capacity) {}

  /// `octets` is the digest of all the certificates as they were written.
  [[nodiscard]] std::optional<std::vector<Certificate>> find(const value::Digest& octets) const;

  /// Only chains that passed every check.
  void keep(const value::Digest& octets, const std::vector<Certificate>& chain);

 private:
  std::size_t capacity_;
  mutable std::mutex mutex_;
  std::map<value::Digest, std::vector<Certificate>> chains_;  ///< guarded by mutex_
  std::deque<value::Digest> order_;                           ///< guarded by mutex_; oldest first
};

}  // namespace comity::crypto
