// The second half of receiving: letters that the edge kept are opened, verified and checked by the
// same rules as at the sender, before a person reads; then stored in the one transaction, or
// quarantined with a negative receipt. The first half is edge/accept.h.
#pragma once

#include "desk/context.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace comity::desk {

struct Admission {
  value::Uuid letter_id;
  std::string from_desk;
  std::string document;            ///< empty when it could not be opened
  std::vector<std::string> codes;  ///< why it was refused; empty when admitted
};

/// Takes up to `limit` waiting letters, oldest first, and settles each; one transaction for all. A
/// letter that was settled before only gets its stored receipt again. What is wrong with a letter
/// is in its Admission; an error is a failure of this node, and then nothing was settled: LEDGER-01
/// when the lease of `epoch` is another's by now.
value::Result<std::vector<Admission>> admit_letters(const Context& context, std::int64_t epoch,
                                                    std::size_t limit);

}  // namespace comity::desk
