#include "hostile/assailant.h"

#include "codec/json.h"
#include "crypto/age.h"
#include "crypto/age_recipient.h"
#include "crypto/sha256.h"
#include "crypto/signer.h"
#include "desk/authorised.h"
#include "desk/ledger_entry.h"
#include "desk/opened_letter.h"
#include "desk/release.h"
#include "desk/send.h"
#include "desk/work.h"
#include "exchange/directory.h"
#include "exchange/enclosure.h"
#include "exchange/letter.h"
#include "exchange/transport.h"
#include "hostile/ear.h"
#include "hostile/message.h"
#include "keys/file_signer.h"
#include "keys/key_file.h"
#include "keys/passphrase.h"
#include "keys/private_key.h"
#include "ledger/sequencer.h"
#include "net/client.h"
#include "net/endpoint.h"
#include "net/server.h"
#include "node/keyring.h"
#include "node/lease.h"
#include "node/needed_roles.h"
#include "node/opened.h"
#include "node/person.h"
#include "record/view.h"
#include "request/lifecycle.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "support/must.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace comity::hostile {

using testing_support::must;
using value::Bytes;

namespace {

constexpr int patience = 20;  // seconds

std::string receipt_text(const codec::Json& record) {
  const record::View receipt(&record);
  std::string text(receipt.at("verdict").text().value_or("?"));
  for (const std::string& code : receipt.at("codes").texts()) {
    text += " " + code;
  }
  return text;
}

}  // namespace

Assailant::Assailant(Arms arms) : arms_(std::move(arms)) {
  const keys::Passphrase unlock(arms_.passphrase);
  lock_ = std::make_unique<node::FolderLock>(must(
      node::FolderLock::take(node::Folder{arms_.folder}.lock(), node::FolderLock::Kind::only_one)));
  node_ = must(node::OpenNode::open(arms_.folder));
  must(node_->unlock_all(unlock));
  load_powers(unlock);
  start_ledger(unlock);
  start_network(unlock);
}

Assailant::~Assailant() {
  server_->stop();
  static_cast<void>(lease_->release());
}

void Assailant::load_powers(const keys::Passphrase& unlock) {
  for (const auto& file : arms_.persons) {
    persons_.push_back(must(node::load_person(file, unlock)));
  }
  if (persons_.size() < 2) {
    throw std::runtime_error("two persons' keys are needed: --key FILE --key FILE");
  }
  root_key_ =
      std::make_unique<keys::PrivateKey>(must(keys::load_key(arms_.root / "root.pem", unlock)));
  root_signer_ = must(keys::FileSigner::make(root_key_->share(), root()));
  stranger_ = certified(desk());
}

void Assailant::start_ledger(const keys::Passphrase& unlock) {
  ledger_key_ = must(node::load_ledger_signer(node_->folder(), unlock));
  auto& store = node_->database().ledger();
  lease_ = std::make_unique<node::SequencerLease>(store, node_->clock(),
                                                  node::Holder{node::new_holder(random()), true});
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!must(lease_->seek())) {  // a command that ended badly leaves its lease for some seconds
    if (std::chrono::steady_clock::now() > patience) {
      throw std::runtime_error("another process sequences this node's ledger");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  must(lease_->set_signing(epoch()));
  sequencer_ = std::make_unique<ledger::Sequencer>(store, node_->context().stores.tiles,
                                                   *ledger_key_, node_->clock(), origin());
  must(sequencer_->start(ledger::StartCheck::right_edge));
}

std::int64_t Assailant::epoch() const {
  const std::optional<std::int64_t> held = lease_->held();
  return held ? *held : throw std::runtime_error("another process took the lease");
}

void Assailant::start_network(const keys::Passphrase& unlock) {
  tls_ = must(node::load_tls(node_->folder(), unlock));
  client_ = must(net::Client::make({tls_, 4, std::chrono::seconds(1)}));
  ear_ = std::make_unique<Ear>(node_->directory(), node_->context().stores.tiles);
  ear_->offer(chain());
  const auto listen = must(net::parse_endpoint("https://" + node_->config().listen));
  net::ServerOptions options;
  options.address = listen.host;
  options.port = listen.port;
  options.identity = tls_;
  server_ = must(net::Server::listen(options, *ear_));
}

const exchange::KnownNode& Assailant::known(const exchange::Directory& directory) const {
  const exchange::KnownNode* peer = directory.node(arms_.peer);
  if (peer == nullptr) {
    throw std::runtime_error("this folder does not trust a node " + arms_.peer);
  }
  return *peer;
}

net::Endpoint Assailant::endpoint() const {
  const auto directory = node_->directory().now();
  return must(net::parse_endpoint(known(*directory).endpoint));
}

std::string Assailant::desk(std::size_t number) const { return node_->config().desks.at(number); }

std::string Assailant::their_desk(std::size_t number) const {
  const auto directory = node_->directory().now();
  return known(*directory).chain.latest().desks.at(number).desk;
}

crypto::Signer& Assailant::signer(const std::string& desk) const {
  return *node_->context().desks.at(desk).signer;
}

crypto::Signer& Assailant::person(std::size_t number) const { return *persons_.at(number).signer; }

const std::string& Assailant::person_id(std::size_t number) const {
  return persons_.at(number).person;
}

crypto::Recipient Assailant::recipient(const std::string& their_desk) const {
  const auto directory = node_->directory().now();
  return must(
      crypto::Recipient::parse(known(*directory).chain.latest().desk(their_desk)->recipient));
}

statement::Statement Assailant::request(const std::string& kind) const {
  const codec::Json& example = context().law.tables().kind(kind)->example;
  return must(statement::read_payload(must(desk::prepare_request(context(), example))));
}

statement::Statement Assailant::answer(const OpenedCase& at, const std::string& document,
                                       codec::Json record) const {
  statement::Statement made;
  made.head.document = document;
  made.head.statement_id = value::make_uuid(now(), random());
  made.head.case_id = at.head.case_id;
  made.head.after = {at.digest};
  made.head.from_desk = at.head.from_desk;
  made.head.to_desks = at.head.to_desks;
  made.head.made_at = now();
  made.record = std::move(record);
  return made;
}

std::string Assailant::authorise_as(value::BytesView payload, std::size_t person,
                                    const std::string& role) const {
  return must(node::authorise_payload(persons_.at(person), payload, role, now()));
}

std::vector<std::string> Assailant::authorise(value::BytesView payload) const {
  const auto read = must(statement::read_payload(payload));
  const auto& lifecycles = context().law.lifecycles;
  const auto options = desk::signer_options(
      lifecycles, read,
      lifecycles.for_kind(read.head.opens() ? read.head.document : "preservation_request"),
      request::Side::sender);
  const auto needed = options.empty() ? std::vector<std::string>() : options.front().roles;
  std::vector<std::string> given;
  for (std::size_t i = 0; i < needed.size() && i < persons_.size(); ++i) {
    const auto role = must(node::role_to_take(needed, given, persons_[i].roles));
    given.push_back(authorise_as(payload, i, role));
  }
  return given;
}

Bytes Assailant::envelope(value::BytesView payload,
                          const std::vector<std::string>& authorisations) const {
  std::string from = desk();
  if (const auto read = statement::read_payload(payload);
      read && context().desks.contains(read->head.from_desk)) {
    from = read->head.from_desk;
  }
  return must(signed_::make_envelope(payload, authorisations, {signer(from), &root()}));
}

std::string Assailant::slip(const Bytes& act) {
  const value::Digest key = crypto::sha256(act);
  const auto known = must<std::optional<std::uint64_t>>(node_->database().ledger().index_of(key));
  if (!known) {
    desk::LedgerSecret secret = desk::make_entry_secret(
        key, act, {desk::Act::sent, "preservation_request", desk(), their_desk(), now()}, random());
    must(node_->database().work().run(
        [&](desk::Transaction& transaction) { return transaction.put_entry(secret); }));
    must(lease_->renew());
    must(sequencer_->sequence_pending(epoch(), 1024));
  }
  return must(desk::own_slip(context(), checkpoint(), key));
}

std::string Assailant::checkpoint() const { return must(node_->database().ledger().checkpoint()); }

exchange::LetterHeader Assailant::header() const {
  exchange::LetterHeader header;
  header.letter_id = value::make_uuid(now(), random());
  header.from_node = node();
  header.to_node = arms_.peer;
  header.from_desk = desk();
  header.to_desk = their_desk();
  header.made_at = now();
  header.expires = now() + std::chrono::hours(24);
  header.checkpoint = checkpoint();
  return header;
}

Outgoing Assailant::outgoing(value::BytesView payload, const Bytes& envelope) {
  std::string shown = slip(envelope);
  exchange::LetterHeader made = header();
  if (const auto read = statement::read_payload(payload); read && !read->head.to_desks.empty()) {
    made.from_desk = read->head.from_desk;
    made.to_desk = read->head.to_desks.front();
  }
  return {std::move(made), std::move(shown), envelope};
}

Bytes Assailant::letter(const exchange::LetterHeader& header, value::BytesView enclosure) const {
  return must(exchange::make_letter({header, enclosure, recipient(header.to_desk)},
                                    signer(header.from_desk), root(), random()));
}

Bytes Assailant::letter(const Outgoing& outgoing) const {
  return letter(outgoing.header,
                must(exchange::write_enclosure({outgoing.slip, outgoing.envelope})));
}

exchange::Reply Assailant::call(const std::string& method, const std::string& path, Bytes body) {
  const auto directory = node_->directory().now();
  exchange::Call call;
  call.method = method;
  call.path = path;
  call.content_type = "application/octet-stream";
  call.body = std::move(body);
  return must(client_->call(exchange::address_of(known(*directory)), call));
}

std::string Assailant::said(const exchange::Reply& reply) {
  std::string text = "HTTP " + std::to_string(reply.status);
  const auto json = codec::parse_json(reply.body, {64UL * 1024, 8});
  const codec::Json* code = json && json->object() != nullptr ? json->member("code") : nullptr;
  if (code != nullptr && code->text() != nullptr) {
    text += " " + *code->text();
  }
  return text;
}

/// To a desk that only key sets made on the way list: it has the sealing key of the first.
std::optional<codec::Json> Assailant::unverified_receipt(const exchange::Letter& letter) const {
  auto plain = crypto::age_open(*context().desks.at(desk()).opener, letter.sealed);
  auto enclosure = plain ? exchange::read_enclosure(*plain) : value::fail(plain.error());
  auto envelope =
      enclosure ? signed_::read_envelope(enclosure->envelope) : value::fail(enclosure.error());
  auto read = envelope ? statement::read_payload(envelope->payload) : value::fail(envelope.error());
  return read && read->head.document == "technical_receipt" ? std::optional(read->record)
                                                            : std::nullopt;
}

std::optional<codec::Json> Assailant::receipt_in(const Bytes& bytes) const {
  const auto [at, fresh] = receipts_.try_emplace(crypto::sha256(bytes));
  if (!fresh) {
    return at->second;
  }
  auto letter = exchange::read_letter(bytes);
  if (letter && !context().desks.contains(letter->header.to_desk)) {
    return at->second = unverified_receipt(*letter);
  }
  auto opened = letter ? desk::open_letter(context(), *std::move(letter))
                       : value::Result<desk::OpenedLetter>(value::fail(letter.error()));
  if (opened && opened->statement.head.document == "technical_receipt") {
    at->second = opened->statement.record;
  }
  return at->second;
}

bool Assailant::answers(const Bytes& letter, const value::Uuid& letter_id) const {
  const auto record = receipt_in(letter);
  return record && record::View(&*record).at("letter_id").text() == letter_id.text();
}

std::string Assailant::text_of_receipt(const Bytes& letter) const {
  const auto record = receipt_in(letter);
  return record ? receipt_text(*record) : "no receipt";
}

std::optional<Bytes> Assailant::receipt_for(const value::Uuid& letter_id, int seconds) {
  return ear_->letter([&](const Bytes& came) { return answers(came, letter_id); }, seconds);
}

std::size_t Assailant::receipts_for(const value::Uuid& letter_id) {
  return ear_->count([&](const Bytes& came) { return answers(came, letter_id); });
}

Observed Assailant::post_only(const value::Uuid& letter_id, const Bytes& letter) {
  auto reply = call("POST", "/comity/v1/letters", letter);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(patience);
  while (said(reply) == "HTTP 503 EDGE-45" && std::chrono::steady_clock::now() < end) {
    ear_->wait_for_letter();
    reply = call("POST", "/comity/v1/letters", letter);
  }
  return {reply.status == 202 ? "unanswered" : said(reply), letter_id.text(), {}, {}};
}

Observed Assailant::deliver(const value::Uuid& letter_id, const Bytes& letter) {
  Observed observed = post_only(letter_id, letter);
  if (observed.answer != "unanswered") {
    observed.letter.clear();
    return observed;
  }
  if (const auto receipt = receipt_for(letter_id, patience)) {
    observed.answer = text_of_receipt(*receipt);
  }
  return observed;
}

Observed Assailant::deliver(const Outgoing& outgoing) {
  return deliver(outgoing.header.letter_id, letter(outgoing));
}

Observed Assailant::deliver(value::BytesView payload,
                            const std::vector<std::string>& authorisations) {
  Observed observed = deliver(outgoing(payload, envelope(payload, authorisations)));
  observed.statement = crypto::sha256(payload).hex();
  if (const auto read = statement::read_payload(payload)) {
    observed.case_id = read->head.case_id.text();
  }
  return observed;
}

Observed Assailant::deliver(const statement::Statement& statement) {
  const Bytes payload = must(statement::write_payload(statement));
  return deliver(payload, authorise(payload));
}

OpenedCase Assailant::open_case(const std::string& kind) {
  const auto opening = request(kind);
  const Bytes payload = must(statement::write_payload(opening));
  const auto observed = deliver(payload, authorise(payload));
  if (observed.answer != "accepted") {
    throw std::runtime_error("an honest request got: " + observed.answer);
  }
  return {opening.head, crypto::sha256(payload)};
}

}  // namespace comity::hostile
