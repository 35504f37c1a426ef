// Letters as they are kept: the edge's durable queue (Inbox) and what is on its way out (Outbox).
// Rows are added to the outbox only by the one transaction (desk/work.h).
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

namespace comity::exchange {

struct InboundLetter {
  value::Uuid letter_id;
  value::Digest digest;  ///< of the letter's bytes: the key
  std::string from_node;
  value::Instant received_at;
  value::Bytes letter;
};

enum class InboxVerdict { admitted, quarantined };

struct SettledLetter {
  value::Uuid letter_id;
  InboxVerdict verdict = InboxVerdict::admitted;
  std::string reason;  ///< codes, empty when admitted
  value::Instant received_at;
};

/// How much of one peer may lie here at a time: letters that the desk has not judged yet, and
/// refused ones that no person has looked through. A bound is reached when there are as many
/// letters or octets; the letter that reaches it is still taken.
struct InboxBounds {
  std::uint64_t waiting_letters = 2048;
  std::uint64_t waiting_octets = 134'217'728;
  std::uint64_t quarantined_letters = 1024;
  std::uint64_t quarantined_octets = 67'108'864;
};

/// What of one peer lies here now, in the terms of `InboxBounds`.
struct PeerMail {
  std::string from_node;
  std::uint64_t waiting_letters = 0;
  std::uint64_t waiting_octets = 0;
  std::uint64_t quarantined_letters = 0;
  std::uint64_t quarantined_octets = 0;
};

enum class InboxPut { kept, too_many_wait, quarantine_full };

/// Whether one letter more of this peer is taken.
inline InboxPut admits(const InboxBounds& bounds, const PeerMail& mail) {
  if (mail.quarantined_letters >= bounds.quarantined_letters ||
      mail.quarantined_octets >= bounds.quarantined_octets) {
    return InboxPut::quarantine_full;
  }
  const bool full = mail.waiting_letters >= bounds.waiting_letters ||
                    mail.waiting_octets >= bounds.waiting_octets;
  return full ? InboxPut::too_many_wait : InboxPut::kept;
}

/// Any thread may call it.
class Inbox {
 public:
  Inbox() = default;
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;
  virtual ~Inbox() = default;

  /// Durable when it returns `kept`; otherwise its peer has reached a bound and nothing changed:
  /// what lies here is never taken away for it. A letter kept before is put in the queue again,
  /// whatever the bounds (the desk answers it with the stored receipt), and changes nothing else.
  /// Several calls may share one commit; the bounds hold for all of them together.
  virtual value::Result<InboxPut> put(const InboundLetter& letter, const InboxBounds& bounds) = 0;

  /// Oldest first; settled by the one transaction.
  virtual value::Result<std::vector<InboundLetter>> waiting(std::size_t limit) = 0;

  /// What became of a letter, if it was settled.
  virtual value::Result<std::optional<SettledLetter>> settled(const value::Uuid& letter_id) = 0;

  /// Newest first.
  virtual value::Result<std::vector<SettledLetter>> quarantine(std::size_t limit) = 0;

  /// Of every peer of which something lies here, in the order of their names.
  virtual value::Result<std::vector<PeerMail>> mail_of_peers() = 0;

  /// A person has looked through what is in quarantine of this peer: it stays, and counts no more
  /// against the bound. How many letters that were; durable on return.
  virtual value::Result<std::uint64_t> review(const std::string& from_node) = 0;
};

enum class OutboxState { held, ready, accepted, receipted, refused, expired };

struct OutboundLetter {
  value::Uuid letter_id;
  value::Digest statement;  ///< payload digest of what it carries
  std::string from_desk;
  std::string to_desk;
  std::string to_node;
  value::Instant expires;
  bool wants_receipt = true;  ///< false for receipts: accepted is their end
  OutboxState state = OutboxState::held;
  value::Bytes letter;  ///< empty while held; then the same bytes at every attempt
  std::uint32_t attempts = 0;
  value::Instant next_try;
  std::string last_error;
};

/// Any thread may call it.
class Outbox {
 public:
  Outbox() = default;
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;
  virtual ~Outbox() = default;

  /// Held rows whose statement's ledger entry has an index below `tree_size`, oldest first.
  virtual value::Result<std::vector<OutboundLetter>> covered(std::uint64_t tree_size,
                                                             std::size_t limit) = 0;

  /// Stores the letters' bytes and makes the rows ready; all or none, durable on return. STORE-08
  /// when one of them is not held (any more): its bytes never change. LEDGER-01 when `epoch` is not
  /// that of the ledger's current lease: only whoever sequences lets letters go.
  virtual value::Result<void> release(std::int64_t epoch,
                                      const std::vector<OutboundLetter>& letters) = 0;

  /// Ready rows, and accepted ones without their receipt, whose `next_try` has come; oldest first.
  virtual value::Result<std::vector<OutboundLetter>> due(value::Instant now, std::size_t limit) = 0;

  /// Writes state, attempts, next_try and last_error of each row, except that a row already
  /// receipted or refused stays so; durable on return. LEDGER-01 as for `release`: who was replaced
  /// does not undo what its successor noted.
  virtual value::Result<void> note(std::int64_t epoch,
                                   const std::vector<OutboundLetter>& letters) = 0;

  /// Every row under way (held, ready, accepted and waiting for a receipt), oldest first, then at
  /// most `limit` of those that ended, newest first; `letter` is left empty.
  virtual value::Result<std::vector<OutboundLetter>> list(std::size_t limit) = 0;

  virtual value::Result<std::vector<OutboundLetter>> of_statement(
      const value::Digest& statement) = 0;
};

}  // namespace comity::exchange
