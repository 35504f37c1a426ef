// One entry of the log: a version octet and four 32-octet slots, always 129 octets, so that an
// entry says nothing of what it commits to. What shows that something is in the log is
// ledger/slip.h.
#pragma once

#include "ledger/ledger_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/ports.h"
#include "value/result.h"

#include <array>
#include <string_view>

namespace comity::ledger {

inline constexpr std::string_view act_label = "comity/act/v1";
inline constexpr std::string_view statistics_label = "comity/statistics/v1";

struct Entry {
  value::Digest act;         ///< commitment to the exact envelope
  value::Digest statistics;  ///< commitment to the statistics record
  std::array<value::Digest, 2> reserved{};

  friend bool operator==(const Entry&, const Entry&) = default;
};

/// SHA-256(label || LF || salt || bytes): says nothing of the bytes to who has not the salt.
value::Digest commitment(std::string_view label, const value::Digest& salt, value::BytesView bytes);

/// 32 octets nobody can predict: the salt of one entry, used in this ledger only.
value::Digest fresh_salt(value::Random& random);

/// An entry whose reserved slots are random, so that they cannot be told from used ones.
Entry make_entry(const value::Digest& act, const value::Digest& statistics, value::Random& random);

EntryBytes encode_entry(const Entry& entry);

/// LEDGER-07 for another length or version.
value::Result<Entry> decode_entry(value::BytesView bytes);

}  // namespace comity::ledger
