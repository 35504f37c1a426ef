// Statements as they are kept: the exact envelope bytes and the few index keys by which they are
// found. Writing is part of the one transaction (desk/work.h); the state of a case is
// casework/fold.h.
#pragma once

#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::casework {

struct StoredStatement {
  value::Digest digest;  ///< SHA-256 of the payload: the key
  value::Uuid statement_id;
  value::Uuid case_id;
  std::string schema;  ///< "preservation_request/1"
  std::string from_desk;
  std::string to_desk;  ///< the desk it was received at or is sent to; empty when private
  value::Instant made_at;
  std::optional<value::Instant> received_at;  ///< only what a peer sent
  value::Bytes envelope;                      ///< exact bytes
  value::Bytes peer_slip;                     ///< its place in the author's ledger; empty for own
};

/// One line of a queue.
struct CaseRow {
  value::Uuid case_id;
  std::string schema;  ///< of the opening request
  std::string from_desk;
  std::string to_desk;
  value::Instant opened_at;   ///< made_at of the opening request
  value::Instant changed_at;  ///< newest received_at or made_at in the case
  std::uint64_t statements = 0;
};

/// Any thread may call it. Reads see every transaction that had returned before the call.
class CaseStore {
 public:
  CaseStore() = default;
  CaseStore(const CaseStore&) = delete;
  CaseStore& operator=(const CaseStore&) = delete;
  virtual ~CaseStore() = default;

  /// All statements of a case in the order they were stored; empty when the case is unknown.
  virtual value::Result<std::vector<StoredStatement>> of_case(const value::Uuid& case_id) = 0;

  virtual value::Result<std::optional<StoredStatement>> by_digest(const value::Digest& digest) = 0;

  virtual value::Result<std::optional<StoredStatement>> by_id(const value::Uuid& statement_id) = 0;

  /// Cases opened by a desk of this node (`own`) or by a peer, newest change first; `cursor` is the
  /// last row of the page before.
  virtual value::Result<std::vector<CaseRow>> cases(bool own, const std::optional<CaseRow>& cursor,
                                                    std::size_t limit) = 0;

  /// Envelopes that reused a statement id with another payload: kept as proof, never folded.
  virtual value::Result<std::vector<StoredStatement>> conflicts(
      const value::Uuid& statement_id) = 0;
};

}  // namespace comity::casework
