// One call to a peer node, as values: the port of the exchange towards the network. Its adapter,
// which speaks HTTP and TLS, is net/client.h.
#pragma once

#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace comity::exchange {

/// Whom to call, from the key set in force for that node.
struct Peer {
  std::string node;
  std::string endpoint;             // "https://host:port"
  std::vector<value::Digest> pins;  // SHA-256 of each TLS certificate the node may show
};

struct Call {
  std::string method;  // "GET", "POST" or "PUT"
  std::string path;    // "/letters"
  std::string content_type;
  value::Bytes body;
  value::Duration deadline = std::chrono::seconds(30);  // for all of it, the connection included
  std::size_t largest_reply = std::size_t{1024} * 1024;
};

struct Reply {
  int status = 0;
  value::Bytes body;
  std::optional<std::chrono::seconds> retry_after = {};  // as the peer asked, if in seconds
};

class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  /// Blocks until the peer has answered, whatever the status, or the deadline has passed; any
  /// number of threads may call at once. Nothing is sent to a server whose certificate is not among
  /// the pins. After an error the peer may or may not have acted, and a call whose kept connection
  /// went stale is sent a second time: what is called must have one effect however often it comes.
  /// NET-01 endpoint or call malformed; NET-02 unreachable; NET-03 certificate of the peer not
  /// pinned; NET-04 peer refused our certificate; NET-05 deadline passed; NET-06 reply too large;
  /// NET-07 no TLS 1.3 agreed; NET-08 reply is not HTTP; NET-09 peer gone before its reply was
  /// complete.
  virtual value::Result<Reply> call(const Peer& peer, const Call& call) = 0;
};

}  // namespace comity::exchange
