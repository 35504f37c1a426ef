// Packages on their way out: the outer manifest, then the chunks the peer says it lacks, then the
// end of each object. Interrupted anywhere, the next round goes on from what the peer has.
#pragma once

#include "desk/context.h"
#include "exchange/transport.h"
#include "value/result.h"

#include <cstddef>
#include <functional>
#include <string>

namespace comity::desk {

/// Tries every package in state `sending` once; how many are now complete at their peer. `say` gets
/// a line for progress and trouble and returns false to stop.
value::Result<std::size_t> push_packages(const Context& context, exchange::Transport& transport,
                                         const std::function<bool(const std::string&)>& say);

}  // namespace comity::desk
