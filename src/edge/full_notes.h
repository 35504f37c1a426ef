// Says that a peer has reached a bound of its letters here: once in a while, however often it
// knocks. Who refuses is edge/accept.h.
#pragma once

#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace comity::edge {

/// Any thread may call it. It remembers at most one line for each peer and bound.
class FullNotes {
 public:
  FullNotes(const value::Clock& clock, std::function<void(const std::string& line)> say)
      : clock_(clock), say_(std::move(say)) {}

  /// A letter of `node` was refused. The first time, and then once in ten minutes, with how many
  /// were refused since the line before.
  void refused(const std::string& node, const value::Error& error);

 private:
  struct Told {
    value::Instant at;
    std::uint64_t unsaid = 0;
  };

  const value::Clock& clock_;
  std::function<void(const std::string& line)> say_;
  std::mutex mutex_;
  std::map<std::string, Told> told_;  ///< by code and peer; guarded by mutex_
};

}  // namespace comity::edge
