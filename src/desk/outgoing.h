// One package on its way out: what is to be done next at its receiver, and what is done. It calls
// nobody; desk/push.h does. All of it can be asked of the receiver again, so nothing is stored.
#pragma once

#include "evidence/outer_manifest.h"
#include "exchange/missing_chunks.h"
#include "exchange/package_store.h"
#include "object/upload.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace comity::desk {

enum class Step { announce, ask, chunk, close };

struct Job {
  Step step = Step::announce;
  std::uint32_t object = 0;
  std::uint64_t index = 0;  // of the chunk
  std::uint64_t from = 0;   // its octets before this one are there already

  friend bool operator==(const Job&, const Job&) = default;
};

/// One thread at a time.
class Outgoing {
 public:
  /// PKG codes when the outer manifest cannot be read.
  static value::Result<Outgoing> of(exchange::StoredPackage row);

  /// Nothing when all is done or waits for jobs given out before. A job given out is not given
  /// again unless its outcome or `begin_again` asks for it.
  std::optional<Job> next();

  // Outcomes.
  void announced();
  void told(std::uint32_t object, const exchange::MissingChunks& missing);
  void kept(const Job& job);
  void closed(std::uint32_t object);
  /// What this object needs is not known any more.
  void ask_again(std::uint32_t object);
  /// The connection broke, or the receiver does not know the package.
  void begin_again();

  [[nodiscard]] bool done() const { return first_open_ == objects_.size(); }

  /// Octets that the receiver is known to have.
  [[nodiscard]] std::uint64_t moved() const;

  [[nodiscard]] std::uint64_t length_of(std::uint32_t object) const {
    return outer_.objects[object].extent.length;
  }

  [[nodiscard]] const exchange::StoredPackage& row() const { return row_; }

  exchange::StoredPackage& row() { return row_; }

  [[nodiscard]] const evidence::OuterManifest& outer() const { return outer_; }

  unsigned setbacks = 0;    ///< steps that had to be repeated, for whoever wants to give up
  unsigned mismatches = 0;  ///< how often the receiver found another root

 private:
  enum class Stage { unasked, asking, sending, closing, done };

  struct Object {
    Stage stage = Stage::unasked;
    std::deque<object::ChunkRange> ranges;
    std::deque<exchange::ChunkPart> parts;
    std::uint64_t under_way = 0;
    std::uint64_t missing = 0;  // octets
    bool all_told = true;       // the answer named everything that is missing
  };

  Outgoing(exchange::StoredPackage row, evidence::OuterManifest outer);

  std::optional<Job> next_of(std::uint32_t number);
  Job take_chunk(std::uint32_t number);
  void settle(Object& object);

  exchange::StoredPackage row_;
  evidence::OuterManifest outer_;
  std::vector<Object> objects_;
  std::size_t first_open_ = 0;  // all before it are done
  bool announced_ = false;
  bool announcing_ = false;
};

}  // namespace comity::desk
