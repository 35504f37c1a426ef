// What a checklist rule may look at: the record, both States' profiles, two instants and data. No
// clock, no store, no network, so that a lawyer's question is a unit test.
#pragma once

#include "record/record.h"
#include "record/view.h"
#include "register/state_profile.h"
#include "request/lifecycle.h"
#include "request/rule_book.h"
#include "value/bytes.h"
#include "value/instant.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace comity::request {

using Hash256 = std::array<std::uint8_t, 32>;
using HashFunction = std::function<Hash256(value::BytesView)>;

/// Checksums of wallets and onion addresses need hashes, and this room has no cryptography: the
/// caller lends it some. Where one is missing the rule answers "not checked".
struct HashFunctions {
  HashFunction sha256;
  HashFunction sha3_256;
  HashFunction keccak_256;
};

struct CheckInput {
  std::string kind;
  record::View record;  // borrowed; need not be complete: a draft is checked too
  const Reference* data = nullptr;
  /// Null where the State's profile is not at hand: rules that need it answer "not checked".
  const registers::StateProfile* requesting = nullptr;
  const registers::StateProfile* requested = nullptr;
  /// The State that a disclosure names as upstream (Art. 43); null when none is, or not at hand.
  const registers::StateProfile* upstream = nullptr;
  /// made_at of the statement, or now for a draft.
  value::Instant created_at;
  value::Instant now;
  Side side = Side::sender;
  /// The recipient's own coding from provision text and facts, made before the sender's codes were
  /// shown (Arts. 35(3), 40(22)).
  std::optional<std::vector<std::string>> recoded_conduct;
  HashFunctions hashes;
};

}  // namespace comity::request
