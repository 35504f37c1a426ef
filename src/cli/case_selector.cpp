#include "cli/case_selector.h"

#include "casework/case_store.h"
#include "desk/case_file.h"
#include "desk/each_case.h"
#include "node/opened.h"
#include "record/view.h"
#include "value/result.h"
#include "value/uuid.h"

#include <string>
#include <vector>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

bool refers(node::OpenNode& node, const casework::CaseRow& row, const std::string& selector) {
  if (row.case_id.text().starts_with(selector) || row.schema == selector + "/1") {
    return true;
  }
  auto file = desk::load_case(node.context(), row.case_id);
  if (!file || file->opening() == nullptr) {
    return false;
  }
  const record::View record(&file->opening()->content.record);
  return record.at("case_ref_requesting").text() == selector;
}

}  // namespace

Result<value::Uuid> select_case(node::OpenNode& node, const std::string& selector) {
  if (auto id = value::parse_uuid(selector)) {
    return id;
  }
  std::vector<value::Uuid> fitting;
  for (const bool own : {true, false}) {
    auto looked = desk::each_case(node.context(), own, [&](const casework::CaseRow& row) {
      if (refers(node, row, selector)) {
        fitting.push_back(row.case_id);
      }
      return true;
    });
    if (!looked) {
      return fail(looked.error());
    }
  }
  if (fitting.size() != 1) {
    return fitting.empty() ? fail("DESK-05", selector)
                           : fail("CLI-03", selector + " fits " + std::to_string(fitting.size()));
  }
  return fitting.front();
}

}  // namespace comity::cli
