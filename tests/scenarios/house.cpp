#include "scenarios/house.h"

#include "casework/case_store.h"
#include "crypto/sha256.h"
#include "desk/context.h"
#include "desk/law.h"
#include "desk/ledger_entry.h"
#include "desk/own_statement.h"
#include "desk/release.h"
#include "desk/round.h"
#include "desk/send.h"
#include "desk/work.h"
#include "edge/accept.h"
#include "edge/gate.h"
#include "edge/package_intake.h"
#include "edge/package_routes.h"
#include "exchange/directory.h"
#include "exchange/enclosure.h"
#include "exchange/mail_store.h"
#include "exchange/peer_store.h"
#include "exchange/post.h"
#include "fakes/fixed_clock.h"
#include "ledger/sequencer.h"
#include "ledger/vkey.h"
#include "node/law.h"
#include "node/needed_roles.h"
#include "signed/authorisation.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/uuid.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::scenarios {
namespace {

using value::Bytes;

value::Digest tls_of(const std::string& node) {
  return crypto::sha256(value::bytes_of("tls of " + node));
}

std::string endpoint_of(const std::string& node) { return "https://" + node + ".example"; }

casework::StoredStatement stored_of(const statement::Head& head, value::BytesView payload,
                                    const Bytes& envelope, const std::string& to_desk) {
  return {crypto::sha256(payload),
          head.statement_id,
          head.case_id,
          head.schema(),
          head.from_desk,
          to_desk,
          head.made_at,
          std::nullopt,
          envelope,
          {}};
}

}  // namespace

const desk::Law& law() {
  static const desk::Law read = node::read_embedded_law().value();
  return read;
}

House::House(HousePlan plan, const fakes::FixedClock& clock)
    : plan_(std::move(plan)),
      clock_(clock),
      random_(crypto::sha256(value::bytes_of(plan_.node)).octets[0]),
      organisation_(plan_.node),
      ledger_key_(fakes::Organisation::ledger_signer()),
      wire_(tls_of(plan_.node)) {
  make_keys();
  make_context();
  take_lease();
  publish();
}

void House::make_keys() {
  keys.node = plan_.node;
  keys.root = {organisation_.root()};
  keys.next_root = fakes::Organisation("next").root().fingerprint();
  keys.origin = plan_.node + ".comity/2026";
  keys.endpoint = endpoint_of(plan_.node);
  keys.tls = {tls_of(plan_.node)};
  for (const std::string& desk : plan_.desks) {
    signers_[desk] = organisation_.signer(desk);
    openers_[desk] = fakes::Organisation::opener();
    keys.desks.push_back({desk, signers_[desk]->certificate(),
                          openers_[desk]->recipients().front().text(), "age-x25519"});
  }
  for (const auto& [id, roles] : plan_.persons) {
    persons_[id] = organisation_.signer(id);
    keys.persons.push_back({id, id, persons_[id]->certificate(), roles, plan_.desks});
  }
}

void House::make_context() {
  context_ = std::make_unique<desk::Context>(
      desk::Context{plan_.node,
                    {store.work(), store.cases(), store.inbox(), store.outbox(), store.peers(),
                     store.packages(), store.ledger(), tiles, blobs, journals},
                    plan_.other_law != nullptr ? *plan_.other_law : law(),
                    directory,
                    {},
                    organisation_.root(),
                    clock_,
                    random_});
  for (const std::string& desk : plan_.desks) {
    context_->desks[desk] = {signers_.at(desk).get(), openers_.at(desk).get()};
  }
  packages_ = std::make_unique<edge::PackageRoutes>(
      edge::PackageDoor{plan_.node, directory, store.packages(), blobs, clock_});
  gate_ = std::make_unique<edge::Gate>(edge::GateParts{
      doorway(), store.peers(), tiles, [this] { return value::Result<Bytes>(chain_); },
      [](const std::string&) {}, [] {}, *packages_});
}

void House::take_lease() {
  sequencer_ =
      std::make_unique<ledger::Sequencer>(store.ledger(), tiles, *ledger_key_, clock_, keys.origin);
  auto lease =
      store.ledger().acquire(plan_.node, clock_.now(), std::chrono::hours(24 * 400)).value();
  lease.signing_on = true;
  must(store.ledger().renew(lease));
  epoch_ = lease.epoch;
  must(sequencer_->start(ledger::StartCheck::whole_log));
  keys.ledger_key = sequencer_->vkey().text();
}

exchange::StoredPeer House::card() const {
  return {plan_.node, organisation_.root().fingerprint(), chain_, {}, clock_.now()};
}

edge::Doorway House::doorway() {
  return {plan_.node, directory, store.inbox(), clock_, plan_.bounds};
}

void House::trust(const House& peer) {
  must(store.peers().put(peer.card()));
  directory.replace(exchange::load_directory(store.peers()).value());
}

void House::join(House& peer) {
  trust(peer);
  wire_.connect(endpoint_of(peer.name()), tls_of(peer.name()), *peer.gate_);
}

void House::publish() {
  if (latest_key_set_) {
    ++keys.serial;
    keys.previous = latest_key_set_;
  }
  statement::Statement statement;
  statement.head.document = "key_set";
  statement.head.statement_id = value::make_uuid(clock_.now(), random_);
  statement.head.case_id = statement.head.statement_id;
  statement.head.from_desk = plan_.node;
  statement.head.made_at = clock_.now();
  statement.record = signed_::write_key_set(keys);
  const Bytes payload = statement::write_payload(statement).value();
  const auto root = organisation_.root_signer();
  const Bytes envelope = signed_::make_envelope(payload, {}, {*root, nullptr}).value();
  keep_key_set(commit_envelope(payload, envelope, {}, {}), envelope);
}

void House::keep_key_set(const value::Digest& digest, const Bytes& envelope) {
  const auto batch = sequencer_->sequence_pending(epoch_, 1024).value();
  const auto slip = desk::own_slip(*context_, batch.checkpoint, digest).value();
  const Bytes link = exchange::write_enclosure({slip, envelope}).value();
  chain_.insert(chain_.end(), link.begin(), link.end());
  latest_key_set_ = digest;
  trust(*this);
}

std::unique_ptr<crypto::Signer> House::replace_desk_key(const std::string& desk) {
  auto old = std::exchange(signers_[desk], organisation_.signer(desk));
  for (signed_::DeskKeys& listed : keys.desks) {
    if (listed.desk == desk) {
      listed.certificate = signers_[desk]->certificate();
    }
  }
  context_->desks[desk].signer = signers_[desk].get();
  return old;
}

std::string House::authorise(value::BytesView payload, const std::string& id,
                             const std::string& role) {
  const auto read = statement::read_payload(payload).value();
  return signed_::authorise({crypto::sha256(payload),
                             read.head.document,
                             role,
                             read.head.from_desk,
                             id,
                             clock_.now(),
                             {}},
                            person(id))
      .value();
}

std::vector<std::string> House::authorise_all(value::BytesView payload,
                                              const std::vector<std::string>& ids) {
  const auto needed = must(desk::roles_needed(*context_, payload));
  std::vector<std::string> given;
  for (const std::string& id : ids) {
    const auto role = must(node::role_to_take(needed, given, plan_.persons.at(id)));
    given.push_back(authorise(payload, id, role));
  }
  return given;
}

desk::Sent House::open_case(const codec::Json& draft, const std::vector<std::string>& ids) {
  const Bytes payload = must(desk::prepare_request(*context_, draft));
  return must(desk::send(*context_, payload, authorise_all(payload, ids)));
}

desk::Sent House::answer(const desk::Answer& answer, const std::vector<std::string>& ids) {
  const Bytes payload = must(desk::prepare_answer(*context_, answer));
  return must(desk::send(*context_, payload, authorise_all(payload, ids)));
}

value::Digest House::commit(value::BytesView payload,
                            const std::vector<std::string>& authorisations) {
  const auto own = desk::make_own(*context_, payload, authorisations).value();
  must(store.work().run(
      [&](desk::Transaction& transaction) { return desk::put_own(transaction, own); }));
  return own.stored.digest;
}

value::Digest House::commit_envelope(value::BytesView payload, const Bytes& envelope,
                                     const std::string& to_desk, const std::string& to_node) {
  // What cannot be read as a statement still has bytes, a digest and a place in the ledger.
  statement::Head head;
  if (auto read = statement::read_payload(payload)) {
    head = read->head;
  } else {
    head.document = "preservation_request";
    head.statement_id = value::make_uuid(clock_.now(), random_);
    head.case_id = head.statement_id;
    head.from_desk = plan_.desks.front();
    head.made_at = clock_.now();
  }
  const auto stored = stored_of(head, payload, envelope, to_desk);
  const desk::LedgerSecret secret = desk::make_entry_secret(
      stored.digest, envelope,
      {desk::Act::sent, head.document, head.from_desk, to_desk, clock_.now()}, random_);
  must(store.work().run([&](desk::Transaction& transaction) -> value::Result<void> {
    transaction.put_statement(stored).value();
    must(transaction.put_entry(secret));
    if (to_desk.empty()) {
      return {};
    }
    exchange::OutboundLetter letter;
    letter.letter_id = value::make_uuid(clock_.now(), random_);
    letter.statement = stored.digest;
    letter.from_desk = head.from_desk;
    letter.to_desk = to_desk;
    letter.to_node = to_node;
    letter.expires = clock_.now() + std::chrono::hours(24);
    return transaction.hold_letter(letter);
  }));
  return stored.digest;
}

std::string House::log_act(const value::Digest& key, const Bytes& act) {
  const desk::LedgerSecret secret = desk::make_entry_secret(
      key, act, {desk::Act::sent, "preservation_request", plan_.desks.front(), {}, clock_.now()},
      random_);
  must(store.work().run(
      [&](desk::Transaction& transaction) { return transaction.put_entry(secret); }));
  const auto batch = sequencer_->sequence_pending(epoch_, 1024).value();
  return desk::own_slip(*context_, batch.checkpoint, key).value();
}

bool House::sequence() { return sequencer_->sequence_pending(epoch_, 1024).has_value(); }

desk::RoundReport House::round() { return desk::run_round(*context_, *sequencer_, epoch_).value(); }

std::size_t House::post() {
  const auto posted =
      exchange::post_round({store.outbox(), wire_, directory, clock_, epoch_, 1}, 64).value();
  return posted.accepted;
}

}  // namespace comity::scenarios
