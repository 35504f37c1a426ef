#include "signed/key_chain.h"

#include "codec/json.h"
#include "signed/authorisation.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "value/digest.h"
#include "value/result.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace comity::signed_ {
namespace {

using value::fail;
using value::Result;

Result<KeySet> key_set_in(const Envelope& envelope) {
  auto payload = codec::parse_json(envelope.payload, {max_payload_bytes, 32});
  if (!payload) {
    return fail(payload.error());
  }
  const codec::Json* schema = payload->member("schema");
  const codec::Json* record = payload->member("record");
  if (schema == nullptr || record == nullptr || schema->text() == nullptr ||
      *schema->text() != "key_set/1") {
    return fail("SIGN-10", "not a key_set/1 statement");
  }
  return read_key_set(*record);
}

/// Two different administrators of the set before, each over these exact bytes.
Result<void> check_administrators(const Envelope& envelope, const KeySet& before) {
  std::set<std::string> agreed;
  for (const std::string& text : envelope.authorisations) {
    auto claim = read_authorisation(text);
    if (!claim) {
      return fail(claim.error());
    }
    const PersonKeys* person = before.person(claim->person);
    const bool entitled = person != nullptr && claim->payload == envelope.payload_digest &&
                          claim->act == "key_set" && claim->role == "administrator" &&
                          std::find(person->roles.begin(), person->roles.end(), "administrator") !=
                              person->roles.end();
    if (!entitled) {
      return fail("SIGN-13", claim->person + " is no administrator for this key set");
    }
    if (auto good = verify_authorisation(text, person->certificate); !good) {
      return fail(good.error());
    }
    agreed.insert(claim->person);
  }
  if (agreed.size() < 2) {
    return fail("SIGN-13", std::to_string(agreed.size()) + " of 2 administrators");
  }
  return {};
}

Result<void> check_first(const KeySet& set, const value::Digest& trusted_root) {
  if (set.serial != 1) {
    return fail("SIGN-11", "the chain begins with serial " + std::to_string(set.serial));
  }
  const value::Digest& root = set.root.front().fingerprint();
  if (root != trusted_root) {
    return fail("SIGN-12", "root " + root.hex() + ", trusted is " + trusted_root.hex());
  }
  return {};
}

}  // namespace

/// The next set of the same node and ledger, signed by the root of the last or the one it named.
Result<void> KeyChain::check_next(const Envelope& envelope, const KeySet& set,
                                  std::uint64_t logged_at) const {
  const Link& last = links_.back();
  if (set.serial != last.set.serial + 1 || set.previous != last.digest) {
    return fail("SIGN-11", "serial " + std::to_string(set.serial) + " after " +
                               std::to_string(last.set.serial));
  }
  const value::Digest& root = set.root.front().fingerprint();
  if (root != last.set.root.front().fingerprint() && root != last.set.next_root) {
    return fail("SIGN-12", "root " + root.hex());
  }
  if (set.node != last.set.node || set.origin != last.set.origin ||
      logged_at < last.in_force_from) {
    return fail("SIGN-14", set.node + ", " + set.origin);
  }
  return last.set.administrators() >= 2 ? check_administrators(envelope, last.set) : Result<void>();
}

Result<void> KeyChain::extend(const Envelope& envelope, std::uint64_t logged_at) {
  auto set = key_set_in(envelope);
  if (!set) {
    return fail(set.error());
  }
  const value::Digest& signer = envelope.chain.front().fingerprint();
  if (signer != set->root.front().fingerprint()) {
    return fail("SIGN-12", "signed by another certificate than the root it names");
  }
  auto follows = empty() ? check_first(*set, root_) : check_next(envelope, *set, logged_at);
  if (!follows) {
    return follows;
  }
  const std::uint64_t from = std::max(set->from_index, logged_at);
  links_.push_back({*std::move(set), envelope.payload_digest, from});
  return {};
}

const KeySet* KeyChain::at(std::uint64_t index) const {
  const KeySet* found = nullptr;
  for (const Link& link : links_) {
    if (link.in_force_from <= index) {
      found = &link.set;
    }
  }
  return found;
}

Result<const DeskKeys*> KeyChain::desk_key(std::string_view desk, const value::Digest& certificate,
                                           std::uint64_t index) const {
  const KeySet* set = at(index);
  const DeskKeys* keys = set != nullptr ? set->desk(desk) : nullptr;
  if (keys == nullptr) {
    return fail("SIGN-15", std::string(desk) + " at index " + std::to_string(index));
  }
  if (keys->certificate.fingerprint() != certificate) {
    return fail("SIGN-16", std::string(desk) + ", key " + certificate.hex() + " at index " +
                               std::to_string(index));
  }
  return keys;
}

}  // namespace comity::signed_
