// The machine's clock as the Clock port. Only the composition root makes one.
#pragma once

#include "value/instant.h"
#include "value/ports.h"

namespace comity::node {

class SystemClock final : public value::Clock {
 public:
  [[nodiscard]] value::Instant now() const override;
};

}  // namespace comity::node
