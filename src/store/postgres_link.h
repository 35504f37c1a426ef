// One connection to a PostgreSQL server and what goes over it, each exchange with an end in time.
// Transactions and rows: store/postgres_session.h.
#pragma once

#include "store/postgres_order.h"
#include "value/bytes.h"
#include "value/result.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// libpq's PGconn and PGresult; its header stays in the sources.
struct pg_conn;
struct pg_result;

namespace comity::store {

/// Which server, and what is asked of it.
struct PostgresTarget {
  std::string conninfo;  ///< libpq's words or URI; TLS is verify-full where it does not say
  std::chrono::milliseconds patience{10'000};  ///< for a lock, a statement, a connection
  std::chrono::milliseconds silence{2'000};    ///< the server ends a transaction idle for longer
  bool reads_only = false;
  PostgresOrder
      order{};  ///< of the servers, once one has answered; until then as conninfo has them
};

struct ClearResult {
  void operator()(pg_result* result) const;
};

using PostgresResult = std::unique_ptr<pg_result, ClearResult>;

/// A parameter in the binary format; nothing is NULL.
struct PostgresValue {
  unsigned int type = 0;  ///< libpq's Oid; 0 leaves it to the server
  std::optional<value::Bytes> octets;
};

/// Used by one thread at a time. STORE-12 when the connection is lost or the server is not there.
class PostgresLink {
 public:
  /// STORE-01 when the server refuses this user, database or program; STORE-12 when it is not there
  /// or is a standby.
  static value::Result<std::unique_ptr<PostgresLink>> open(const PostgresTarget& target);

  /// The order in which this server comes first, among those that conninfo or its service names.
  [[nodiscard]] PostgresOrder order_from_here() const;

  /// Several statements without arguments: the answer of the last.
  value::Result<PostgresResult> run(const std::string& script);

  value::Result<void> prepare(const std::string& name, const std::string& sql,
                              const std::vector<PostgresValue>& values);
  value::Result<PostgresResult> run_prepared(const std::string& name,
                                             const std::vector<PostgresValue>& values);

  /// False once the connection is lost: nothing brings it back.
  [[nodiscard]] bool alive() const;
  [[nodiscard]] bool in_transaction() const;

  /// Waits until the server says something by itself, and forgets it, or until the descriptor
  /// `wake` can be read: true when the server said something.
  value::Result<bool> await_notice(int wake);

 private:
  struct Finish {
    void operator()(pg_conn* connection) const;
  };

  PostgresLink(std::unique_ptr<pg_conn, Finish> connection, std::chrono::milliseconds patience);

  value::Result<void> configure(const PostgresTarget& target);
  value::Result<PostgresResult> answer(std::string_view doing);
  [[nodiscard]] value::Failure lost(std::string_view doing) const;

  std::unique_ptr<pg_conn, Finish> connection_;
  std::chrono::milliseconds patience_;
};

/// What libpq's words or URI say, by keyword; STORE-01 when they cannot be read.
value::Result<std::map<std::string, std::string, std::less<>>> read_conninfo(
    const std::string& conninfo);

/// The code of what a server said, by its SQLSTATE.
value::Code code_of_sqlstate(std::string_view state);

}  // namespace comity::store
