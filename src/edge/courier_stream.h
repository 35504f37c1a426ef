// The octets of a courier file in order, counted, one block in memory however long the file is.
// What they mean is in edge/courier_import.h.
#pragma once

#include "evidence/source.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace comity::edge {

class CourierStream {
 public:
  explicit CourierStream(evidence::Source& source) : source_(source) {}

  /// Told how many octets have been read, once a block.
  void on_progress(std::function<void(std::uint64_t)> told) { told_ = std::move(told); }

  /// Up to a line feed, which is not given; EXCH-20 when there is none, EXCH-23 when the line is
  /// longer than `most`; SEAL-01.
  value::Result<std::string> line(std::size_t most);

  /// Exactly so many; EDGE-22 when the file ends before; SEAL-01.
  value::Result<value::Bytes> take(std::uint64_t count);

  /// As `take`, and forgets them.
  value::Result<void> pass(std::uint64_t count);

  /// Nothing is left; SEAL-01.
  value::Result<bool> at_end();

  [[nodiscard]] std::uint64_t octets() const { return octets_; }

 private:
  /// Reads the next block when the last one is used up; false at the end.
  value::Result<bool> more();

  template <class Use>
  value::Result<void> each_piece(std::uint64_t count, Use use);

  evidence::Source& source_;
  std::function<void(std::uint64_t)> told_;
  value::Bytes block_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t octets_ = 0;
};

}  // namespace comity::edge
