// The exchange's Transport without a network: one node calling the Routes of others in this
// process. The pins count on both sides, as over TLS. Contract: contracts/transport_contract.h.
#pragma once

#include "edge/routes.h"
#include "exchange/transport.h"
#include "value/digest.h"
#include "value/result.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace comity::fakes {

class LoopbackTransport : public exchange::Transport {
 public:
  /// `own_certificate` is what this node shows to the others.
  explicit LoopbackTransport(const value::Digest& own_certificate) : own_(own_certificate) {}

  /// `routes` answers at `endpoint` and shows `certificate`; borrowed.
  void connect(const std::string& endpoint, const value::Digest& certificate,
               edge::Routes& routes) {
    const std::scoped_lock lock(guard_);
    houses_[endpoint] = {certificate, &routes};
  }

  /// Nobody answers there any more.
  void disconnect(const std::string& endpoint) {
    const std::scoped_lock lock(guard_);
    houses_.erase(endpoint);
  }

  /// The next `count` calls act at the peer, but their replies are lost (NET-09).
  void lose_replies(int count) { to_lose_ = count; }

  [[nodiscard]] std::uint64_t calls() const { return calls_; }

  value::Result<exchange::Reply> call(const exchange::Peer& peer,
                                      const exchange::Call& call) override {
    ++calls_;
    if (!peer.endpoint.starts_with("https://") || !call.path.starts_with('/')) {
      return value::fail("NET-01", peer.endpoint + call.path);
    }
    const auto house = find(peer.endpoint);
    if (house.routes == nullptr) {
      return value::fail("NET-02", peer.endpoint + " is not connected");
    }
    if (std::find(peer.pins.begin(), peer.pins.end(), house.certificate) == peer.pins.end()) {
      return value::fail("NET-03", peer.endpoint);
    }
    const auto node = house.routes->peer_of(own_);
    if (!node) {
      return value::fail("NET-04", peer.endpoint);
    }
    if (call.body.size() > house.routes->largest_body(call.method, call.path)) {
      return exchange::Reply{413, {}};
    }
    auto response = house.routes->handle({call.method, call.path, call.body, *node, own_});
    int left = to_lose_;
    while (left > 0 && !to_lose_.compare_exchange_weak(left, left - 1)) {
    }
    if (left > 0) {
      return value::fail("NET-09", "the reply was lost");
    }
    if (response.body.size() > call.largest_reply) {
      return value::fail("NET-06", peer.endpoint);
    }
    return exchange::Reply{response.status, std::move(response.body), response.retry_after};
  }

 private:
  struct House {
    value::Digest certificate;
    edge::Routes* routes = nullptr;
  };

  House find(const std::string& endpoint) {
    const std::scoped_lock lock(guard_);
    const auto at = houses_.find(endpoint);
    return at == houses_.end() ? House{} : at->second;
  }

  const value::Digest own_;
  std::atomic<std::uint64_t> calls_{0};
  std::atomic<int> to_lose_{0};
  std::mutex guard_;
  std::map<std::string, House> houses_;
};

}  // namespace comity::fakes
