#include "ledger/rollback.h"

#include "ledger/checkpoint.h"
#include "ledger/tile_nodes.h"
#include "ledger/vkey.h"
#include "value/result.h"

#include <string>
#include <string_view>

namespace comity::ledger {

value::Result<void> continues_memory(const OwnLog& own, std::string_view remembered_note) {
  const auto remembered = open_checkpoint(remembered_note, own.key);
  if (!remembered) {
    return value::fail("LEDGER-23", std::string(remembered.error().code.text()) + ": " +
                                        remembered.error().detail);
  }
  const auto& head = remembered->head;
  if (head.size > own.head.size) {
    return value::fail("LEDGER-21", "a peer remembers " + std::to_string(head.size) +
                                        " entries, this log has " + std::to_string(own.head.size));
  }
  if (head.size == own.head.size) {
    if (head.root == own.head.root) {
      return {};
    }
    return value::fail("LEDGER-22", "two roots for " + std::to_string(head.size) + " entries");
  }
  const auto root = root_from_tiles(own.tiles, own.head.size, head.size);
  if (!root) {
    return value::fail(root.error());
  }
  if (*root != head.root) {
    return value::fail("LEDGER-22", "another root for " + std::to_string(head.size) + " entries");
  }
  return {};
}

value::Result<void> prove_fork(std::string_view one, std::string_view other,
                               const VerifierKey& key) {
  const auto first = open_checkpoint(one, key);
  if (!first) {
    return value::fail(first.error());
  }
  const auto second = open_checkpoint(other, key);
  if (!second) {
    return value::fail(second.error());
  }
  if (first->head.size != second->head.size || first->head.root == second->head.root) {
    return value::fail("LEDGER-24", "sizes " + std::to_string(first->head.size) + " and " +
                                        std::to_string(second->head.size));
  }
  return {};
}

}  // namespace comity::ledger
