// A case between Arvandia and Belmora as a court bundle on disk: request, receipt, manifest,
// receipt and a sealed package of two files. Made from the formats alone, so that the verifier is
// tested apart from the program that writes bundles.
#pragma once

#include "codec/json.h"
#include "crypto/age.h"
#include "crypto/sha256.h"
#include "evidence/court_bundle.h"
#include "evidence/file_descriptor.h"
#include "evidence/file_source.h"
#include "evidence/package_folder.h"
#include "evidence/package_sealing.h"
#include "exchange/enclosure.h"
#include "fakes/fixed_clock.h"
#include "fakes/ledger_key.h"
#include "fakes/memory_ledger_store.h"
#include "fakes/memory_tile_store.h"
#include "fakes/organisation.h"
#include "fakes/seeded_random.h"
#include "ledger/entry.h"
#include "ledger/sequencer.h"
#include "ledger/slip.h"
#include "signed/authorisation.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "support/example_log.h"
#include "support/must.h"
#include "support/shell.h"
#include "value/bytes.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace comity::testing_support {

using codec::Json;

/// A node with one desk "NODE.247", one person "NODE.idris" and a ledger. `value()` throws, which
/// fails the test that caused it.
class BundleNode {
 public:
  BundleNode(std::string node, std::uint8_t ledger_key)
      : name(std::move(node)), organisation_(name), ledger_key_(fakes::ledger_key(ledger_key)) {
    auto lease = store_.acquire("test", clock_.now(), std::chrono::hours(1)).value();
    lease.signing_on = true;
    testing_support::must(store_.renew(lease));
    epoch_ = lease.epoch;
    sequencer_ = std::make_unique<ledger::Sequencer>(store_, tiles_, *ledger_key_, clock_,
                                                     name + ".ledger.example");
    testing_support::must(sequencer_->start(ledger::StartCheck::right_edge));
    found();
  }

  [[nodiscard]] std::string desk_name() const { return name + ".247"; }

  [[nodiscard]] evidence::SigningDesk desk() const {
    return {desk_.get(), organisation_.chain(*desk_)};
  }

  [[nodiscard]] const crypto::Certificate& root() const { return organisation_.root(); }

  [[nodiscard]] keys::FileOpener& opener() const { return *opener_; }

  /// Puts bytes into this ledger and shows that they are there.
  ledger::Slip log(value::BytesView bytes) {
    const value::Digest salt = ledger::fresh_salt(random_);
    const auto entry =
        ledger::make_entry(ledger::commitment(ledger::act_label, salt, bytes),
                           ledger::commitment(ledger::statistics_label, salt, {}), random_);
    store_.commit({crypto::sha256(salt.view()), ledger::encode_entry(entry)});
    const auto batch = sequencer_->sequence_pending(epoch_, 10).value();
    return ledger::make_slip(tiles_, batch.checkpoint, size_++, salt).value();
  }

  /// What a person of this node signs; the act follows the statement unless it is named.
  std::string authorise(const statement::Statement& statement, const std::string& role,
                        const std::string& act = {}) const {
    const value::Bytes payload = statement::write_payload(statement).value();
    return signed_::authorise({crypto::sha256(payload),
                               act.empty() ? statement.head.document : act,
                               role,
                               desk_name(),
                               name + ".idris",
                               clock_.now(),
                               {}},
                              *person_)
        .value();
  }

  value::Bytes envelope(const statement::Statement& statement,
                        const std::vector<std::string>& authorisations) const {
    const value::Bytes payload = statement::write_payload(statement).value();
    return signed_::make_envelope(payload, authorisations, {*desk_, &organisation_.root()}).value();
  }

  std::string name;
  value::Bytes chain;

 private:
  void found() {
    signed_::KeySet set;
    set.node = name;
    set.root = {organisation_.root()};
    set.next_root = crypto::sha256(value::bytes_of("next root"));
    set.origin = name + ".ledger.example";
    set.ledger_key = sequencer_->vkey().text();
    set.endpoint = "https://192.0.2.10:7101";
    set.tls = {crypto::sha256(value::bytes_of("tls"))};
    set.desks = {
        {desk_name(), desk_->certificate(), opener_->recipients().front().text(), "age-x25519"}};
    set.persons = {
        {name + ".idris", "A. Idris", person_->certificate(), {"duty_officer"}, {desk_name()}}};
    statement::Statement statement;
    statement.head.document = "key_set";
    statement.head.statement_id = value::make_uuid(clock_.now(), random_);
    statement.head.case_id = statement.head.statement_id;
    statement.head.from_desk = name;
    statement.head.to_desks = {name};
    statement.head.made_at = clock_.now();
    statement.record = signed_::write_key_set(set);
    const auto root = organisation_.root_signer();
    const value::Bytes bytes =
        signed_::make_envelope(statement::write_payload(statement).value(), {}, {*root, nullptr})
            .value();
    chain = exchange::write_enclosure({ledger::encode_slip(log(bytes)), bytes}).value();
  }

  fakes::Organisation organisation_;
  std::unique_ptr<crypto::Signer> desk_ = organisation_.signer(name + ".247");
  std::unique_ptr<crypto::Signer> person_ = organisation_.signer(name + ".idris");
  std::unique_ptr<keys::FileOpener> opener_ = fakes::Organisation::opener();
  std::unique_ptr<crypto::Ed25519Signer> ledger_key_;
  fakes::FixedClock clock_;
  fakes::SeededRandom random_{11};
  fakes::MemoryLedgerStore store_;
  fakes::MemoryTileStore tiles_;
  std::unique_ptr<ledger::Sequencer> sequencer_;
  std::int64_t epoch_ = 0;
  std::uint64_t size_ = 0;
};

class BundleStory {
 public:
  BundleStory() {
    std::filesystem::create_directories(folder() / "package");
    std::filesystem::create_directories(folder() / "files");
    const value::Bytes request = send(xa, make(xa, xb, "preservation_request", {}, Json::Object{}));
    receipt(xb, xa, request);
    deliver();
    write(evidence::bundle::head_file, evidence::bundle::encode_head({case_id, clock.now(), "xa"}));
    for (const BundleNode* node : {&xa, &xb}) {
      write(evidence::bundle::chain_path(node->name), node->chain);
      roots[node->name] = node->root().fingerprint();
    }
    write(evidence::bundle::roots_file, value::to_bytes(evidence::bundle::encode_roots(roots)));
    write_sums();
  }

  [[nodiscard]] std::filesystem::path folder() const { return temporary_.path() / "bundle"; }

  statement::Statement make(const BundleNode& from, const BundleNode& to,
                            const std::string& document, const std::vector<value::Digest>& after,
                            Json record) {
    statement::Statement made;
    made.head.document = document;
    made.head.statement_id = after.empty() ? case_id : id();
    made.head.case_id = case_id;
    made.head.after = after;
    made.head.from_desk = from.desk_name();
    made.head.to_desks = {to.desk_name()};
    made.head.made_at = clock.now();
    made.record = std::move(record);
    return made;
  }

  /// Authorised by the node's person, logged, and added to the bundle; gives the envelope.
  value::Bytes send(BundleNode& from, const statement::Statement& statement) {
    return add(from, from.envelope(statement, {from.authorise(statement, "duty_officer")}));
  }

  value::Bytes add(BundleNode& from, const value::Bytes& envelope) {
    const std::string slip = ledger::encode_slip(from.log(envelope));
    write(evidence::bundle::statement_path(++statements),
          exchange::write_enclosure({slip, envelope}).value());
    return envelope;
  }

  value::Bytes receipt(BundleNode& from, const BundleNode& to, const value::Bytes& envelope) {
    const value::Digest digest = digest_of(envelope);
    Json::Object record{{"verdict", "accepted"},
                        {"payload_digest", digest.hex()},
                        {"slip", ledger::slip_json(from.log(envelope))}};
    return add(from,
               from.envelope(make(from, to, "technical_receipt", {digest}, std::move(record)), {}));
  }

  static value::Digest digest_of(const value::Bytes& envelope) {
    return signed_::read_envelope(envelope).value().payload_digest;
  }

  void write(std::string_view path, const value::Bytes& bytes) const {
    std::filesystem::create_directories((folder() / path).parent_path());
    std::ofstream(folder() / path, std::ios::binary | std::ios::trunc) << value::text_of(bytes);
  }

  [[nodiscard]] value::Bytes read(std::string_view path) const {
    std::ifstream in(folder() / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  [[nodiscard]] std::vector<std::string> paths() const {
    std::vector<std::string> all;
    for (const auto& at : std::filesystem::recursive_directory_iterator(folder())) {
      if (at.is_regular_file()) {
        all.push_back(std::filesystem::relative(at.path(), folder()).generic_string());
      }
    }
    return all;
  }

  /// As somebody would who wants a change to go unseen.
  void write_sums() const {
    evidence::bundle::Sums sums;
    for (const std::string& path : paths()) {
      if (path != evidence::bundle::sums_file) {
        sums[path] = crypto::sha256(read(path));
      }
    }
    write(evidence::bundle::sums_file, value::to_bytes(evidence::bundle::encode_sums(sums)));
  }

  value::Uuid id() { return value::make_uuid(clock.now(), random); }

  fakes::FixedClock clock;
  fakes::SeededRandom random{5};
  BundleNode xa{"xa", 1};
  BundleNode xb{"xb", 2};
  value::Uuid case_id = id();
  evidence::bundle::Roots roots;
  std::size_t statements = 0;
  value::Bytes manifest;  ///< the envelope of the evidence_manifest

 private:
  void deliver() {
    evidence::PackagePlan plan;
    plan.package_id = id();
    plan.statement_id = id();
    plan.sender = {"xb", xb.desk_name()};
    plan.recipients = {{"xa", xa.desk_name()}};
    plan.expires = clock.now() + std::chrono::hours(24);
    plan.case_ref = case_id;
    plan.request_id = case_id;
    plan.legal_basis = "Article 44";
    plan.restrictions.use = "as requested";
    const std::string outer = seal(plan);
    statement::Statement announced =
        make(xb, xa, "evidence_manifest", {digest_of(request_envelope())},
             Json::Object{{"package_id", plan.package_id.text()},
                          {"outer_digest", crypto::sha256(value::bytes_of(outer)).hex()}});
    announced.head.statement_id = plan.statement_id;
    manifest = send(xb, announced);
    receipt(xa, xb, manifest);
  }

  [[nodiscard]] value::Bytes request_envelope() const {
    return exchange::read_enclosure(read(evidence::bundle::statement_path(1))).value().envelope;
  }

  std::string seal(const evidence::PackagePlan& plan) {
    const std::vector<std::string> contents{"first file\n", "second file\n"};
    std::vector<std::unique_ptr<evidence::MemorySource>> sources;
    std::vector<evidence::EvidenceItem> items;
    for (const std::string& text : contents) {
      sources.push_back(std::make_unique<evidence::MemorySource>(value::to_bytes(text)));
      evidence::EvidenceItem& item = items.emplace_back();
      item.source = sources.back().get();
      item.name = "part-" + std::to_string(items.size()) + ".txt";
      item.how = {"copied", "comity", "1"};
    }
    evidence::PackageFolder objects(evidence::open_folder((folder() / "package").string()).value());
    const auto sealed = evidence::seal_package(
        plan, items, objects, {xb.desk(), xa.opener().recipients(), &random, &clock}, {});
    write(evidence::bundle::outer_file, value::to_bytes(sealed.value().outer));
    write(evidence::bundle::inner_file,
          crypto::age_open(xa.opener(), read(evidence::bundle::object_path(0))).value());
    const auto files = evidence::bundle::files_of(sealed.value().inner);
    for (std::size_t i = 0; i < files.size(); ++i) {
      write(files[i].path, value::to_bytes(contents[i]));
    }
    write(evidence::bundle::files_file, evidence::bundle::encode_files(files));
    return sealed.value().outer;
  }

  TemporaryFolder temporary_;
};

}  // namespace comity::testing_support
