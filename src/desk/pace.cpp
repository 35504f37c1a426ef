#include "desk/pace.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace comity::desk {
namespace {

constexpr double pays = 1.15;   // a burst is short: less could be chance
constexpr int look_again = 32;  // bursts, then one more is tried although it did not pay before
constexpr unsigned doublings = 6;

}  // namespace

void Pace::carried(std::uint64_t octets, std::chrono::steady_clock::duration span) {
  const double seconds = std::chrono::duration<double>(span).count();
  if (octets == 0 || seconds <= 0) {
    return;
  }
  const double rate = static_cast<double>(octets) / seconds;
  if (rate > with_one_less_ * pays) {
    with_one_less_ = rate;
    at_once_ = std::min(at_once_ + 1, most_);
    steady_ = 0;
    return;
  }
  if (steady_ == 0 && at_once_ > 1) {
    --at_once_;
  }
  ++steady_;
  if (steady_ >= look_again) {
    with_one_less_ = 0;
    steady_ = 0;
  }
}

void Pace::failed() {
  at_once_ = std::max<std::size_t>(1, at_once_ / 2);
  with_one_less_ = 0;
  steady_ = 0;
}

std::chrono::seconds pause_after(unsigned times) {
  const unsigned exponent = std::min(times > 0 ? times - 1 : 0, doublings);
  return std::min(std::chrono::seconds(1LL << exponent), std::chrono::seconds(60));
}

}  // namespace comity::desk
