#include "desk/admit.h"

#include "casework/case_store.h"
#include "desk/admission_rules.h"
#include "desk/context.h"
#include "desk/ledger_entry.h"
#include "desk/opened_letter.h"
#include "desk/own_statement.h"
#include "desk/peer_checkpoint.h"
#include "desk/placement.h"
#include "desk/request_check.h"
#include "desk/work.h"
#include "exchange/letter.h"
#include "exchange/mail_store.h"
#include "record/view.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using value::Error;
using value::fail;
using value::Result;

/// One letter judged, not yet written.
struct Judged {
  exchange::InboundLetter inbound;
  Admission admission;
  std::optional<exchange::SettledLetter> before;  ///< how the same octets were settled before
  std::optional<exchange::LetterHeader> header;
  std::optional<OpenedLetter> opened;
  std::vector<OwnStatement> placed;  ///< what this node adds to other cases because of it
};

/// The letter opened and held against the rules.
Result<void> examine(const Context& context, Judged& judged) {
  auto letter = exchange::read_letter(judged.inbound.letter);
  if (letter) {
    judged.header = letter->header;
    judged.admission.from_desk = letter->header.from_desk;
  }
  auto opened = letter ? open_letter(context, *std::move(letter)) : fail(letter.error());
  if (!opened) {
    judged.admission.codes.push_back(public_code(opened.error()));
    return {};
  }
  judged.admission.document = opened->statement.head.document;
  for (const Error& error : refusals(context, *opened, judged.inbound.received_at)) {
    judged.admission.codes.push_back(public_code(error));
  }
  judged.opened = *std::move(opened);
  if (judged.admission.codes.empty()) {
    auto placed = placements(context, *judged.opened);
    if (!placed) {
      return fail(placed.error());
    }
    judged.placed = *std::move(placed);
  }
  return {};
}

using LetterIds = std::set<value::Uuid>;

/// How these very octets were settled when they came before, if they did; `taken` when it was
/// others that came under their id.
struct Before {
  std::optional<exchange::SettledLetter> settled;
  bool taken = false;
};

/// A letter id names one letter. Under it nothing else is looked at: the receipt of the first would
/// pass for that of the second. The inbox keeps the time at which octets came first, and what was
/// refused is in the ledger under the digest of its octets.
Result<Before> look_back(const Context& context, const exchange::InboundLetter& inbound,
                         LetterIds& in_batch) {
  auto settled = context.stores.inbox.settled(inbound.letter_id);
  auto refused = context.stores.work.secret(inbound.digest);
  if (!settled || !refused) {
    return fail(!settled ? settled.error() : refused.error());
  }
  Before before;
  const std::optional<exchange::SettledLetter>& known = *settled;
  if (known && known->received_at == inbound.received_at) {
    before.settled = known;
  } else if (refused->has_value()) {
    before.settled = {inbound.letter_id, exchange::InboxVerdict::quarantined, "DESK-34",
                      inbound.received_at};
  } else {
    before.taken = known.has_value() || !in_batch.insert(inbound.letter_id).second;
  }
  return before;
}

Result<Judged> judge(const Context& context, exchange::InboundLetter inbound, LetterIds& in_batch) {
  Judged judged;
  judged.admission.letter_id = inbound.letter_id;
  judged.inbound = std::move(inbound);
  auto before = look_back(context, judged.inbound, in_batch);
  if (!before) {
    return fail(before.error());
  }
  judged.before = std::move(before->settled);
  if (before->taken) {
    judged.admission.codes.emplace_back("DESK-34");
    if (auto letter = exchange::read_letter(judged.inbound.letter)) {
      judged.header = letter->header;
      judged.admission.from_desk = letter->header.from_desk;
    }
  } else if (!judged.before) {
    if (auto examined = examine(context, judged); !examined) {
      return fail(examined.error());
    }
  }
  return judged;
}

casework::StoredStatement stored_of(const Judged& judged, const OpenedLetter& opened) {
  const statement::Head& head = opened.statement.head;
  return {opened.verified.payload_digest,
          head.statement_id,
          head.case_id,
          head.schema(),
          head.from_desk,
          opened.header.to_desk,
          head.made_at,
          judged.inbound.received_at,
          opened.envelope,
          value::to_bytes(opened.slip)};
}

bool is_receipt(const Judged& judged) { return judged.admission.document == "technical_receipt"; }

/// A receipt is logged, never receipted; it ends the outbox row of the letter it answers.
Result<void> end_answered(Transaction& transaction, const Judged& judged,
                          const OpenedLetter& opened) {
  const record::View receipt(&opened.statement.record);
  const auto letter = value::parse_uuid(receipt.at("letter_id").text().value_or(""));
  if (!letter || receipt.at("cites").present()) {
    return {};  // one placed in a cited case carries no proof, so it ends nothing
  }
  const bool accepted = receipt.at("verdict").text() == "accepted";
  std::string reason;
  for (const std::string& code : receipt.at("codes").texts()) {
    reason += (reason.empty() ? "" : " ") + code;
  }
  return transaction.end_outbound(
      {*letter, judged.inbound.from_node,
       accepted ? exchange::OutboxState::receipted : exchange::OutboxState::refused,
       std::move(reason)});
}

Result<void> owe(Transaction& transaction, const Judged& judged, const value::Digest& key) {
  if (!judged.header) {
    return {};
  }
  return transaction.owe_receipt({key, judged.header->letter_id, judged.header->to_desk,
                                  judged.header->from_desk, judged.header->from_node,
                                  judged.inbound.received_at, judged.admission.codes});
}

Result<void> write_refused(Transaction& transaction, const Context& context, Judged& judged) {
  const std::string from =
      judged.admission.from_desk.empty() ? judged.inbound.from_node : judged.admission.from_desk;
  LedgerSecret secret = make_entry_secret(
      judged.inbound.digest, judged.inbound.letter,
      {Act::refused, judged.admission.document, from, context.node, judged.inbound.received_at},
      context.random);
  secret.committed = judged.inbound.letter;
  if (auto entered = transaction.put_entry(secret); !entered) {
    return entered;
  }
  // A refused receipt is not answered: two nodes must not receipt each other for ever.
  return is_receipt(judged) ? Result<void>() : owe(transaction, judged, judged.inbound.digest);
}

Result<void> write_admitted(Transaction& transaction, const Context& context, Judged& judged,
                            const OpenedLetter& opened) {
  const casework::StoredStatement stored = stored_of(judged, opened);
  auto put = transaction.put_statement(stored);
  if (!put) {
    return fail(put.error());
  }
  if (*put == Put::conflicting) {
    judged.admission.codes.emplace_back("DESK-12");
    return write_refused(transaction, context, judged);
  }
  if (*put == Put::already_there) {
    // Its author put it into a new letter, perhaps because no receipt of the first one arrived.
    return is_receipt(judged) ? Result<void>() : owe(transaction, judged, stored.digest);
  }
  const LedgerSecret secret =
      make_entry_secret(stored.digest, stored.envelope,
                        {Act::received, judged.admission.document, stored.from_desk, stored.to_desk,
                         judged.inbound.received_at},
                        context.random);
  if (auto entered = transaction.put_entry(secret); !entered) {
    return entered;
  }
  for (const OwnStatement& placed : judged.placed) {
    if (auto written = put_own(transaction, placed); !written) {
      return written;
    }
  }
  return is_receipt(judged) ? end_answered(transaction, judged, opened)
                            : owe(transaction, judged, stored.digest);
}

std::string joined(const std::vector<std::string>& codes) {
  std::string text;
  for (const std::string& code : codes) {
    text += (text.empty() ? "" : " ") + code;
  }
  return text;
}

Result<void> write(Transaction& transaction, const Context& context, Judged& judged) {
  if (judged.before) {
    if (auto sent = transaction.send_again(judged.inbound.letter_id); !sent) {
      return sent;
    }
    return transaction.settle_inbound(judged.inbound.digest, judged.before->verdict,
                                      judged.before->reason);
  }
  auto written = judged.opened && judged.admission.codes.empty()
                     ? write_admitted(transaction, context, judged, *judged.opened)
                     : write_refused(transaction, context, judged);
  if (!written) {
    return written;
  }
  const bool admitted = judged.admission.codes.empty();
  return transaction.settle_inbound(
      judged.inbound.digest,
      admitted ? exchange::InboxVerdict::admitted : exchange::InboxVerdict::quarantined,
      joined(judged.admission.codes));
}

Result<std::vector<Judged>> judge_all(const Context& context,
                                      std::vector<exchange::InboundLetter>& letters) {
  std::vector<Judged> batch;
  LetterIds in_batch;
  for (exchange::InboundLetter& inbound : letters) {
    auto judged = judge(context, std::move(inbound), in_batch);
    if (!judged) {
      return fail(judged.error());
    }
    batch.push_back(*std::move(judged));
  }
  return batch;
}

/// All of them, under the lease of `epoch`, or none.
Result<void> write_all(const Context& context, std::int64_t epoch, std::vector<Judged>& batch) {
  return context.stores.work.run([&](Transaction& transaction) -> Result<void> {
    if (auto current = transaction.require_epoch(epoch); !current) {
      return current;
    }
    for (Judged& judged : batch) {
      if (auto one = write(transaction, context, judged); !one) {
        return one;
      }
    }
    return {};
  });
}

}  // namespace

Result<std::vector<Admission>> admit_letters(const Context& context, std::int64_t epoch,
                                             std::size_t limit) {
  auto waiting = context.stores.inbox.waiting(limit);
  if (!waiting) {
    return fail(waiting.error());
  }
  // After the letters were read: a courier file stores the key sets it brings before its letters,
  // so none of them is judged by keys older than it.
  auto renewed = waiting->empty() ? Result<void>() : context.directory.renew(context.stores.peers);
  if (!renewed) {
    return fail(renewed.error());
  }
  auto batch = judge_all(context, *waiting);
  if (!batch || batch->empty()) {
    return batch ? std::vector<Admission>() : Result<std::vector<Admission>>(fail(batch.error()));
  }
  if (auto written = write_all(context, epoch, *batch); !written) {
    return fail(written.error());
  }
  std::vector<Admission> admissions;
  std::set<std::string> seen;  // many letters of one batch carry the same checkpoint
  for (Judged& judged : *batch) {
    if (judged.opened && seen.insert(judged.opened->author_checkpoint).second) {
      if (auto kept = remember_checkpoint(context, judged.opened->author_checkpoint); !kept) {
        return fail(kept.error());
      }
    }
    admissions.push_back(std::move(judged.admission));
  }
  return admissions;
}

}  // namespace comity::desk
