#include "request/lifecycle.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {

namespace {

bool holds(const std::vector<std::string>& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

std::string_view side_text(Side side) { return side == Side::sender ? "sender" : "recipient"; }

bool Row::starts_at(std::string_view state) const {
  return from == state || holds(also_from, state);
}

bool Row::carries(std::string_view document) const { return holds(documents, document); }

bool Machine::names(std::string_view document) const {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const Row& row) { return row.carries(document); });
}

std::vector<std::string> Machine::places(std::string_view state, Side side) const {
  std::vector<std::string> reached{std::string(state)};
  for (std::size_t next = 0; next < reached.size(); ++next) {
    for (const auto& row : rows) {
      if (row.is_private && row.side == side && row.starts_at(reached[next]) &&
          !holds(reached, row.to)) {
        reached.push_back(row.to);
      }
    }
  }
  return reached;
}

const Machine* Lifecycles::for_kind(std::string_view kind) const {
  if (joining(kind) != nullptr) {
    return nullptr;
  }
  const auto found = std::find_if(machines.begin(), machines.end(), [&](const Machine& machine) {
    return holds(machine.kinds, kind);
  });
  return found == machines.end() ? nullptr : &*found;
}

const Join* Lifecycles::joining(std::string_view kind) const {
  const auto found = joins.find(kind);
  return found == joins.end() ? nullptr : &found->second;
}

const Machine* Lifecycles::machine(std::string_view id) const {
  const auto found = std::find_if(machines.begin(), machines.end(),
                                  [&](const Machine& machine) { return machine.id == id; });
  return found == machines.end() ? nullptr : &*found;
}

std::string document_of(std::string_view type, const Lifecycles& lifecycles) {
  if (const Join* join = lifecycles.joining(type)) {
    return join->document;
  }
  return std::string(lifecycles.for_kind(type) == nullptr ? type : "request");
}

}  // namespace comity::request
