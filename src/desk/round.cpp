#include "desk/round.h"

#include "desk/admit.h"
#include "desk/context.h"
#include "desk/receipts.h"
#include "desk/release.h"
#include "ledger/sequencer.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace comity::desk {
namespace {

constexpr std::size_t letters_a_round = 256;
constexpr std::size_t entries_a_round = 4096;

}  // namespace

value::Result<RoundReport> run_round(const Context& context, ledger::Sequencer& sequencer,
                                     std::int64_t epoch) {
  RoundReport report;
  auto admissions = admit_letters(context, epoch, letters_a_round);
  if (!admissions) {
    return value::fail(admissions.error());
  }
  auto batch = sequencer.sequence_pending(epoch, entries_a_round);
  if (!batch) {
    return value::fail(batch.error());
  }
  auto receipts = make_receipts(context, epoch, batch->checkpoint, letters_a_round);
  if (!receipts) {
    return value::fail(receipts.error());
  }
  auto released = release_letters(context, epoch, batch->checkpoint, letters_a_round);
  if (!released) {
    return value::fail(released.error());
  }
  report.admissions = *std::move(admissions);
  report.tree_size = batch->size;
  report.receipts = *receipts;
  report.released = *released;
  return report;
}

}  // namespace comity::desk
