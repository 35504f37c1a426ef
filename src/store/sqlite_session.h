// The SQLite engine behind store/sql.h: one connection, its prepared statements, its error codes.
#pragma once

#include "store/sql.h"
#include "value/result.h"

#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace comity::store {

class SqliteSession : public Session {
 public:
  /// Opens the file, which is made with mode 0600 when absent: WAL, synchronous=FULL, foreign keys.
  /// `patience` is how long it waits for another one's transaction before STORE-04.
  static value::Result<std::unique_ptr<SqliteSession>> open(const std::filesystem::path& file,
                                                            std::chrono::milliseconds patience);

  value::Result<void> query(std::string_view sql, Args args,
                            const std::function<void(const Row&)>& take) override;
  value::Result<std::int64_t> execute(std::string_view sql, Args args) override;
  value::Result<void> script(const std::string& sql) override;
  value::Result<void> begin() override;
  value::Result<void> begin_snapshot() override;
  value::Result<void> commit() override;
  [[nodiscard]] bool in_transaction() const override;

 private:
  struct CloseConnection {
    void operator()(sqlite3* connection) const;
  };

  struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const;
  };

  using Connection = std::unique_ptr<sqlite3, CloseConnection>;
  using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

  explicit SqliteSession(Connection connection);

  value::Result<void> configure(std::chrono::milliseconds patience);
  value::Result<sqlite3_stmt*> prepared(std::string_view sql);
  [[nodiscard]] value::Failure failure(int status, std::string_view doing) const;

  Connection connection_;
  std::map<std::string, Statement, std::less<>> statements_;  // destroyed before the connection
};

}  // namespace comity::store
