#include "desk/context.h"

#include "exchange/directory.h"
#include "value/result.h"

#include <string>

namespace comity::desk {

value::Result<const exchange::KnownNode*> own_node(const Context& context,
                                                   const exchange::Directory& directory) {
  const exchange::KnownNode* own = directory.node(context.node);
  if (own == nullptr || own->chain.empty()) {
    return value::fail("DESK-01", context.node);
  }
  return own;
}

value::Result<DeskSecrets> secrets_of(const Context& context, const std::string& desk) {
  const auto found = context.desks.find(desk);
  if (found == context.desks.end() || found->second.signer == nullptr) {
    return value::fail("DESK-02", desk);
  }
  return found->second;
}

}  // namespace comity::desk
