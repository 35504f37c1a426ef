// The one writing connection of a process, with group commit: transactions that wait at the same
// time share one commit and its fsync. Reading connections: store/readers.h.
#pragma once

#include "store/sql.h"
#include "value/result.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace comity::store {

/// Any thread may call it.
class Writer {
 public:
  using Body = std::function<value::Result<void>(Session&)>;

  /// `committed` is called after each commit, by the thread that made it.
  Writer(std::unique_ptr<Session> session, std::function<void()> committed);

  /// Runs `body` exactly once or not at all, perhaps on another thread that calls `run` at the same
  /// time, while the caller waits. All it wrote is durable when this returns without error, nothing
  /// of it otherwise: not when it fails, throws (rethrown here), or the commit fails. A body that
  /// fails does not undo its neighbours. STORE-11 for a transaction inside a transaction.
  value::Result<void> run(const Body& body);

  /// How many callers wait for the commit after the present one.
  [[nodiscard]] std::size_t waiting() const;

 private:
  struct Job {
    const Body* body = nullptr;
    value::Result<void> outcome;
    std::exception_ptr thrown;
    bool done = false;
  };

  using Batch = std::vector<Job*>;

  void lead(std::unique_lock<std::mutex>& lock);
  void commit(const Batch& batch);
  void run_one(Job& job);
  value::Result<void> statement(std::string_view sql);

  std::unique_ptr<Session> session_;  // used by the leader only
  std::function<void()> committed_;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable arrived_;
  std::condition_variable settled_;
  std::deque<Job*> waiting_;
  bool led_ = false;
  std::thread::id leader_;
  std::size_t expected_ = 0;  // writers of the next batch, judged by the last
  std::chrono::nanoseconds gathering_{0};
};

}  // namespace comity::store
