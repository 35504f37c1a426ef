// The law carried in the program, read: for commands that need no node (draft, check, authorise).
#pragma once

#include "desk/law.h"
#include "value/result.h"

namespace comity::node {

value::Result<desk::Law> read_embedded_law();

}  // namespace comity::node
