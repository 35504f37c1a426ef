// The sealing behind a delivery, with its journal: begun, or gone on with where an earlier run of
// the same delivery stopped. Which documents follow is desk/deliver.h.
#pragma once

#include "desk/context.h"
#include "desk/deliver.h"
#include "evidence/journal_store.h"
#include "evidence/package_sealing.h"
#include "evidence/sealing_state.h"
#include "value/result.h"

#include <memory>
#include <optional>

namespace comity::desk {

/// An earlier run's journal, held, and what it says.
struct EarlierSealing {
  std::unique_ptr<evidence::JournalFile> journal;
  evidence::SealingState state;
};

/// What was begun in the case and is to be gone on with. `wanted` names all but the two ids. With
/// `anew` it is discarded, and so is the journal of a package that was sealed to its end and is not
/// the wanted one. SEAL-08 to SEAL-10 it cannot be read; SEAL-12 it is of something else; SEAL-13 a
/// process is at it.
value::Result<std::optional<EarlierSealing>> earlier_sealing(const Context& context,
                                                             const evidence::SealingPlan& wanted,
                                                             bool anew);

struct DeliveryPlan {
  const evidence::PackagePlan& package;
  const evidence::SealingPlan& sealing;
  const Delivery& delivery;
};

/// Seals. What a failure leaves is said in desk/deliver.h.
value::Result<evidence::SealedPackage> seal_with_journal(const Context& context,
                                                         const DeliveryPlan& plan,
                                                         std::optional<EarlierSealing> earlier);

}  // namespace comity::desk
