// Letters that expired on a slow way: their statements get new ones. The statement itself, its
// place in the ledger and in the case stay; a peer that has it already sees no second effect.
#pragma once

#include "desk/context.h"
#include "value/result.h"

#include <cstddef>
#include <string>

namespace comity::desk {

/// Holds a new letter for each statement to this peer whose last letter expired without a receipt
/// (looking at the newest 40,000 that ended), until a round releases it; how many. Receipts are
/// left out: whoever lacks one sends its letter again. Called twice, it does nothing the second
/// time.
value::Result<std::size_t> renew_letters(const Context& context, const std::string& to_node);

}  // namespace comity::desk
