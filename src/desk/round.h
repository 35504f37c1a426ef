// One round of the desk half: letters are admitted, entries sequenced, receipts made, letters
// released. The composition root repeats it whenever something changed; each step is whole by
// itself.
#pragma once

#include "desk/admit.h"
#include "desk/context.h"
#include "ledger/sequencer.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace comity::desk {

struct RoundReport {
  std::vector<Admission> admissions;
  std::uint64_t tree_size = 0;
  std::size_t receipts = 0;
  std::size_t released = 0;

  [[nodiscard]] bool idle() const { return admissions.empty() && receipts == 0 && released == 0; }
};

/// `epoch` is the lease under which the sequencer writes.
value::Result<RoundReport> run_round(const Context& context, ledger::Sequencer& sequencer,
                                     std::int64_t epoch);

}  // namespace comity::desk
