// A bounded queue of blocks between two threads of a pipeline; what bounds it is the number of
// buffers in circulation. Used by sealing.cpp and object_opening.cpp.
#pragma once

#include "value/result.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace comity::evidence {

/// Any thread may call it.
template <class Block>
class BlockQueue {
 public:
  void push(Block block) {
    {
      const std::scoped_lock lock(mutex_);
      blocks_.push_back(std::move(block));
    }
    changed_.notify_one();
  }

  /// Waits for a block; nothing once the queue is closed and empty, or stopped.
  std::optional<Block> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || closed_ || !blocks_.empty(); });
    if (stopped_ || blocks_.empty()) {
      return std::nullopt;
    }
    Block block = std::move(blocks_.front());
    blocks_.pop_front();
    return block;
  }

  /// No more blocks will come; those inside may still be taken.
  void close() { end(closed_); }

  /// Wakes everyone with nothing: the work has failed.
  void stop() { end(stopped_); }

 private:
  void end(bool& flag) {
    {
      const std::scoped_lock lock(mutex_);
      flag = true;
    }
    changed_.notify_all();
  }

  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::deque<Block> blocks_;
  bool closed_ = false;
  bool stopped_ = false;
};

/// The first error of several threads.
class FirstError {
 public:
  void keep(value::Error error) {
    const std::scoped_lock lock(mutex_);
    if (!error_) {
      error_ = std::move(error);
    }
  }

  [[nodiscard]] std::optional<value::Error> get() const {
    const std::scoped_lock lock(mutex_);
    return error_;
  }

 private:
  mutable std::mutex mutex_;  // guards error_
  std::optional<value::Error> error_;
};

}  // namespace comity::evidence
