#include "evidence/court_bundle.h"
#include "exchange/directory.h"
#include "exchange/enclosure.h"
#include "ledger/entry.h"
#include "ledger/slip.h"
#include "ledger/vkey.h"
#include "signed/authorisation.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/result.h"
#include "verify/bundle_files.h"
#include "verify/finding.h"
#include "verify/proven.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace comity::verify {
namespace {

namespace bundle = evidence::bundle;
using value::fail;
using value::Result;

bool holds(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

/// Bytes, signature and payload; nothing yet of whose they are.
Result<Proven> signed_statement(const BundleFiles& files, const std::string& path) {
  auto bytes = files.read(path);
  auto enclosure = bytes ? exchange::read_enclosure(*bytes) : fail(bytes.error());
  auto envelope = enclosure ? signed_::read_envelope(enclosure->envelope) : fail(enclosure.error());
  auto content = envelope ? statement::read_payload(envelope->payload) : fail(envelope.error());
  auto slip =
      content ? ledger::decode_slip(value::bytes_of(enclosure->slip)) : fail(content.error());
  if (!slip) {
    return fail(slip.error());
  }
  return Proven{path,
                std::move(enclosure->envelope),
                *std::move(envelope),
                *std::move(content),
                *std::move(slip),
                {},
                nullptr,
                nullptr};
}

Result<void> place_in_ledger(Proven& one) {
  auto log = ledger::parse_vkey(one.author->chain.latest().ledger_key);
  auto proven =
      log ? ledger::verify_slip(one.slip, {*log, ledger::act_label, one.bytes}) : fail(log.error());
  if (!proven) {
    return fail(proven.error());
  }
  one.head = proven->head;
  return {};
}

Result<void> key_in_force(Proven& one) {
  auto desk = one.author->chain.desk_key(one.content.head.from_desk,
                                         one.envelope.chain.front().fingerprint(), one.slip.index);
  if (!desk) {
    return fail(desk.error());
  }
  one.keys = one.author->chain.at(one.slip.index);
  return {};
}

/// One person's authorisation; gives the person's name.
Result<std::string> check_person(const Proven& one, const std::string& text) {
  auto claim = signed_::read_authorisation(text);
  if (!claim) {
    return fail(claim.error());
  }
  const std::string& desk = one.content.head.from_desk;
  if (claim->payload != one.digest() || claim->act != one.document() || claim->desk != desk) {
    return fail("VER-11", claim->person + " authorised " + claim->act + " for " + claim->desk +
                              ", payload " + claim->payload.hex());
  }
  const signed_::PersonKeys* person = one.keys->person(claim->person);
  if (person == nullptr || !holds(person->roles, claim->role) || !holds(person->desks, desk)) {
    return fail("VER-11", claim->person + " was not enrolled as " + claim->role + " of " + desk);
  }
  auto good = signed_::verify_authorisation(text, person->certificate);
  return good ? Result<std::string>(claim->person) : fail(good.error());
}

Result<void> check_authorisations(const Proven& one) {
  std::set<std::string> persons;
  for (const std::string& text : one.envelope.authorisations) {
    auto person = check_person(one, text);
    if (!person) {
      return fail(person.error());
    }
    if (!persons.insert(*person).second) {
      return fail("VER-11", *person + " stands twice");
    }
  }
  // Receipts are made by the desk itself, without a person.
  return persons.empty() && one.document() != "technical_receipt" ? fail("VER-12", one.document())
                                                                  : Result<void>();
}

std::optional<Proven> prove(const BundleFiles& files, const Nodes& nodes, const std::string& path,
                            Findings& findings) {
  auto one = signed_statement(files, path);
  if (!one) {
    findings.add(Check::signature, path, only_error(one));
    return std::nullopt;
  }
  const Place subject(path, one->document());
  findings.add(Check::signature, subject, {});
  one->author = node_of_desk(nodes, one->content.head.from_desk);
  if (one->author == nullptr) {
    findings.add(Check::key_in_force, subject, fail("VER-10", one->content.head.from_desk));
    return std::nullopt;
  }
  if (!findings.add(Check::ledger_place, subject, place_in_ledger(*one)) ||
      !findings.add(Check::key_in_force, subject, key_in_force(*one)) ||
      !findings.add(Check::authorised, subject, check_authorisations(*one))) {
    return std::nullopt;
  }
  return *std::move(one);
}

}  // namespace

std::vector<Proven> prove_statements(const BundleFiles& files, const Nodes& nodes,
                                     Findings& findings) {
  std::vector<Proven> proven;
  for (std::size_t number = 1; files.has(bundle::statement_path(number)); ++number) {
    if (auto one = prove(files, nodes, bundle::statement_path(number), findings)) {
      proven.push_back(*std::move(one));
    }
  }
  return proven;
}

}  // namespace comity::verify
