// A Random whose bytes follow from a seed: tests and demonstrations give the same files every time.
// Predictable, so never behind anything real.
#pragma once

#include "value/ports.h"

#include <cstdint>
#include <mutex>
#include <random>
#include <span>

namespace comity::fakes {

class SeededRandom final : public value::Random {
 public:
  explicit SeededRandom(std::uint64_t seed = 1) : engine_(seed) {}

  void fill(std::span<std::uint8_t> out) override {
    const std::scoped_lock lock(mutex_);
    for (std::uint8_t& octet : out) {
      octet = static_cast<std::uint8_t>(engine_() >> 32U);
    }
  }

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;  // guarded by mutex_
};

}  // namespace comity::fakes
