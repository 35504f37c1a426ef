#include "crypto/chain_memory.h"

#include "crypto/certificate.h"
#include "value/digest.h"

#include <mutex>
#include <optional>
#include <vector>

namespace comity::crypto {

std::optional<std::vector<Certificate>> ChainMemory::find(const value::Digest& octets) const {
  const std::lock_guard lock(mutex_);
  const auto found = chains_.find(octets);
  return found == chains_.end() ? std::nullopt : std::optional(found->second);
}

void ChainMemory::keep(const value::Digest& octets, const std::vector<Certificate>& chain) {
  const std::lock_guard lock(mutex_);
  if (!chains_.emplace(octets, chain).second) {
    return;
  }
  order_.push_back(octets);
  if (order_.size() > capacity_) {
    chains_.erase(order_.front());
    order_.pop_front();
  }
}

}  // namespace comity::crypto
