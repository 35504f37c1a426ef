// Notices commits of every process on PostgreSQL: each commit has a number and says NOTIFY.
// SQLite's way is store/changes.h.
#pragma once

#include "store/postgres_link.h"
#include "store/sql.h"
#include "value/instant.h"
#include "value/result.h"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace comity::store {

/// Any thread may call it.
class PostgresChanges {
 public:
  /// `session` reads the number; a thread listens on a connection of its own, and makes a new one
  /// when it is lost.
  PostgresChanges(std::unique_ptr<Session> session, PostgresTarget target);
  PostgresChanges(const PostgresChanges&) = delete;
  PostgresChanges& operator=(const PostgresChanges&) = delete;
  ~PostgresChanges();

  value::Result<std::int64_t> version();

  /// Returns at once when the version is not `seen`; after a commit of anybody at once (within a
  /// second while the listening connection is lost); `seen` after `at_most`.
  value::Result<std::int64_t> wait(std::int64_t seen, value::Duration at_most);

  /// This process has committed.
  void notify();

 private:
  value::Result<std::int64_t> read();
  void listen(const std::stop_token& stop);

  PostgresTarget target_;
  std::mutex mutex_;  // guards the session
  std::unique_ptr<Session> session_;
  std::condition_variable committed_;
  int wake_;               ///< an eventfd that ends the listener's waiting
  std::jthread listener_;  // last: it uses all above
};

}  // namespace comity::store
