// A case as it lies in the store: its statements read again from their exact bytes, and the state
// that follows from them. Reading is the only thing it does; who may add what is in desk/send.h and
// admit.h.
#pragma once

#include "casework/case_state.h"
#include "casework/case_statement.h"
#include "casework/case_store.h"
#include "desk/context.h"
#include "request/lifecycle.h"
#include "statement/statement.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <optional>
#include <string>
#include <vector>

namespace comity::desk {

struct FiledStatement {
  casework::StoredStatement stored;
  statement::Statement content;
};

struct CaseFile {
  value::Uuid case_id;
  std::vector<FiledStatement> statements;
  casework::CaseState state;

  /// The request that opened the case; null while it has not arrived.
  [[nodiscard]] const FiledStatement* opening() const;
  [[nodiscard]] const FiledStatement* by_digest(const value::Digest& digest) const;

  /// The desks that may add to the case: those the opening request names, and those an
  /// acknowledgement forwarded it to.
  [[nodiscard]] std::vector<std::string> desks() const;

  /// The side a desk acts for. REQUIRES: there is an opening.
  [[nodiscard]] request::Side side_of(const std::string& desk) const;
};

/// DESK-05 when nothing is kept of this case.
value::Result<CaseFile> load_case(const Context& context, const value::Uuid& case_id);

/// A case file from statements at hand, stored or not; what a bundle's reader and a check before
/// sending use. The fold sees only statements of desks that the case names, and no negative
/// receipt.
CaseFile file_case(const Context& context, const value::Uuid& case_id,
                   std::vector<FiledStatement> statements);

/// The facts that the lifecycle tables ask about.
casework::Facts facts_of(const statement::Statement& statement);

}  // namespace comity::desk
