// The 16-octet key of one age file: a secret for as long as it lives, overwritten when it dies.
// What is derived from it is in crypto/age_header.h (MAC) and crypto/age_stream.h (payload).
#pragma once

#include "value/bytes.h"
#include "value/ports.h"
#include "value/result.h"

#include <array>
#include <cstdint>
#include <span>

namespace comity::crypto {

/// Copies are overwritten likewise.
class FileKey {
 public:
  static FileKey random(value::Random& random);

  /// AGE-09 unless there are 16 octets.
  static value::Result<FileKey> from(value::BytesView octets);

  FileKey(const FileKey&) = default;
  FileKey& operator=(const FileKey&) = default;
  ~FileKey();

  [[nodiscard]] value::BytesView view() const { return octets_; }

 private:
  FileKey() = default;

  std::array<std::uint8_t, 16> octets_{};
};

/// Overwrites a secret in a way the compiler keeps.
void cleanse(std::span<std::uint8_t> secret);

}  // namespace comity::crypto
