// A Clock that stands still until a test moves it.
#pragma once

#include "value/instant.h"
#include "value/ports.h"

#include <atomic>
#include <cstdint>

namespace comity::fakes {

class FixedClock final : public value::Clock {
 public:
  explicit FixedClock(value::Instant at = {1'790'000'000'000}) : unix_ms_(at.unix_ms) {}

  [[nodiscard]] value::Instant now() const override { return {unix_ms_.load()}; }

  void set(value::Instant at) { unix_ms_.store(at.unix_ms); }

  void advance(value::Duration span) { unix_ms_.fetch_add(span.count()); }

 private:
  std::atomic<std::int64_t> unix_ms_;
};

}  // namespace comity::fakes
