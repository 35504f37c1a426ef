// Sealing to a recipient and opening, as age v1 files (c2sp.org/age): header with one stanza per
// recipient, then ChaCha20-Poly1305 chunks of 64 KiB. Opening asks the port in crypto/opener.h; the
// chunk cipher alone is in crypto/age_stream.h, the header in crypto/age_header.h.
#pragma once

#include "crypto/age_head.h"
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
  /// A file with a key of its own; the codes of make_age_head.
  static value::Result<AgeSealer> begin(std::span<const Recipient> recipients,
                                        value::Random& random);

  /// Goes on after `chunks` whole chunks of 64 KiB, none of them the final one. The caller answers
  /// for it that what follows is what followed the last time, if there was one: no two plaintexts
  /// under one chunk's number.
  explicit AgeSealer(AgeHead head, std::uint64_t chunks = 0);

  /// The age header and the 16-octet payload nonce: the first bytes of the file.
  [[nodiscard]] value::BytesView header() const { return header_; }

  /// SHA-256 of the age header alone, up to the line end after its MAC: goes into manifests.
  [[nodiscard]] const value::Digest& header_digest() const { return header_digest_; }

  /// Appends the chunks that `plain` completes to `out`.
  value::Result<void> update(value::BytesView plain, value::Bytes& out);

  /// Appends the final chunk; nothing may follow.
  value::Result<void> finish(value::Bytes& out);

 private:
  value::Bytes header_;
  value::Digest header_digest_;
  AgeStream stream_;
  value::Bytes pending_;
  std::uint64_t counter_;
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
