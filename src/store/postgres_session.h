// The PostgreSQL engine behind store/sql.h: it comes back by itself after a lost connection, writes
// one transaction at a time whatever the number of processes, and knows after a connection was lost
// in the middle of a commit whether it was done.
#pragma once

#include "store/postgres_link.h"
#include "store/postgres_order.h"
#include "store/sql.h"
#include "value/result.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::store {

/// Waits for the turn of the one writer of this schema and holds it to the end of the transaction:
/// an advisory lock of two words, this program's and the schema's.
inline constexpr std::string_view postgres_turn =
    "SELECT pg_advisory_xact_lock(1131376505, hashtext(current_schema()))";

class PostgresSession : public Session {
 public:
  /// Connects. The tables need not be there yet; `begin` and `commit` need them.
  static value::Result<std::unique_ptr<PostgresSession>> open(const PostgresTarget& target);

  /// Where it is connected, or was last: for others that shall try that server first.
  [[nodiscard]] const PostgresOrder& order() const { return target_.order; }

  /// A statement outside a transaction is tried once more on a new connection.
  value::Result<void> query(std::string_view sql, Args args,
                            const std::function<void(const Row&)>& take) override;
  value::Result<std::int64_t> execute(std::string_view sql, Args args) override;
  value::Result<void> script(const std::string& sql) override;

  /// Takes the turn of the one writer, of whatever process.
  value::Result<void> begin() override;
  value::Result<void> begin_snapshot() override;
  value::Result<void> commit() override;
  [[nodiscard]] bool in_transaction() const override;

 private:
  explicit PostgresSession(PostgresTarget target) : target_(std::move(target)) {}

  value::Result<void> connect();
  value::Result<PostgresResult> run(std::string_view sql, Args args);
  value::Result<PostgresResult> again(const std::function<value::Result<PostgresResult>()>& act);
  value::Result<std::string> name_of(std::string_view sql,
                                     const std::vector<PostgresValue>& values);
  value::Result<void> take_turn();
  value::Result<void> resolve(std::int64_t mark, const value::Error& why);
  value::Result<bool> was_committed(std::int64_t mark);

  PostgresTarget target_;
  std::unique_ptr<PostgresLink> link_;
  std::map<std::string, std::string, std::less<>> statements_;  ///< prepared on link_
  std::string token_;      ///< its own, in the marks of its commits
  std::int64_t mark_ = 0;  ///< the newest commit of anybody when the turn came
};

}  // namespace comity::store
