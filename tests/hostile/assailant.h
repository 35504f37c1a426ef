// A node with real keys, trusted by its peer, that asks no rule of its own: every part of what it
// sends can be made otherwise. Built from the rooms of the node itself, so that a change of a
// format reaches it too. What it sends is messages.h; what it hears is ear.h.
#pragma once

#include "codec/json.h"
#include "crypto/age_recipient.h"
#include "crypto/signer.h"
#include "desk/context.h"
#include "exchange/directory.h"
#include "exchange/letter.h"
#include "exchange/transport.h"
#include "hostile/ear.h"
#include "hostile/message.h"
#include "keys/private_key.h"
#include "ledger/sequencer.h"
#include "net/client.h"
#include "net/endpoint.h"
#include "net/tls.h"
#include "node/lease.h"
#include "node/opened.h"
#include "node/person.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::net {
class Server;  // named, not included: only its maker looks inside
}

namespace comity::hostile {

struct Arms {
  std::filesystem::path folder;                ///< made by `comity init`, not being served
  std::filesystem::path root;                  ///< its root's folder
  std::vector<std::filesystem::path> persons;  ///< two key files with their cards
  std::string peer;                            ///< whom to attack; trusted, and trusting us
  std::string passphrase;                      ///< of all these keys
  std::string foreign_case;                    ///< a case at the peer in which we have no part
};

/// An honest case at the peer, opened by this node.
struct OpenedCase {
  statement::Head head;
  value::Digest digest;
};

/// A statement on its way: all of it may be changed before it leaves.
struct Outgoing {
  exchange::LetterHeader header;
  std::string slip;
  value::Bytes envelope;
};

/// One thread. Every step that must succeed throws when it does not: then the attack could not be
/// made.
class Assailant {
 public:
  explicit Assailant(Arms arms);
  Assailant(const Assailant&) = delete;
  Assailant& operator=(const Assailant&) = delete;
  ~Assailant();

  // Who is who.
  [[nodiscard]] const Arms& arms() const { return arms_; }

  [[nodiscard]] const desk::Context& context() const { return node_->context(); }

  [[nodiscard]] const std::string& node() const { return node_->config().node; }

  /// This node's first and second desk, and the peer's.
  [[nodiscard]] std::string desk(std::size_t number = 0) const;
  [[nodiscard]] std::string their_desk(std::size_t number = 0) const;
  [[nodiscard]] crypto::Signer& signer(const std::string& desk) const;

  [[nodiscard]] const crypto::Certificate& root() const { return node_->context().root; }

  [[nodiscard]] crypto::Signer& person(std::size_t number) const;
  [[nodiscard]] const std::string& person_id(std::size_t number) const;

  [[nodiscard]] value::Instant now() const { return node_->clock().now(); }

  [[nodiscard]] value::Random& random() const { return node_->context().random; }

  [[nodiscard]] crypto::Recipient recipient(const std::string& their_desk) const;

  [[nodiscard]] std::string origin() const { return node_->config().origin; }

  [[nodiscard]] crypto::Ed25519Signer& ledger_key() const { return *ledger_key_; }

  // Making.
  /// The example request of a kind, as an honest node prepares it.
  [[nodiscard]] statement::Statement request(const std::string& kind) const;
  /// A statement of this node in `at`, after its opening.
  [[nodiscard]] statement::Statement answer(const OpenedCase& at, const std::string& document,
                                            codec::Json record) const;
  /// In the roles that the law asks of this statement, by persons who hold them.
  [[nodiscard]] std::vector<std::string> authorise(value::BytesView payload) const;
  [[nodiscard]] std::string authorise_as(value::BytesView payload, std::size_t person,
                                         const std::string& role) const;
  [[nodiscard]] value::Bytes envelope(value::BytesView payload,
                                      const std::vector<std::string>& authorisations) const;
  /// The act gets its place in this node's ledger; the slip that shows it.
  std::string slip(const value::Bytes& act);
  [[nodiscard]] std::string checkpoint() const;
  [[nodiscard]] exchange::LetterHeader header() const;
  Outgoing outgoing(value::BytesView payload, const value::Bytes& envelope);
  [[nodiscard]] value::Bytes letter(const Outgoing& outgoing) const;
  [[nodiscard]] value::Bytes letter(const exchange::LetterHeader& header,
                                    value::BytesView enclosure) const;

  // Sending.
  exchange::Reply call(const std::string& method, const std::string& path, value::Bytes body = {});
  /// "HTTP 422 EXCH-02" of a reply.
  static std::string said(const exchange::Reply& reply);
  /// Posts the letter and, when it was accepted, waits for what its receipt says.
  Observed deliver(const value::Uuid& letter_id, const value::Bytes& letter);
  Observed deliver(const Outgoing& outgoing);
  Observed deliver(value::BytesView payload, const std::vector<std::string>& authorisations);
  Observed deliver(const statement::Statement& statement);
  /// Sent, and accepted at the edge, as an honest node does: again while too many of ours wait
  /// there. No receipt is waited for.
  Observed post_only(const value::Uuid& letter_id, const value::Bytes& letter);
  /// Letters that `make` makes go out as fast as they can until one is refused for now: what was
  /// said then. Throws when none is.
  std::string flood(const std::string& code, const std::function<value::Bytes(Assailant&)>& make);
  /// An honest request, accepted by its receipt; throws when it is not.
  OpenedCase open_case(const std::string& kind = "preservation_request");
  /// The receipt that answers this letter, as it came; none when there is none after `seconds`.
  std::optional<value::Bytes> receipt_for(const value::Uuid& letter_id, int seconds);
  std::size_t receipts_for(const value::Uuid& letter_id);
  /// Whether a letter that came is a receipt of this one of ours.
  [[nodiscard]] bool answers(const value::Bytes& letter, const value::Uuid& letter_id) const;
  /// "accepted", "refused DESK-09".
  [[nodiscard]] std::string text_of_receipt(const value::Bytes& letter) const;

  // Key sets.
  [[nodiscard]] signed_::KeySet keys() const;
  /// The key set that follows the one in force, changed by `edit` and signed by `signer` (null: our
  /// root), with its slip: one more link for a chain document.
  value::Bytes link(const std::function<void(signed_::KeySet&)>& edit,
                    crypto::Signer* signer = nullptr);
  /// That link becomes part of our own chain.
  void publish(const std::function<void(signed_::KeySet&)>& edit);
  [[nodiscard]] value::Bytes chain() const;
  [[nodiscard]] std::unique_ptr<crypto::Signer> certified(const std::string& name) const;
  /// Makes the peer fetch `document` as our key sets; then says what it answers to a letter of a
  /// desk whose key only `document` would list.
  std::string offer(const value::Bytes& document);
  /// The peer knows our newest key sets.
  void make_known();

  Ear& ear() { return *ear_; }

  [[nodiscard]] const net::TlsIdentity& tls() const { return tls_; }

  [[nodiscard]] net::Endpoint endpoint() const;

 private:
  const exchange::KnownNode& known(const exchange::Directory& directory) const;
  void start_ledger(const keys::Passphrase& unlock);
  [[nodiscard]] std::int64_t epoch() const;
  void start_network(const keys::Passphrase& unlock);
  void load_powers(const keys::Passphrase& unlock);
  [[nodiscard]] std::optional<codec::Json> unverified_receipt(const exchange::Letter& letter) const;
  [[nodiscard]] std::optional<codec::Json> receipt_in(const value::Bytes& letter) const;

  Arms arms_;
  std::unique_ptr<node::FolderLock> lock_;
  std::unique_ptr<node::OpenNode> node_;
  std::unique_ptr<crypto::Ed25519Signer> ledger_key_;
  std::unique_ptr<node::SequencerLease> lease_;
  std::unique_ptr<ledger::Sequencer> sequencer_;
  std::vector<node::PersonKey> persons_;
  std::unique_ptr<keys::PrivateKey> root_key_;
  std::unique_ptr<crypto::Signer> root_signer_;
  std::unique_ptr<crypto::Signer> stranger_;  ///< a desk key that no key set of ours lists
  /// By the digest of a letter that came: what it receipts, if it is a receipt. Opening takes time.
  mutable std::map<value::Digest, std::optional<codec::Json>> receipts_;
  net::TlsIdentity tls_;
  std::unique_ptr<net::Client> client_;
  std::unique_ptr<Ear> ear_;
  std::unique_ptr<net::Server> server_;
};

}  // namespace comity::hostile
