#include "cli/each_case.h"

#include "casework/case_store.h"
#include "node/opened.h"
#include "value/result.h"

#include <cstddef>
#include <functional>
#include <optional>

namespace comity::cli {
namespace {

constexpr std::size_t page = 200;

bool offered(node::OpenNode& node, const casework::CaseRow& row) {
  return node.context().law.lifecycles.for_kind(row.schema.substr(0, row.schema.find('/'))) !=
         nullptr;
}

}  // namespace

value::Result<void> each_case(node::OpenNode& node, bool own,
                              const std::function<bool(const casework::CaseRow&)>& see) {
  std::optional<casework::CaseRow> cursor;
  while (true) {
    auto rows = node.database().cases().cases(own, cursor, page);
    if (!rows) {
      return value::fail(rows.error());
    }
    for (const casework::CaseRow& row : *rows) {
      if (offered(node, row) && !see(row)) {
        return {};
      }
    }
    if (rows->size() < page) {
      return {};
    }
    cursor = rows->back();
  }
}

}  // namespace comity::cli
