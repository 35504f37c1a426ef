#include "verify/damage.h"

#include "crypto/sha256.h"
#include "evidence/sidecar.h"
#include "evidence/source.h"
#include "merkle/tree_hash.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace comity::verify {
namespace {

constexpr std::size_t digest_octets = 32;
using ChunkHolds = std::function<bool(std::uint64_t, value::BytesView)>;

/// Asks for each chunk of the file, and once more with nothing for those that it does not have.
std::optional<std::uint64_t> first_bad(evidence::Source& file, std::uint64_t count,
                                       const ChunkHolds& holds) {
  value::Bytes buffer(object::chunk_size);
  for (std::uint64_t index = 0;; ++index) {
    const auto got = file.read(buffer);
    const std::size_t size = got ? *got : 0;
    if (size == 0 && index >= count) {
      return std::nullopt;
    }
    if (size == 0 || index >= count || !holds(index, std::span(buffer).first(size))) {
      return index;
    }
  }
}

}  // namespace

value::Result<std::vector<value::Digest>> read_leaves(value::BytesView bytes,
                                                      const value::Digest& root) {
  std::vector<value::Digest> leaves;
  for (; bytes.size() >= digest_octets; bytes = bytes.subspan(digest_octets)) {
    auto leaf = value::digest_of(bytes.first(digest_octets));
    if (!leaf) {
      return value::fail(leaf.error());
    }
    leaves.push_back(*leaf);
  }
  if (!bytes.empty() || merkle::root_of(leaves) != root) {
    return value::fail("VER-22", "another root, signed is " + root.hex());
  }
  return leaves;
}

value::Result<evidence::Sidecar> read_midstates(value::BytesView bytes,
                                                const value::Digest& signed_digest) {
  if (const value::Digest digest = crypto::sha256(bytes); digest != signed_digest) {
    return value::fail("PKG-20", "SHA-256 " + digest.hex() + ", signed " + signed_digest.hex());
  }
  return evidence::decode_sidecar(bytes);
}

std::optional<std::uint64_t> first_bad_chunk(evidence::Source& file,
                                             const std::vector<value::Digest>& leaves) {
  return first_bad(file, leaves.size(), [&](std::uint64_t index, value::BytesView chunk) {
    return merkle::leaf_hash(chunk) == leaves[index];
  });
}

std::optional<std::uint64_t> first_bad_chunk(evidence::Source& file,
                                             const evidence::Sidecar& sidecar) {
  return first_bad(file, object::chunk_count(sidecar.length),
                   [&](std::uint64_t index, value::BytesView chunk) {
                     return evidence::check_chunk(sidecar, index, chunk).has_value();
                   });
}

}  // namespace comity::verify
