// The latest checkpoint seen of each peer's ledger: carried by every letter, remembered here, told
// back to the peer when it starts again. Two notes of equal size and different roots prove a fork
// by themselves; notes of different sizes are held together by the peer's own tiles
// (peer_history.h).
#pragma once

#include "desk/context.h"
#include "value/result.h"

#include <cstddef>
#include <string>

namespace comity::desk {

enum class Remembered { newer, not_newer, forked };

/// `note` is a checkpoint whose signature was checked. A larger one replaces what is remembered; of
/// two that prove a fork both are kept for ever, and the first stays. One that is smaller is put
/// aside for peer_history.h.
value::Result<Remembered> remember_checkpoint(const Context& context, const std::string& note);

/// Keeps two notes that contradict each other, and commits to them in this node's own ledger. Of
/// one ledger at most `most_contradictions` are kept: one is enough to prove it, and who told two
/// histories could tell thousands. False when it was kept before or there are enough.
value::Result<bool> keep_contradiction(const Context& context, const std::string& origin,
                                       const std::string& one, const std::string& other);

inline constexpr std::size_t most_contradictions = 16;

/// Under which name PeerStore remembers, beside the latest note of a ledger, the newest one that
/// its tiles were found to lead to, and a smaller one that has not been held against them. No
/// origin has a space in it.
inline std::string proven_name(const std::string& origin) { return "proven " + origin; }

inline std::string smaller_name(const std::string& origin) { return "smaller " + origin; }

}  // namespace comity::desk
