#include "net/client.h"

#include "exchange/transport.h"
#include "net/client_connection.h"
#include "net/endpoint.h"
#include "net/names.h"
#include "net/request_head.h"
#include "net/tls.h"
#include "value/digest.h"
#include "value/result.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace comity::net {

namespace {

value::Result<Endpoint> check(const exchange::Peer& peer, const exchange::Call& call) {
  if (call.method != "GET" && call.method != "POST" && call.method != "PUT") {
    return value::fail("NET-01", "the method is none of GET, POST and PUT");
  }
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~'; };
  if (!is_plain_path(call.path) ||
      !std::all_of(call.content_type.begin(), call.content_type.end(), is_plain)) {
    return value::fail("NET-01", "path or content type holds what a header cannot");
  }
  return parse_endpoint(peer.endpoint);
}

}  // namespace

// The connections kept open for each peer, youngest last.
class Client::Pool {
 public:
  Pool(ClientOptions options, TlsContext tls)
      : options_(std::move(options)), tls_(std::move(tls)) {}

  value::Result<exchange::Reply> call(const exchange::Peer& peer, const Endpoint& endpoint,
                                      const exchange::Call& call);

  [[nodiscard]] ClientCounts counts() const { return {connections_, reused_}; }

 private:
  using Connection = std::unique_ptr<ClientConnection>;

  struct Kept {
    Connection connection;
    Deadline until;
  };

  Connection take(const exchange::Peer& peer);
  void keep(const exchange::Peer& peer, Connection connection);

  const ClientOptions options_;
  const TlsContext tls_;
  Names names_;
  std::atomic<std::uint64_t> connections_{0};
  std::atomic<std::uint64_t> reused_{0};

  std::mutex guard_;                                            // of kept_
  std::map<std::string, std::vector<Kept>, std::less<>> kept_;  // by endpoint
};

Client::Pool::Connection Client::Pool::take(const exchange::Peer& peer) {
  const auto now = std::chrono::steady_clock::now();
  const auto is_pinned = [&peer](const value::Digest& shown) {
    return std::find(peer.pins.begin(), peer.pins.end(), shown) != peer.pins.end();
  };
  const std::scoped_lock lock(guard_);
  auto& kept = kept_[peer.endpoint];
  while (!kept.empty()) {
    Kept last = std::move(kept.back());
    kept.pop_back();
    if (now < last.until && is_pinned(last.connection->certificate()) &&
        last.connection->reusable()) {
      return std::move(last.connection);
    }
  }
  return nullptr;
}

void Client::Pool::keep(const exchange::Peer& peer, Connection connection) {
  if (!connection->reusable()) {
    return;
  }
  const auto until = std::chrono::steady_clock::now() + options_.kept_time;
  const std::scoped_lock lock(guard_);
  auto& kept = kept_[peer.endpoint];
  if (kept.size() < options_.kept_connections) {
    kept.push_back({std::move(connection), until});
  }
}

value::Result<exchange::Reply> Client::Pool::call(const exchange::Peer& peer,
                                                  const Endpoint& endpoint,
                                                  const exchange::Call& call) {
  const Deadline deadline = std::chrono::steady_clock::now() + call.deadline;
  if (auto connection = take(peer)) {
    ++reused_;
    auto reply = connection->exchange(call, deadline);
    const bool stale =
        !reply && reply.error().code == value::Code("NET-09") && connection->unanswered();
    if (!stale) {
      keep(peer, std::move(connection));
      return reply;
    }
  }
  const auto addresses = names_.addresses(endpoint.host, deadline);
  if (!addresses) {
    return value::fail(addresses.error());
  }
  ++connections_;
  const Deadline patience = std::chrono::steady_clock::now() + options_.connect_time;
  auto opened = ClientConnection::open(tls_, *addresses, endpoint,
                                       {peer.pins, options_.silence, std::min(deadline, patience)});
  if (!opened) {
    return value::fail(opened.error());
  }
  auto reply = (*opened)->exchange(call, deadline);
  keep(peer, std::move(*opened));
  return reply;
}

Client::Client(std::unique_ptr<Pool> pool) : pool_(std::move(pool)) {}

Client::~Client() = default;

value::Result<std::unique_ptr<Client>> Client::make(ClientOptions options) {
  auto tls = make_tls_context(TlsSide::client, options.identity);
  if (!tls) {
    return value::fail(tls.error());
  }
  options.identity = {};  // the context holds it now; one copy of a key is enough
  // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): the constructor is private
  return std::unique_ptr<Client>(
      new Client(std::make_unique<Pool>(std::move(options), std::move(*tls))));
}

value::Result<exchange::Reply> Client::call(const exchange::Peer& peer,
                                            const exchange::Call& call) {
  const auto endpoint = check(peer, call);
  if (!endpoint) {
    return value::fail(endpoint.error());
  }
  return pool_->call(peer, *endpoint, call);
}

ClientCounts Client::counts() const { return pool_->counts(); }

}  // namespace comity::net
