// The hashes of an RFC 6962 section 2.1 tree: leaves, nodes and the root of a list. A tree that
// grows is in merkle/frontier.h, proofs in merkle/proof.h.
#pragma once

#include "value/bytes.h"
#include "value/digest.h"

#include <span>

namespace comity::merkle {

/// SHA-256(0x00 || entry).
value::Digest leaf_hash(value::BytesView entry);

/// SHA-256(0x01 || left || right).
value::Digest node_hash(const value::Digest& left, const value::Digest& right);

/// SHA-256 of the empty string.
value::Digest empty_root();

/// The root of the tree over these leaf hashes.
value::Digest root_of(std::span<const value::Digest> leaves);

}  // namespace comity::merkle
