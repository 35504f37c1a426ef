// An organisation of a fictional State with a desk, four persons and its first key set: what
// envelopes, key chains and letters are made of. Its ledger is support/act_log.h.
#pragma once

#include "codec/json.h"
#include "crypto/certificate.h"
#include "crypto/sha256.h"
#include "crypto/signer.h"
#include "fakes/organisation.h"
#include "keys/file_opener.h"
#include "signed/authorisation.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::support {

inline constexpr const char* house_time = "2026-11-03T02:14:09Z";

/// Every step is expected to succeed: `value()` throws, which fails the test that caused it.
class SigningHouse {
 public:
  explicit SigningHouse(std::string node = "xa")
      : node_(std::move(node)), organisation_(node_), root_(organisation_.root_signer()) {
    for (const char* const name : {"desk", "idris", "maryam", "tomas", "vera"}) {
      signers_.emplace(name, organisation_.signer(node_ + "." + name));
    }
  }

  [[nodiscard]] std::string desk() const { return node_ + ".desk"; }

  [[nodiscard]] const std::string& node() const { return node_; }

  [[nodiscard]] std::string origin() const { return node_ + ".ledger.example"; }

  [[nodiscard]] const fakes::Organisation& organisation() const { return organisation_; }

  [[nodiscard]] crypto::Signer& root() const { return *root_; }

  /// "desk", or a person: "idris" and "maryam" are administrators, "tomas" and "vera" officers.
  [[nodiscard]] crypto::Signer& signer(std::string_view name) const {
    return *signers_.find(name)->second;
  }

  /// Opens what is sealed to the desk.
  [[nodiscard]] keys::FileOpener& opener() const { return *opener_; }

  /// The desk signs, the root stands behind it.
  [[nodiscard]] value::Bytes envelope(std::string_view payload,
                                      const std::vector<std::string>& authorisations = {}) const {
    return signed_::make_envelope(value::bytes_of(payload), authorisations,
                                  {signer("desk"), &organisation_.root()})
        .value();
  }

  [[nodiscard]] signed_::Authorisation claim(std::string_view payload, std::string_view person,
                                             const std::string& act) const {
    return {crypto::sha256(value::bytes_of(payload)),
            act,
            act == "key_set" ? "administrator" : "approver",
            desk(),
            node_ + "." + std::string(person),
            value::parse_instant(house_time).value(),
            {}};
  }

  [[nodiscard]] std::string authorised(std::string_view payload, std::string_view person,
                                       const std::string& act) const {
    return signed_::authorise(claim(payload, person, act), signer(person)).value();
  }

  /// The first key set: one desk, two administrators, two officers.
  [[nodiscard]] signed_::KeySet key_set() const {
    signed_::KeySet set;
    set.node = node_;
    set.root.push_back(organisation_.root());
    set.next_root = organisation_.root().fingerprint();
    set.origin = origin();
    set.ledger_key = "set by the test that has a ledger";
    set.endpoint = "https://192.0.2.10:8443";
    set.tls.push_back(crypto::sha256(value::bytes_of("a TLS certificate")));
    set.desks.push_back(
        {desk(), signer("desk").certificate(), opener_->recipients().front().text(), "age-x25519"});
    for (const auto& [person, role] :
         {std::pair("idris", "administrator"), std::pair("maryam", "administrator"),
          std::pair("tomas", "approver"), std::pair("vera", "signing_officer")}) {
      set.persons.push_back(
          {node_ + "." + person, person, signer(person).certificate(), {role}, {}});
    }
    return set;
  }

  /// The payload of a key_set statement with this record.
  [[nodiscard]] std::string payload(const signed_::KeySet& set) const {
    const std::string id = "0192f0c1-7f00-7000-8000-00000000000" + std::to_string(set.serial % 10);
    return codec::write_json(codec::Json::Object{{"schema", "key_set/1"},
                                                 {"statement_id", id},
                                                 {"case_id", id},
                                                 {"after", codec::Json::Array()},
                                                 {"from_desk", node_},
                                                 {"to_desks", codec::Json::Array()},
                                                 {"made_at", house_time},
                                                 {"record", signed_::write_key_set(set)}});
  }

  /// Signed by the root, authorised by these persons.
  [[nodiscard]] value::Bytes root_envelope(
      std::string_view payload, const std::vector<std::string_view>& persons = {}) const {
    std::vector<std::string> authorisations;
    authorisations.reserve(persons.size());
    for (const std::string_view person : persons) {
      authorisations.push_back(authorised(payload, person, "key_set"));
    }
    return signed_::make_envelope(value::bytes_of(payload), authorisations, {*root_, nullptr})
        .value();
  }

 private:
  std::string node_;
  fakes::Organisation organisation_;
  std::unique_ptr<crypto::Signer> root_;
  std::unique_ptr<keys::FileOpener> opener_ = fakes::Organisation::opener();
  std::map<std::string, std::unique_ptr<crypto::Signer>, std::less<>> signers_;
};

}  // namespace comity::support
