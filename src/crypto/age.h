// Sealing to a recipient and opening, as age v1 files (c2sp.org/age): header with one stanza per
// recipient, then ChaCha20-Poly1305 chunks of 64 KiB. Opening asks the port in crypto/opener.h; the
// chunk cipher alone is in crypto/age_stream.h, the header in crypto/age_header.h.
#pragma once

#include "crypto/age_recipient.h"
#include "crypto/age_stream.h"
#include "crypto/opener.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/ports.h"
#include "value/result.h"

#include <cstdint>
#include <optional>
#include <span>

namespace comity::crypto {

/// One file being sealed, as a stream: write header(), then what update and finish append.
class AgeSealer {
 public:
  /// AGE-12 without recipients; AGE-13 when their suites differ: the weaker one would decide;
  /// AGE-14 for a hybrid recipient where this build lacks the library.
  static value::Result<AgeSealer> begin(std::span<const Recipient> recipients,
                                        value::Random& random);

  /// The age header and the 16-octet payload nonce: the first bytes of the file.
  [[nodiscard]] value::BytesView header() const { return header_; }

  /// SHA-256 of the age header alone, up to the line end after its MAC: goes into manifests.
  [[nodiscard]] const value::Digest& header_digest() const { return header_digest_; }

  /// Appends the chunks that `plain` completes to `out`.
  value::Result<void> update(value::BytesView plain, value::Bytes& out);

  /// Appends the final chunk; nothing may follow.
  value::Result<void> finish(value::Bytes& out);

 private:
  AgeSealer(value::Bytes header, const value::Digest& digest, AgeStream stream);

  value::Bytes header_;
  value::Digest header_digest_;
  AgeStream stream_;
  value::Bytes pending_;
  std::uint64_t counter_ = 0;
};

/// One file being opened, as a stream fed in pieces of any length. What update appends is
/// authenticated chunk by chunk and may be processed; it becomes a file with a name only after
/// finish has succeeded. After an error nothing more comes out.
/// AGE-01 to 03 the header; AGE-04 no stanza is for this opener; AGE-05 the header's MAC is wrong;
/// AGE-06 a chunk was altered; AGE-07 the file was cut off; AGE-08 bytes follow the final chunk;
/// AGE-09 a stanza for this opener is malformed.
class AgeOpener {
 public:
  /// Borrows `opener`.
  explicit AgeOpener(Opener& opener) : opener_(&opener) {}

  value::Result<void> update(value::BytesView sealed, value::Bytes& out);
  value::Result<void> finish(value::Bytes& out);

  /// Known once the header has been read.
  [[nodiscard]] const std::optional<value::Digest>& header_digest() const { return header_digest_; }

 private:
  value::Result<void> read_header();
  value::Result<void> open_chunk(value::BytesView sealed, bool last, value::Bytes& out);
  value::Result<void> failed(value::Error error);

  Opener* opener_;
  std::optional<value::Digest> header_digest_;
  std::optional<AgeStream> stream_;
  std::optional<value::Error> error_;
  value::Bytes pending_;
  std::uint64_t counter_ = 0;
};

/// A whole file at once.
value::Result<value::Bytes> age_seal(std::span<const Recipient> recipients, value::BytesView plain,
                                     value::Random& random);
value::Result<value::Bytes> age_open(Opener& opener, value::BytesView sealed);

}  // namespace comity::crypto
