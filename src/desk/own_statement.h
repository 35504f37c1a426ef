// A statement of this node on its way into the store: envelope, ledger entry and held letters, made
// first and then written in the one transaction. What leads to it is send.h, decide.h, receipts.h.
#pragma once

#include "casework/case_store.h"
#include "desk/context.h"
#include "desk/work.h"
#include "exchange/mail_store.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <chrono>
#include <string>
#include <vector>

namespace comity::desk {

/// After this a letter is given up, and its author is told.
inline constexpr value::Duration letter_life = std::chrono::hours(24 * 30);

struct OwnStatement {
  statement::Head head;
  casework::StoredStatement stored;
  LedgerSecret secret;
  std::vector<exchange::OutboundLetter> letters;
};

/// Signs `payload` with the key of its from_desk. One held letter per desk in to_desks; DESK-02
/// without the key, DESK-03 when no known node has such a desk.
value::Result<OwnStatement> make_own(const Context& context, value::BytesView payload,
                                     const std::vector<std::string>& authorisations);

/// DESK-04 when the statement id was used for another payload.
value::Result<void> put_own(Transaction& transaction, const OwnStatement& own);

}  // namespace comity::desk
