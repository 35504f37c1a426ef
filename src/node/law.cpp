#include "node/law.h"

#include "data/data.h"
#include "desk/law.h"
#include "value/result.h"

namespace comity::node {

value::Result<desk::Law> read_embedded_law() {
  return desk::read_law({data::file, data::paths_in("state-profiles/")});
}

}  // namespace comity::node
