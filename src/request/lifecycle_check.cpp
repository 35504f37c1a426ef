#include "request/lifecycle_check.h"

#include "request/lifecycle.h"
#include "value/result.h"

#include <algorithm>
#include <set>
#include <string>

namespace comity::request {

namespace {

std::string named(const Machine& machine, const Row& row) {
  return machine.id + " " + row.from + " -> " + row.to;
}

value::Result<void> check_row(const Machine& machine, const Row& row) {
  if (row.is_private != row.documents.empty()) {
    return value::fail("REQ-LIFE-07", named(machine, row));
  }
  if (row.is_private && row.when != Condition{}) {
    return value::fail("REQ-LIFE-07", named(machine, row) + " is private and has a condition");
  }
  auto starts = row.also_from;
  starts.push_back(row.from);
  for (const auto& start : starts) {
    if (!machine.states.contains(start)) {
      return value::fail("REQ-LIFE-04", named(machine, row) + " starts where nothing leads");
    }
    if (machine.final_states.contains(start) && !row.keeps_state) {
      return value::fail("REQ-LIFE-04", named(machine, row) + " leaves a final state");
    }
  }
  return {};
}

bool share_start(const Row& a, const Row& b) {
  return b.starts_at(a.from) || std::any_of(a.also_from.begin(), a.also_from.end(),
                                            [&](const auto& start) { return b.starts_at(start); });
}

bool share_document(const Row& a, const Row& b) {
  return std::any_of(a.documents.begin(), a.documents.end(),
                     [&](const auto& document) { return b.carries(document); });
}

// Two rows are told apart by start, document, side or content; otherwise both sides could compute
// different states.
bool clash(const Row& a, const Row& b) {
  return a.side == b.side && share_document(a, b) && share_start(a, b) &&
         (a.when == b.when || a.when == Condition{} || b.when == Condition{});
}

}  // namespace

value::Result<void> check_machine(const Machine& machine) {
  for (auto row = machine.rows.begin(); row != machine.rows.end(); ++row) {
    if (auto checked = check_row(machine, *row); !checked) {
      return checked;
    }
    const auto other =
        std::find_if(machine.rows.begin(), row, [&](const Row& each) { return clash(each, *row); });
    if (other != row) {
      return value::fail("REQ-LIFE-05", named(machine, *row) + " and " + named(machine, *other));
    }
  }
  for (const auto& state : machine.final_states) {
    if (!machine.states.contains(state)) {
      return value::fail("REQ-LIFE-04", machine.id + " never reaches " + state);
    }
  }
  return {};
}

}  // namespace comity::request
