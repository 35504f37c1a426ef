// The statements of a case as a graph: an order both sides compute alike, and who could have known
// of whom. What the statements do is in casework/place.h.
#pragma once

#include "casework/case_statement.h"
#include "value/digest.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace comity::casework {

/// A set of statements by their place in the order.
using Subset = std::vector<bool>;

struct Waiting {
  const CaseStatement* statement;
  std::vector<value::Digest> missing;  // parents nobody has sent; empty when a parent waits
};

/// Topological order, ties to the smallest payload digest, of every statement whose whole past is
/// here. A subset that holds the past of each of its members keeps this order, so one order serves
/// every view. Borrows the statements.
class History {
 public:
  explicit History(const std::vector<CaseStatement>& statements);

  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  [[nodiscard]] const CaseStatement& at(std::size_t index) const {
    return *nodes_.at(index).statement;
  }

  [[nodiscard]] const Subset& past(std::size_t index) const { return nodes_.at(index).past; }

  /// The one parent that has seen all the others; none when the statement joins branches.
  [[nodiscard]] std::optional<std::size_t> last_parent(std::size_t index) const;

  [[nodiscard]] bool concurrent(std::size_t a, std::size_t b) const {
    return a != b && !past(a)[b] && !past(b)[a];
  }

  /// The request that opens the case: the first without parents.
  [[nodiscard]] std::optional<std::size_t> opening() const;

  [[nodiscard]] const std::vector<Waiting>& waiting() const { return waiting_; }

  /// The statements nothing in the order comes after, by digest.
  [[nodiscard]] std::vector<value::Digest> heads() const;

 private:
  struct Node {
    const CaseStatement* statement;
    std::vector<std::size_t> parents;
    Subset past;
  };

  std::vector<Node> nodes_;
  std::vector<Waiting> waiting_;
};

}  // namespace comity::casework
