#include "desk/each_case.h"

#include "casework/case_store.h"
#include "desk/context.h"
#include "value/result.h"

#include <cstddef>
#include <functional>
#include <optional>

namespace comity::desk {
namespace {

constexpr std::size_t page = 200;

bool offered(const Context& context, const casework::CaseRow& row) {
  return context.law.lifecycles.for_kind(row.schema.substr(0, row.schema.find('/'))) != nullptr;
}

}  // namespace

value::Result<void> each_case(const Context& context, bool own,
                              const std::function<bool(const casework::CaseRow&)>& see) {
  std::optional<casework::CaseRow> cursor;
  while (true) {
    auto rows = context.stores.cases.cases(own, cursor, page);
    if (!rows) {
      return value::fail(rows.error());
    }
    for (const casework::CaseRow& row : *rows) {
      if (offered(context, row) && !see(row)) {
        return {};
      }
    }
    if (rows->size() < page) {
      return {};
    }
    cursor = rows->back();
  }
}

}  // namespace comity::desk
