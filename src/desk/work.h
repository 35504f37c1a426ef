// The one transaction: a statement, its ledger entry with salt, the held letter and what it settles
// are stored together or not at all. Readers are the stores of casework, exchange and ledger.
#pragma once

#include "casework/case_store.h"
#include "exchange/mail_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace comity::desk {

/// What opens the commitments of one entry of this node's own ledger.
struct LedgerSecret {
  value::Digest key;  ///< payload digest of the statement, or digest of the letter that was refused
  value::Bytes entry;       ///< 129 octets
  value::Digest salt;       ///< of both commitments
  value::Bytes committed;   ///< the exact bytes of the act, when they are not a stored envelope
  value::Bytes statistics;  ///< the exact statistics record
};

/// A receipt that this node owes, made once the entry of `key` is covered by a durable checkpoint.
struct ReceiptDue {
  value::Digest key;
  value::Uuid letter_id;
  std::string own_desk;
  std::string to_desk;
  std::string to_node;
  value::Instant received_at;
  std::vector<std::string> codes;  ///< empty: accepted
};

/// What a peer's receipt says of a letter of ours.
struct Answered {
  value::Uuid letter_id;
  std::string by_node;
  exchange::OutboxState state = exchange::OutboxState::receipted;  ///< or refused
  std::string reason;                                              ///< the codes of a refusal
};

enum class Put { added, already_there, conflicting };

/// Valid only inside Work::run.
class Transaction {
 public:
  Transaction() = default;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  virtual ~Transaction() = default;

  /// What a body begins with that only the one who sequences may run: LEDGER-01 when `epoch` is not
  /// the current lease's. The check and what the body writes are one transaction.
  virtual value::Result<void> require_epoch(std::int64_t epoch) = 0;

  /// `conflicting`: the same statement id with another payload; the envelope is kept as proof
  /// apart.
  virtual value::Result<Put> put_statement(const casework::StoredStatement& statement) = 0;

  /// A pending entry, in commit order. The same key twice is refused (STORE-05).
  virtual value::Result<void> put_entry(const LedgerSecret& secret) = 0;

  virtual value::Result<void> hold_letter(const exchange::OutboundLetter& letter) = 0;

  /// The letter waits no more. What was admitted once stays admitted, whatever is said later;
  /// STORE-08 when the inbox has no such letter.
  virtual value::Result<void> settle_inbound(const value::Digest& letter,
                                             exchange::InboxVerdict verdict,
                                             const std::string& reason) = 0;

  /// Once for each key and letter.
  virtual value::Result<void> owe_receipt(const ReceiptDue& due) = 0;

  /// What was owed for this key and this letter has been made (in this transaction); STORE-08 when
  /// it is not owed, or was made before.
  virtual value::Result<void> paid_receipt(const ReceiptDue& due, const value::Digest& receipt) = 0;

  /// A receipt came: the outbox row of that letter, if it went to that node, ends as receipted or
  /// refused; otherwise nothing changes.
  virtual value::Result<void> end_outbound(const Answered& answered) = 0;

  /// The stored receipt for a letter that came again is made due once more, byte for byte the same.
  virtual value::Result<void> send_again(const value::Uuid& letter_id) = 0;

  virtual value::Result<std::optional<casework::StoredStatement>> statement(
      const value::Digest& digest) = 0;
};

/// Any thread may call it; transactions are one after the other.
class Work {
 public:
  Work() = default;
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;
  virtual ~Work() = default;

  /// Runs `body` once or not at all; all of it is durable when this returns without error, none of
  /// it otherwise (an exception leaves none of it and comes out here). The body may run on another
  /// thread that calls at the same time; it must not call a writing port (STORE-11), and what it
  /// reads through one is the state before it.
  virtual value::Result<void> run(const std::function<value::Result<void>(Transaction&)>& body) = 0;

  virtual value::Result<std::optional<LedgerSecret>> secret(const value::Digest& key) = 0;

  /// Owed receipts whose entry has an index below `tree_size`, oldest first.
  virtual value::Result<std::vector<ReceiptDue>> receipts_due(std::uint64_t tree_size,
                                                              std::size_t limit) = 0;
};

}  // namespace comity::desk
