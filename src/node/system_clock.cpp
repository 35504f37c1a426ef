#include "node/system_clock.h"

#include "value/instant.h"

#include <chrono>

namespace comity::node {

value::Instant SystemClock::now() const {
  return {std::chrono::duration_cast<value::Duration>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

}  // namespace comity::node
