// What one case must know of another is a statement placed in it (casework text 5.0, "Matter"): the
// receipt of an MLA request stands in each preservation case that it cites, so that the
// preservation runs on until the request is decided (Art. 42(8)).
#pragma once

#include "desk/case_file.h"
#include "desk/context.h"
#include "desk/opened_letter.h"
#include "desk/own_statement.h"
#include "value/result.h"

#include <string>
#include <vector>

namespace comity::desk {

/// The case was opened by a desk of `node` at a desk of this node. Who cites a case that another
/// opened learns nothing, and the other is told nothing.
bool was_asked_by(const Context& context, const CaseFile& file, const std::string& node);

/// The statements that admitting `opened` adds to other cases of this node; mostly none.
value::Result<std::vector<OwnStatement>> placements(const Context& context,
                                                    const OpenedLetter& opened);

}  // namespace comity::desk
