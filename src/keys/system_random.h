// The Random port over the library's generator, seeded by the operating system.
#pragma once

#include "value/ports.h"

#include <cstdint>
#include <span>

namespace comity::keys {

/// Ends the process when the generator fails: no caller could go on safely.
class SystemRandom final : public value::Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace comity::keys
