// Addresses of a host name, asked of the system with a deadline. Neighbour: client.h, which calls
// the addresses.
#pragma once

#include "value/result.h"

#include <chrono>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace comity::net {

/// Any thread may ask. The system's resolver cannot be interrupted, so each question runs on a
/// thread of its own, and the destructor waits for the last of them.
class Names {
 public:
  Names() = default;
  Names(const Names&) = delete;
  Names& operator=(const Names&) = delete;
  ~Names();

  /// Numeric addresses in the order of the system's preference, a numeric `host` as it is. NET-02
  /// unknown name, or too many questions unanswered; NET-05 deadline passed.
  value::Result<std::vector<std::string>> addresses(const std::string& host,
                                                    std::chrono::steady_clock::time_point deadline);

 private:
  struct Question;

  bool start(const std::shared_ptr<Question>& question);

  struct Running {
    std::shared_ptr<Question> question;
    std::thread thread;
  };

  std::mutex guard_;  // of running_
  std::list<Running> running_;
};

}  // namespace comity::net
