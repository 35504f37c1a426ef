// The latest checkpoint seen of each peer's ledger: carried by every letter, remembered here, told
// back to the peer when it starts again. Two notes of equal size and different roots prove a fork.
#pragma once

#include "desk/context.h"
#include "value/result.h"

#include <string>

namespace comity::desk {

enum class Remembered { newer, not_newer, forked };

/// `note` is a checkpoint whose signature was checked. A larger one replaces what is remembered; of
/// two that prove a fork both are kept for ever, and the first stays.
value::Result<Remembered> remember_checkpoint(const Context& context, const std::string& note);

}  // namespace comity::desk
