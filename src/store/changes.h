// Notices commits, of this process and of others, without asking blindly: SQLite's data_version.
#pragma once

#include "store/sql.h"
#include "value/instant.h"
#include "value/result.h"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>

namespace comity::store {

/// Any thread may call it.
class Changes {
 public:
  /// `session` never writes: its data_version then changes with every commit of anybody.
  explicit Changes(std::unique_ptr<Session> session);

  value::Result<std::int64_t> version();

  /// Returns at once when the version is not `seen`; after a commit of this process at once, of
  /// another within 25 ms; `seen` after `at_most`.
  value::Result<std::int64_t> wait(std::int64_t seen, value::Duration at_most);

  /// This process has committed.
  void notify();

 private:
  value::Result<std::int64_t> read();

  std::mutex mutex_;  // guards the session
  std::unique_ptr<Session> session_;
  std::condition_variable committed_;
};

}  // namespace comity::store
