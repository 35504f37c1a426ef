#include "merkle/chunk_root.h"

#include "merkle/tree_hash.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <algorithm>

namespace comity::merkle {

void ChunkRoot::update(value::BytesView piece) {
  if (!partial_.empty()) {
    const auto taken = std::min(piece.size(), chunk_size - partial_.size());
    const auto head = piece.first(taken);
    partial_.insert(partial_.end(), head.begin(), head.end());
    piece = piece.subspan(taken);
    if (partial_.size() < chunk_size) {
      return;
    }
    frontier_.append(leaf_hash(partial_));
    partial_.clear();
  }
  for (; piece.size() >= chunk_size; piece = piece.subspan(chunk_size)) {
    frontier_.append(leaf_hash(piece.first(chunk_size)));
  }
  partial_.assign(piece.begin(), piece.end());
}

value::Digest ChunkRoot::root() const {
  if (partial_.empty()) {
    return frontier_.root();
  }
  Frontier whole = frontier_;
  whole.append(leaf_hash(partial_));
  return whole.root();
}

value::Digest chunk_root(value::BytesView object) {
  ChunkRoot root;
  root.update(object);
  return root.root();
}

}  // namespace comity::merkle
