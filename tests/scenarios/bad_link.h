// A Transport on which everything that can break breaks, when the test or a seed says so: before a
// call, in the middle of its body, or before its answer.
#pragma once

#include "edge/package_routes.h"
#include "edge/routes.h"
#include "exchange/transport.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::scenarios {

enum class Break { none, before, body, answer };

class BadLink : public exchange::Transport {
 public:
  /// `routes` answers `caller`; may be exchanged for one that has forgotten everything.
  BadLink(edge::PackageRoutes& routes, std::string caller, std::uint64_t seed)
      : routes_(&routes), caller_(std::move(caller)), chance_(seed) {}

  /// How many calls in a hundred break.
  void breaks(unsigned percent) { percent_ = percent; }

  void leads_to(edge::PackageRoutes& routes) { routes_ = &routes; }

  /// Answers in place of the receiver, if it says anything.
  std::function<std::optional<exchange::Reply>(const exchange::Call&)> lie;

  [[nodiscard]] std::uint64_t chunk_octets() const { return chunk_octets_; }

  [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }

  value::Result<exchange::Reply> call(const exchange::Peer& /*peer*/,
                                      const exchange::Call& call) override {
    const std::scoped_lock lock(mutex_);
    paths_.push_back(call.method + " " + call.path);
    if (lie) {
      if (auto reply = lie(call)) {
        return *std::move(reply);
      }
    }
    const std::string_view path = std::string_view(call.path).substr(prefix.size());
    edge::Request request{call.method, call.path, call.body, caller_, {}};
    switch (next_break()) {
      case Break::before:
        return value::fail("NET-02", "broken before");
      case Break::body:
        request.body.resize(chance_() % (request.body.size() + 1));
        count(path, request.body.size());
        routes_->cut_short(request, path);
        return value::fail("NET-09", "broken in the body");
      case Break::answer:
        count(path, request.body.size());
        (void)routes_->handle(request, path);
        return value::fail("NET-09", "broken before the answer");
      case Break::none:
        break;
    }
    if (request.body.size() > edge::PackageRoutes::largest_body(call.method, path)) {
      return exchange::Reply{413, {}};
    }
    count(path, request.body.size());
    auto response = routes_->handle(request, path);
    return exchange::Reply{response.status, std::move(response.body)};
  }

 private:
  static constexpr std::string_view prefix = "/comity/v1/packages/";

  Break next_break() {
    return chance_() % 100 < percent_ ? static_cast<Break>(1 + chance_() % 3) : Break::none;
  }

  void count(std::string_view path, std::size_t octets) {
    chunk_octets_ += path.find('/') == std::string_view::npos ? 0 : octets;
  }

  std::mutex mutex_;
  edge::PackageRoutes* routes_;
  const std::string caller_;
  std::mt19937_64 chance_;
  unsigned percent_ = 0;
  std::uint64_t chunk_octets_ = 0;  // of chunks, as they reached the receiver
  std::vector<std::string> paths_;
};

}  // namespace comity::scenarios
