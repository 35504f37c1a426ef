// A matter: the cases of this node that belong together. It is computed, never stored and never
// sent: cases belong together when the same organisation gave them one file number, or when one
// cites the other; and whatever belongs to one of these.
#pragma once

#include "desk/context.h"
#include "value/result.h"
#include "value/uuid.h"

#include <string>
#include <vector>

namespace comity::desk {

struct LinkedCase {
  value::Uuid case_id;
  std::string kind;
  std::string from_desk;
  std::string to_desk;
  std::string state;
  std::string why;  // "file number XA-CYB-2026-0417", "it cites 0192..."
};

/// The other cases of the matter, newest change first. Looks at every case that is kept here.
value::Result<std::vector<LinkedCase>> linked_cases(const Context& context,
                                                    const value::Uuid& case_id);

}  // namespace comity::desk
