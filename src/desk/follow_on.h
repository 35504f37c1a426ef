// The draft of what follows from a case: the next request of the same matter, or the disclosure
// that answers in it. What is taken over is request/follow_on.h; this finds the case and the desks.
#pragma once

#include "desk/context.h"
#include "request/follow_on.h"
#include "value/result.h"
#include "value/uuid.h"

#include <string>

namespace comity::desk {

/// DESK-05 unknown case; DESK-24 the other side drafts this; DESK-25 no desk of the State is known
/// for the kind; REQ-02 nothing of this kind follows from the case.
value::Result<request::FollowOn> draft_follow_on(const Context& context, const std::string& kind,
                                                 const value::Uuid& case_id);

}  // namespace comity::desk
