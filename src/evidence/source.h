// Port: where bytes are read from, once and in order: a file (file_source.h), a stream, a sealed
// object in the store (blob_objects.h). The other end is sink.h.
#pragma once

#include "value/instant.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace comity::evidence {

/// What the system says of a file; equal before and after means that nobody wrote to it through
/// the file system meanwhile.
struct SourceFacts {
  std::uint64_t size = 0;
  value::Instant modified;       // whole seconds
  std::uint32_t nanosecond = 0;  // of the modification
  std::string file;              // device and inode, "64769:131077"

  friend bool operator==(const SourceFacts&, const SourceFacts&) = default;
};

/// One thread at a time, not always the same one.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// Fills `out` from the front and says how much; less than asked only at the end, 0 after it.
  /// SEAL-01 when reading fails.
  virtual value::Result<std::size_t> read(std::span<std::uint8_t> out) = 0;

  /// Goes on from this octet, before anything was read; false for what can only be read in order.
  /// SEAL-01.
  virtual value::Result<bool> begin_at(std::uint64_t octet) { return octet == 0; }

  /// As they are now; nothing for a source that has none. SEAL-01.
  virtual value::Result<std::optional<SourceFacts>> facts() = 0;
};

}  // namespace comity::evidence
