#include "casework/history.h"

#include "casework/case_statement.h"
#include "value/digest.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace comity::casework {

namespace {

using Known = std::map<value::Digest, const CaseStatement*>;

struct Edges {
  std::map<value::Digest, std::set<value::Digest>> children;
  std::map<value::Digest, std::size_t> open_parents;
  std::set<value::Digest> ready;  // smallest first
};

Edges edges_of(const Known& known) {
  Edges edges;
  for (const auto& [digest, statement] : known) {
    const std::set<value::Digest> parents(statement->after.begin(), statement->after.end());
    edges.open_parents[digest] = parents.size();
    for (const auto& parent : parents) {
      edges.children[parent].insert(digest);
    }
    if (parents.empty()) {
      edges.ready.insert(digest);
    }
  }
  return edges;
}

std::vector<const CaseStatement*> in_order(const Known& known) {
  auto edges = edges_of(known);
  std::vector<const CaseStatement*> order;
  while (!edges.ready.empty()) {
    const auto digest = *edges.ready.begin();
    edges.ready.erase(edges.ready.begin());
    order.push_back(known.at(digest));
    for (const auto& child : edges.children[digest]) {
      if (--edges.open_parents[child] == 0) {
        edges.ready.insert(child);
      }
    }
  }
  return order;
}

}  // namespace

History::History(const std::vector<CaseStatement>& statements) {
  Known known;
  for (const auto& statement : statements) {
    known.emplace(statement.digest, &statement);
  }
  std::map<value::Digest, std::size_t> index_of;
  const auto order = in_order(known);
  for (const auto* statement : order) {
    Node node{statement, {}, Subset(order.size(), false)};
    for (const auto& parent : statement->after) {
      const auto index = index_of.at(parent);
      node.parents.push_back(index);
      node.past[index] = true;
      const auto& earlier = nodes_[index].past;
      for (std::size_t each = 0; each < index; ++each) {
        node.past[each] = node.past[each] || earlier[each];
      }
    }
    index_of.emplace(statement->digest, nodes_.size());
    nodes_.push_back(std::move(node));
  }
  for (const auto& [digest, statement] : known) {
    if (index_of.contains(digest)) {
      continue;
    }
    std::set<value::Digest> missing(statement->after.begin(), statement->after.end());
    std::erase_if(missing, [&](const auto& parent) { return known.contains(parent); });
    waiting_.push_back({statement, {missing.begin(), missing.end()}});
  }
}

std::optional<std::size_t> History::last_parent(std::size_t index) const {
  const auto& parents = nodes_.at(index).parents;
  if (parents.empty()) {
    return std::nullopt;
  }
  // A parent comes after all it has seen, so only the last in order can have seen the others.
  const auto last = *std::max_element(parents.begin(), parents.end());
  const bool saw_all = std::all_of(parents.begin(), parents.end(), [&](std::size_t parent) {
    return parent == last || nodes_[last].past[parent];
  });
  return saw_all ? std::optional(last) : std::nullopt;
}

std::optional<std::size_t> History::opening() const {
  for (std::size_t index = 0; index < nodes_.size(); ++index) {
    if (nodes_[index].parents.empty() && nodes_[index].statement->document == "request") {
      return index;
    }
  }
  return std::nullopt;
}

std::vector<value::Digest> History::heads() const {
  std::vector<bool> followed(nodes_.size(), false);
  for (const auto& node : nodes_) {
    for (const auto parent : node.parents) {
      followed[parent] = true;
    }
  }
  std::vector<value::Digest> heads;
  for (std::size_t index = 0; index < nodes_.size(); ++index) {
    if (!followed[index]) {
      heads.push_back(nodes_[index].statement->digest);
    }
  }
  std::sort(heads.begin(), heads.end());
  return heads;
}

}  // namespace comity::casework
