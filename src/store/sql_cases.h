// Statements and the rows of the case queue, in tables. Written by store/sql_work.h.
#pragma once

#include "casework/case_store.h"
#include "desk/work.h"
#include "store/readers.h"
#include "store/sql.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace comity::store {

class SqlCases : public casework::CaseStore {
 public:
  explicit SqlCases(Readers& readers) : readers_(readers) {}

  value::Result<std::vector<casework::StoredStatement>> of_case(
      const value::Uuid& case_id) override;
  value::Result<std::optional<casework::StoredStatement>> by_digest(
      const value::Digest& digest) override;
  value::Result<std::optional<casework::StoredStatement>> by_id(
      const value::Uuid& statement_id) override;
  value::Result<std::vector<casework::CaseRow>> cases(
      bool own, const std::optional<casework::CaseRow>& cursor, std::size_t limit) override;
  value::Result<std::vector<casework::StoredStatement>> conflicts(
      const value::Uuid& statement_id) override;

 private:
  Readers& readers_;
};

/// In an open transaction.
value::Result<desk::Put> put_statement(Session& session,
                                       const casework::StoredStatement& statement);

value::Result<std::optional<casework::StoredStatement>> find_statement(Session& session,
                                                                       const value::Digest& digest);

}  // namespace comity::store
