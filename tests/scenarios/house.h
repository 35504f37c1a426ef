// One node in memory with real parts: law, crypto, sequencer, edge and desk; only clock, disk and
// network are fakes. Two of them joined by a wire (scenarios/wire.h) are a scenario.
#pragma once

#include "desk/context.h"
#include "desk/round.h"
#include "desk/send.h"
#include "edge/gate.h"
#include "edge/package_routes.h"
#include "exchange/directory.h"
#include "fakes/fixed_clock.h"
#include "fakes/loopback_transport.h"
#include "fakes/memory_blob_store.h"
#include "fakes/memory_journals.h"
#include "fakes/memory_store.h"
#include "fakes/memory_tile_store.h"
#include "fakes/organisation.h"
#include "fakes/seeded_random.h"
#include "ledger/sequencer.h"
#include "signed/key_set.h"
#include "support/must.h"
#include "value/result.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::scenarios {

using testing_support::must;

/// The law of data/, read once.
const desk::Law& law();

struct HousePlan {
  std::string node;
  std::vector<std::string> desks;
  std::map<std::string, std::vector<std::string>> persons;  ///< id to roles; each at every desk
  const desk::Law* other_law = nullptr;                     ///< instead of that of data/
  exchange::InboxBounds bounds = {};                        ///< of each peer, at its edge
};

class House {
 public:
  /// Founded: its first key set is entry 0 of its ledger.
  House(HousePlan plan, const fakes::FixedClock& clock);

  [[nodiscard]] const desk::Context& context() const { return *context_; }

  [[nodiscard]] const std::string& name() const { return plan_.node; }

  [[nodiscard]] exchange::StoredPeer card() const;
  [[nodiscard]] edge::Doorway doorway();

  [[nodiscard]] crypto::Signer& desk_signer(const std::string& desk) { return *signers_.at(desk); }

  [[nodiscard]] crypto::Signer& person(const std::string& id) { return *persons_.at(id); }

  [[nodiscard]] const crypto::Certificate& root() const { return organisation_.root(); }

  [[nodiscard]] fakes::LoopbackTransport& wire() { return wire_; }

  [[nodiscard]] crypto::Ed25519Signer& ledger_key() { return *ledger_key_; }

  /// Trusts the peer as its card says now, or learns its newer key sets.
  void trust(const House& peer);
  void join(House& peer);

  /// A further key set, changed by the test, sequenced and in its chain.
  void publish();
  /// The desk gets another signing key; the old one stays with the test.
  std::unique_ptr<crypto::Signer> replace_desk_key(const std::string& desk);

  [[nodiscard]] std::string authorise(value::BytesView payload, const std::string& person,
                                      const std::string& role);
  /// With the role that the lifecycle asks of each, as the command line takes it.
  [[nodiscard]] std::vector<std::string> authorise_all(value::BytesView payload,
                                                       const std::vector<std::string>& persons);
  /// Prepared, authorised and sent as an honest node does.
  desk::Sent open_case(const codec::Json& draft, const std::vector<std::string>& persons);
  desk::Sent answer(const desk::Answer& answer, const std::vector<std::string>& persons);

  /// Commits without asking any rule: what a modified node could do.
  value::Digest commit(value::BytesView payload, const std::vector<std::string>& authorisations);
  value::Digest commit_envelope(value::BytesView payload, const value::Bytes& envelope,
                                const std::string& to_desk, const std::string& to_node);
  /// Only the ledger learns of these bytes; their slip.
  std::string log_act(const value::Digest& key, const value::Bytes& act);

  /// A new epoch, as another process of this node would get it; what follows goes on under it.
  void take_lease();
  /// Pending entries get their place; true when a checkpoint covers all.
  [[nodiscard]] bool sequence();

  [[nodiscard]] std::int64_t epoch() const { return epoch_; }

  desk::RoundReport round();
  [[nodiscard]] std::size_t post();

  signed_::KeySet keys;  ///< as published last; a test edits it and publishes again
  fakes::MemoryStore store;
  fakes::MemoryTileStore tiles;
  fakes::MemoryBlobStore blobs;
  fakes::MemoryJournals journals;
  exchange::LiveDirectory directory;

 private:
  void make_keys();
  void make_context();
  void keep_key_set(const value::Digest& digest, const value::Bytes& envelope);

  HousePlan plan_;
  const fakes::FixedClock& clock_;
  fakes::SeededRandom random_;
  fakes::Organisation organisation_;
  std::unique_ptr<crypto::Ed25519Signer> ledger_key_;
  std::map<std::string, std::unique_ptr<crypto::Signer>> signers_;
  std::map<std::string, std::unique_ptr<keys::FileOpener>> openers_;
  std::map<std::string, std::unique_ptr<crypto::Signer>> persons_;
  std::unique_ptr<desk::Context> context_;
  std::unique_ptr<ledger::Sequencer> sequencer_;
  std::unique_ptr<edge::PackageRoutes> packages_;
  std::unique_ptr<edge::Gate> gate_;
  fakes::LoopbackTransport wire_;
  std::int64_t epoch_ = 0;
  value::Bytes chain_;
  std::optional<value::Digest> latest_key_set_;
};

}  // namespace comity::scenarios
