#include "evidence/relay_check.h"

#include "evidence/block_queue.h"
#include "evidence/sealing.h"
#include "evidence/source.h"
#include "merkle/frontier.h"
#include "merkle/tree_hash.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace comity::evidence {
namespace {

struct Piece {
  value::Bytes bytes;
  value::Digest leaf;
};

/// Chunks in pairs: a second thread hashes the first of each, the caller's reads both and hashes
/// the other.
class TwoHashers {
 public:
  TwoHashers(Source& sealed, const object::Extent& expected)
      : source_(sealed), expected_(expected) {}

  value::Result<void> run(const Progress& progress) {
    std::jthread second;
    try {
      second = std::jthread([this] { hash_pieces(); });
    } catch (const std::system_error& refused) {
      return value::fail("SEAL-06", refused.what());
    }
    const auto read = read_all(progress);
    full_.close();
    return read ? check_root() : read;
  }

 private:
  void hash_pieces() {
    while (auto piece = full_.pop()) {
      piece->leaf = merkle::leaf_hash(piece->bytes);
      hashed_.push(*std::move(piece));
    }
  }

  value::Result<void> read_all(const Progress& progress) {
    const std::uint64_t count = object::chunk_count(expected_.length);
    Piece first;
    Piece second;
    for (std::uint64_t index = 0; index < count; index += 2) {
      if (const auto got = read_piece(index, first); !got) {
        return got;
      }
      full_.push(std::move(first));
      auto got = index + 1 < count ? read_piece(index + 1, second) : value::Result<void>();
      if (got && index + 1 < count) {
        second.leaf = merkle::leaf_hash(second.bytes);
      }
      // Nothing stops that queue, so the piece comes back whatever happened here.
      first = hashed_.pop().value_or(Piece{});
      if (!got) {
        return got;
      }
      frontier_.append(first.leaf);
      if (index + 1 < count) {
        frontier_.append(second.leaf);
      }
      if (progress && !progress(done_)) {
        return value::fail("SEAL-05", "stopped after " + std::to_string(done_) + " octets");
      }
    }
    return check_end();
  }

  value::Result<void> read_piece(std::uint64_t index, Piece& piece) {
    piece.bytes.resize(object::chunk_length(expected_.length, index));
    const auto got = source_.read(piece.bytes);
    if (!got) {
      return value::fail(got.error());
    }
    done_ += *got;
    if (*got != piece.bytes.size()) {
      return value::fail(
          "PKG-09", std::to_string(done_) + " octets, signed " + std::to_string(expected_.length));
    }
    return {};
  }

  value::Result<void> check_end() {
    value::Bytes after(1);
    const auto got = source_.read(after);
    if (!got) {
      return value::fail(got.error());
    }
    if (*got != 0) {
      return value::fail("PKG-09",
                         "longer than the signed " + std::to_string(expected_.length) + " octets");
    }
    return {};
  }

  value::Result<void> check_root() {
    if (const value::Digest root = frontier_.root(); root != expected_.root) {
      return value::fail("PKG-10", "root " + root.hex() + ", signed " + expected_.root.hex());
    }
    return {};
  }

  Source& source_;
  const object::Extent& expected_;
  std::uint64_t done_ = 0;
  merkle::Frontier frontier_;
  BlockQueue<Piece> full_;
  BlockQueue<Piece> hashed_;
};

}  // namespace

value::Result<void> check_extent(Source& sealed, const object::Extent& expected,
                                 const Progress& progress) {
  return TwoHashers(sealed, expected).run(progress);
}

}  // namespace comity::evidence
