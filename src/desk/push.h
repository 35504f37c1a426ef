// Packages on their way out: the outer manifest, then the chunks the peer says it lacks, then the
// end of each object; several packages, objects and chunks at once. Interrupted anywhere, the next
// attempt goes on from what the peer has. Each peer has a line of its own: one that is slow or gone
// keeps nobody else waiting. What is next for one package is in desk/outgoing.h,
// the lines in desk/carrier.h.
#pragma once

#include "desk/context.h"
#include "exchange/transport.h"
#include "value/result.h"

#include <cstddef>
#include <functional>
#include <set>
#include <stop_token>
#include <string>

namespace comity::desk {

/// A line for progress or trouble; any thread.
using Say = std::function<void(const std::string&)>;

/// Carries every package in state `sending` to this peer until all are there, refused or waiting,
/// the peer fails, or `stop`; how many are now complete there. Packages that are started meanwhile
/// join. NET codes when the peer fails: then it should be left alone for a while.
/// DESK-15 when it was stopped before that.
value::Result<std::size_t> push_to(const Context& context, exchange::Transport& transport,
                                   const std::string& node, const Say& say,
                                   const std::stop_token& stop);

/// Tries every peer once, one after the other; how many packages are now complete.
value::Result<std::size_t> push_packages(const Context& context, exchange::Transport& transport,
                                         const Say& say);

/// The nodes that packages are going to.
value::Result<std::set<std::string>> waiting_nodes(const Context& context);

}  // namespace comity::desk
