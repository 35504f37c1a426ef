// What peers may ask of this node, each path found by a table: letters, key sets, what is
// remembered of the caller's ledger, this node's log, packages. Routes and status codes:
// docs/protocol/transport.md.
#pragma once

#include "edge/accept.h"
#include "edge/package_routes.h"
#include "edge/routes.h"
#include "exchange/directory.h"
#include "exchange/peer_store.h"
#include "ledger/tile_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace comity::edge {

/// When a letter is refused because a bound of its peer is reached: EDGE-45, EDGE-46.
struct WhenFull {
  std::chrono::seconds wait{60};  ///< not to come again before
  std::function<void(const std::string& node, const value::Error& error)> tell =
      [](const std::string& /*node*/, const value::Error& /*error*/) {};
};

/// What the gate needs; everything outlives it.
struct GateParts {
  Doorway doorway;
  exchange::PeerStore& peers;
  ledger::TileReader& log;
  std::function<value::Result<value::Bytes>()> own_chain;  ///< the chain document of this node
  /// Called when a peer used a key this node does not know: its chain should be fetched again.
  std::function<void(const std::string& node)> unknown_key;
  std::function<void()> letter_came;  ///< wakes the desk half
  PackageRoutes& packages;
  WhenFull full = {};
};

class Gate : public Routes {
 public:
  explicit Gate(GateParts parts) : parts_(std::move(parts)) {}

  Response handle(const Request& request) override;
  void cut_short(const Request& request) override;
  [[nodiscard]] std::size_t largest_body(std::string_view method,
                                         std::string_view path) const override;
  [[nodiscard]] std::optional<std::string> peer_of(
      const value::Digest& certificate_fingerprint) const override;

 private:
  Response letters(const Request& request);
  Response chain();
  Response seen(const Request& request);
  Response log(std::string_view path);

  GateParts parts_;
};

/// An error as the transport carries it: a problem document with the code and its detail.
Response problem(const value::Error& error);

}  // namespace comity::edge
