// The lines of a running node to its peers: who is tried when. What travels on one is desk/push.h.
#pragma once

#include "desk/context.h"
#include "desk/push.h"
#include "exchange/transport.h"
#include "value/result.h"

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>

namespace comity::desk {

/// A thread for each peer that packages are going to. One thread at a time may call it.
class Carrier {
 public:
  /// Borrows both.
  Carrier(const Context& context, exchange::Transport& transport, Say say);

  /// Starts a line for each peer that has packages waiting and is not being left alone; returns at
  /// once.
  value::Result<void> look();

  /// Ends what is under way after its current calls.
  void stop();

 private:
  struct Line {
    std::atomic<bool> busy = false;
    std::atomic<unsigned> failures = 0;  // in a row; with `next_try` written while busy
    std::chrono::steady_clock::time_point next_try;
    std::jthread thread;
  };

  void run(const std::string& node, Line& line, const std::stop_token& stop);

  const Context& context_;
  exchange::Transport& transport_;
  const Say say_;
  std::map<std::string, std::unique_ptr<Line>> lines_;
};

}  // namespace comity::desk
