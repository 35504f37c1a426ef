// What one case must know of another is a statement placed in it (casework text 5.0, "Matter"): the
// receipt of an MLA request stands in each preservation case that it cites, so that the
// preservation runs on until the request is decided (Art. 42(8)).
#pragma once

#include "desk/context.h"
#include "desk/opened_letter.h"
#include "desk/own_statement.h"
#include "value/result.h"

#include <vector>

namespace comity::desk {

/// The statements that admitting `opened` adds to other cases of this node; mostly none.
value::Result<std::vector<OwnStatement>> placements(const Context& context,
                                                    const OpenedLetter& opened);

}  // namespace comity::desk
