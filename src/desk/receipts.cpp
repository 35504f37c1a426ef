#include "desk/receipts.h"

#include "casework/case_store.h"
#include "codec/json.h"
#include "desk/context.h"
#include "desk/own_statement.h"
#include "desk/release.h"
#include "desk/work.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/slip.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using codec::Json;
using value::fail;
using value::Result;

Result<Json> slip_of(const Context& context, ledger::SlipMaker& slips, const value::Digest& key) {
  auto slip = own_slip(context, slips, key);
  if (!slip) {
    return fail(slip.error());
  }
  return codec::parse_json(value::bytes_of(*slip), {slip->size(), 8});
}

/// In the case of what it receipts; a letter that could not be opened has none, and its receipt
/// opens a case of its own that no machine moves.
statement::Head head_of(const Context& context, const ReceiptDue& due,
                        const std::optional<casework::StoredStatement>& receipted) {
  statement::Head head;
  head.document = "technical_receipt";
  head.statement_id = value::make_uuid(context.clock.now(), context.random);
  head.case_id = receipted ? receipted->case_id : head.statement_id;
  if (receipted) {
    head.after = {receipted->digest};
  }
  head.from_desk = due.own_desk;
  head.to_desks = {due.to_desk};
  head.made_at = context.clock.now();
  return head;
}

Result<OwnStatement> make_receipt(const Context& context, ledger::SlipMaker& slips,
                                  const ReceiptDue& due) {
  auto found = context.stores.cases.by_digest(due.key);
  auto slip = slip_of(context, slips, due.key);
  if (!found || !slip) {
    return fail(!found ? found.error() : slip.error());
  }
  const std::optional<casework::StoredStatement>& receipted = *found;
  Json::Object record{{"letter_id", due.letter_id.text()},
                      {"verdict", due.codes.empty() ? "accepted" : "refused"},
                      {"received_at", due.received_at.text()},
                      {"slip", *std::move(slip)}};
  if (receipted) {
    record.emplace("statement_id", receipted->statement_id.text());
    record.emplace("payload_digest", receipted->digest.hex());
  }
  if (!due.codes.empty()) {
    record.emplace("codes", Json::Array(due.codes.begin(), due.codes.end()));
  }
  auto payload =
      statement::write_payload({head_of(context, due, receipted), Json(std::move(record))});
  if (!payload) {
    return fail(payload.error());
  }
  return make_own(context, *payload, {});
}

}  // namespace

Result<std::size_t> make_receipts(const Context& context, std::int64_t epoch,
                                  const std::string& checkpoint, std::size_t limit) {
  auto note = ledger::parse_note(checkpoint);
  auto parsed = note ? ledger::parse_checkpoint(note->text) : fail(note.error());
  if (!parsed) {
    return fail(parsed.error());
  }
  auto due = context.stores.work.receipts_due(parsed->head.size, limit);
  if (!due) {
    return fail(due.error());
  }
  auto slips = ledger::SlipMaker::under(context.stores.tiles, checkpoint);
  if (!slips) {
    return fail(slips.error());
  }
  std::vector<OwnStatement> receipts;
  for (const ReceiptDue& one : *due) {
    auto receipt = make_receipt(context, *slips, one);
    if (!receipt) {
      return fail(receipt.error());
    }
    receipts.push_back(*std::move(receipt));
  }
  if (receipts.empty()) {
    return std::size_t{0};
  }
  auto written = context.stores.work.run([&](Transaction& transaction) -> Result<void> {
    if (auto current = transaction.require_epoch(epoch); !current) {
      return current;
    }
    for (std::size_t i = 0; i < receipts.size(); ++i) {
      if (auto put = put_own(transaction, receipts[i]); !put) {
        return put;
      }
      if (auto paid = transaction.paid_receipt((*due)[i], receipts[i].stored.digest); !paid) {
        return paid;
      }
    }
    return {};
  });
  if (!written) {
    return fail(written.error());
  }
  return receipts.size();
}

}  // namespace comity::desk
