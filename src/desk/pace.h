// How many chunks are under way to one peer at a time: as many as make the transfer faster and no
// more, for what is under way when a link breaks is lost.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace comity::desk {

class Pace {
 public:
  explicit Pace(std::size_t most) : most_(most) {}

  [[nodiscard]] std::size_t at_once() const { return at_once_; }

  /// A burst of calls carried `octets` in `span`. One more is tried while that pays; one less
  /// when what was added did not pay.
  void carried(std::uint64_t octets, std::chrono::steady_clock::duration span);

  /// The link or the peer failed: half as many.
  void failed();

 private:
  std::size_t most_;
  std::size_t at_once_ = 1;
  double with_one_less_ = 0;  // octets a second, the best seen with one less than now
  int steady_ = 0;            // bursts since the last change
};

/// How long to leave a peer alone that failed `times` in a row: from one second, doubled to a
/// minute.
std::chrono::seconds pause_after(unsigned times);

}  // namespace comity::desk
