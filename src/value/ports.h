// The two ports of the bottom room: what time it is, and bytes nobody can predict.
#pragma once

#include "value/instant.h"

#include <cstdint>
#include <span>

namespace comity::value {

/// Any thread may call it. May step backwards; nothing may rely on its being monotonic.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  [[nodiscard]] virtual Instant now() const = 0;
};

/// Any thread may call it. On return every octet of `out` is from a cryptographic source.
class Random {
 public:
  Random() = default;
  Random(const Random&) = delete;
  Random& operator=(const Random&) = delete;
  virtual ~Random() = default;

  virtual void fill(std::span<std::uint8_t> out) = 0;
};

}  // namespace comity::value
