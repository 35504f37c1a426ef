// Sealings that were begun on this machine and are not over: one under way in another process, one
// that was interrupted, or what is left of either. desk/deliver.h goes on with them.
#pragma once

#include "desk/context.h"
#include "evidence/sealing_state.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::desk {

struct BegunSealing {
  value::Uuid package_id;
  std::optional<value::Uuid> case_id;           ///< unless not even that can be read
  std::optional<evidence::SealingState> state;  ///< unless it cannot be gone on with
  std::optional<value::Error> unusable;         ///< and why; DESK-02 while the keys are locked
};

/// SEAL-03, SEAL-04 the journals cannot be listed.
value::Result<std::vector<BegunSealing>> begun_sealings(const Context& context);

/// The one of this case; a case has one at a time.
value::Result<std::optional<BegunSealing>> begun_sealing_of(const Context& context,
                                                            const value::Uuid& case_id);

/// Octets of its ciphertext that are here.
std::uint64_t octets_of(const Context& context, const value::Uuid& package_id);

/// Removes its journal and, unless the package was sealed to its end, what was sealed. Nothing to
/// do when there is none. SEAL-13 while a process is at it.
value::Result<void> discard_sealing(const Context& context, const value::Uuid& package_id);

/// What `comity serve` does when it starts: leftovers that nothing can go on with are removed, the
/// rest is named. One sentence each, for a person.
value::Result<std::vector<std::string>> tend_sealings(const Context& context);

}  // namespace comity::desk
