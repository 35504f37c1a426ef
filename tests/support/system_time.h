// The system's clock as a port, for tests against servers that look at theirs; `ahead` moves it.
#pragma once

#include "value/instant.h"
#include "value/ports.h"

#include <chrono>

namespace comity::testing_support {

class SystemTime : public value::Clock {
 public:
  explicit SystemTime(value::Duration ahead = {}) : ahead_(ahead) {}

  [[nodiscard]] value::Instant now() const override {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return value::Instant{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()} +
           ahead_;
  }

 private:
  value::Duration ahead_;
};

}  // namespace comity::testing_support
