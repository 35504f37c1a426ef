// One connection to a peer, used by one thread at a time. Neighbours: client.h, which keeps several
// of them; names.h, which finds the addresses.
#pragma once

#include "exchange/transport.h"
#include "net/endpoint.h"
#include "net/tls.h"
#include "value/digest.h"
#include "value/result.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace comity::net {

using Deadline = std::chrono::steady_clock::time_point;

/// What a new connection must keep to.
struct Opening {
  std::vector<value::Digest> pins;
  value::Duration silence;  // see net/silence.h
  Deadline deadline;        // for the connection and the handshake
};

class ClientConnection {
 public:
  /// Connects to the first address that answers and shakes hands. NET-02, 03, 04, 05, 07.
  static value::Result<std::unique_ptr<ClientConnection>> open(
      const TlsContext& tls, const std::vector<std::string>& addresses, const Endpoint& endpoint,
      const Opening& opening);

  ClientConnection(const ClientConnection&) = delete;
  ClientConnection& operator=(const ClientConnection&) = delete;
  ~ClientConnection();

  /// One request and its reply. NET-04 to NET-09.
  value::Result<exchange::Reply> exchange(const exchange::Call& call, Deadline deadline);

  /// After a failed exchange: true when not one octet of a reply had come.
  [[nodiscard]] bool unanswered() const;

  /// True while the peer has neither closed nor sent what nobody asked for.
  [[nodiscard]] bool reusable() const;

  /// What the peer showed when this was opened.
  [[nodiscard]] const value::Digest& certificate() const;

 private:
  struct State;
  explicit ClientConnection(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace comity::net
