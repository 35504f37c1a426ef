#include "store/sql_peers.h"

#include "exchange/peer_store.h"
#include "store/fields.h"
#include "store/sql.h"
#include "value/result.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

using exchange::StoredPeer;

StoredPeer read_peer(Fields& row) {
  StoredPeer out;
  out.node = row.text();
  out.root_fingerprint = row.digest();
  out.chain = row.bytes();
  out.endpoint = row.text();
  out.trusted_at = row.instant();
  return out;
}

std::array<std::string, 2> read_proof(Fields& row) {
  std::string one = row.text();
  return {std::move(one), row.text()};
}

}  // namespace

value::Result<std::vector<StoredPeer>> SqlPeers::peers() {
  return readers_.with([](Session& session) {
    return all(session,
               "SELECT node, root_fingerprint, chain, endpoint, trusted_at FROM peer ORDER BY node",
               {}, read_peer);
  });
}

value::Result<void> SqlPeers::put(const StoredPeer& peer) {
  return writer_.run([&](Session& session) -> value::Result<void> {
    const auto done = session.execute(
        "INSERT INTO peer (node, root_fingerprint, chain, endpoint, trusted_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (node) DO UPDATE SET "
        "root_fingerprint = excluded.root_fingerprint, chain = excluded.chain, "
        "endpoint = excluded.endpoint, trusted_at = excluded.trusted_at",
        {peer.node, peer.root_fingerprint, peer.chain, peer.endpoint, peer.trusted_at});
    return done ? value::Result<void>() : value::fail(done.error());
  });
}

value::Result<std::optional<std::string>> SqlPeers::checkpoint(const std::string& origin) {
  return readers_.with([&](Session& session) {
    return first(session, "SELECT note FROM peer_checkpoint WHERE origin = ?1", {origin},
                 read_text);
  });
}

value::Result<bool> SqlPeers::swap_checkpoint(const std::string& origin,
                                              const std::optional<std::string>& expected,
                                              const std::string& note) {
  bool swapped = false;
  const auto done = writer_.run([&](Session& session) -> value::Result<void> {
    const auto changed =
        expected ? session.execute(
                       "UPDATE peer_checkpoint SET note = ?3 WHERE origin = ?1 AND note = ?2",
                       {origin, *expected, note})
                 : session.execute(
                       "INSERT INTO peer_checkpoint (origin, note) VALUES (?1, ?2) "
                       "ON CONFLICT (origin) DO NOTHING",
                       {origin, note});
    if (!changed) {
      return value::fail(changed.error());
    }
    swapped = *changed == 1;
    return {};
  });
  return done ? value::Result<bool>(swapped) : value::fail(done.error());
}

value::Result<void> SqlPeers::put_fork_proof(const std::string& origin, const std::string& one,
                                             const std::string& other) {
  return writer_.run([&](Session& session) -> value::Result<void> {
    const auto done = session.execute(
        "INSERT INTO fork_proof (origin, one, other) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (origin, one, other) DO NOTHING",
        {origin, one, other});
    return done ? value::Result<void>() : value::fail(done.error());
  });
}

value::Result<std::vector<std::string>> SqlPeers::fork_proofs(const std::string& origin) {
  const auto pairs = readers_.with([&](Session& session) {
    return all(session, "SELECT one, other FROM fork_proof WHERE origin = ?1 ORDER BY seq",
               {origin}, read_proof);
  });
  if (!pairs) {
    return value::fail(pairs.error());
  }
  std::vector<std::string> out;
  for (const auto& pair : *pairs) {
    out.insert(out.end(), pair.begin(), pair.end());
  }
  return out;
}

}  // namespace comity::store
