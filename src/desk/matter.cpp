#include "desk/matter.h"

#include "casework/case_store.h"
#include "desk/case_file.h"
#include "desk/context.h"
#include "desk/each_case.h"
#include "exchange/directory.h"
#include "record/view.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

/// What a case is found by: its file numbers, each with the node that gave it, and what it cites.
struct Entry {
  LinkedCase linked;
  std::set<std::string> numbers;  // "xa XA-CYB-2026-0417"
  std::set<std::string> cites;
};

std::string node_of(const Context& context, const std::string& desk) {
  if (context.desks.contains(desk)) {
    return context.node;
  }
  const exchange::KnownNode* known = context.directory.now()->of_desk(desk);
  return known != nullptr ? known->node : desk;
}

void add_number(Entry& entry, const std::string& node, const record::View& record,
                const char* field) {
  if (const auto number = record.at(field).text(); number && !number->empty()) {
    entry.numbers.insert(node + " " + *number);
  }
}

Entry entry_of(const Context& context, const casework::CaseRow& row, const CaseFile& file) {
  Entry entry{{row.case_id,
               row.schema.substr(0, row.schema.find('/')),
               row.from_desk,
               row.to_desk,
               file.state.state,
               {}},
              {},
              {}};
  for (const FiledStatement& filed : file.statements) {
    const record::View record(&filed.content.record);
    const std::string node = node_of(context, filed.content.head.from_desk);
    if (filed.content.head.opens()) {
      add_number(entry, node, record, "case_ref_requesting");
      const auto cited = record.at("preservation_refs").texts();
      entry.cites.insert(cited.begin(), cited.end());
    } else if (filed.content.head.document == "acknowledgement") {
      add_number(entry, node, record, "case_ref_requested");
    }
  }
  return entry;
}

Result<std::vector<Entry>> all_entries(const Context& context) {
  std::vector<Entry> entries;
  for (const bool own : {true, false}) {
    auto looked = each_case(context, own, [&](const casework::CaseRow& row) {
      if (auto file = load_case(context, row.case_id)) {
        entries.push_back(entry_of(context, row, *file));
      }
      return true;
    });
    if (!looked) {
      return fail(looked.error());
    }
  }
  return entries;
}

/// Why the two belong together; empty when they do not.
std::string link(const Entry& one, const Entry& other) {
  for (const std::string& number : one.numbers) {
    if (other.numbers.contains(number)) {
      return "file number " + number.substr(number.find(' ') + 1);
    }
  }
  if (other.cites.contains(one.linked.case_id.text())) {
    return "it cites " + one.linked.case_id.text();
  }
  return one.cites.contains(other.linked.case_id.text()) ? "cited by " + one.linked.case_id.text()
                                                         : std::string();
}

}  // namespace

Result<std::vector<LinkedCase>> linked_cases(const Context& context, const value::Uuid& case_id) {
  auto entries = all_entries(context);
  if (!entries) {
    return fail(entries.error());
  }
  const auto start = std::find_if(entries->begin(), entries->end(), [&](const Entry& each) {
    return each.linked.case_id == case_id;
  });
  std::vector<LinkedCase> found;
  if (start == entries->end()) {
    return found;
  }
  std::vector<Entry> reached{std::move(*start)};
  entries->erase(start);
  for (std::size_t next = 0; next < reached.size(); ++next) {
    for (auto each = entries->begin(); each != entries->end();) {
      std::string why = link(reached[next], *each);
      if (why.empty()) {
        ++each;
        continue;
      }
      each->linked.why = std::move(why);
      found.push_back(each->linked);
      reached.push_back(std::move(*each));
      each = entries->erase(each);
    }
  }
  return found;
}

}  // namespace comity::desk
