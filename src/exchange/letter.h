// A letter: an outer header signed by the sending desk, and an enclosure sealed to the receiving
// desk as an age file. One line of compact JWS, then the age bytes. Format:
// docs/protocol/letter.md.
#pragma once

#include "crypto/age_recipient.h"
#include "crypto/certificate.h"
#include "crypto/signer.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <string>
#include <vector>

namespace comity::exchange {

inline constexpr std::size_t max_letter_bytes = 256UL * 1024;

struct LetterHeader {
  value::Uuid letter_id;
  std::string from_node;
  std::string to_node;
  std::string from_desk;
  std::string to_desk;
  value::Instant made_at;
  value::Instant expires;
  std::string suite;            ///< "age-mlkem768x25519"
  value::Digest sealed_digest;  ///< SHA-256 of the age file
  std::uint64_t sealed_length = 0;
  std::string checkpoint;  ///< the sender's latest checkpoint, a signed note
};

struct Letter {
  LetterHeader header;
  std::vector<crypto::Certificate> chain;  ///< of the sending desk; judged by the caller
  value::Bytes sealed;
};

/// Checks form, the header's signature with the first certificate of its own chain, and that the
/// sealed bytes are those it names. EXCH-02 not a letter of this version, EXCH-03 wrong signature,
/// EXCH-04 the sealed part is cut or altered, EXCH-05 too large.
value::Result<Letter> read_letter(value::BytesView bytes);

struct LetterParts {
  LetterHeader header;  ///< suite, digest and length are filled in
  value::BytesView enclosure;
  crypto::Recipient recipient;
};

/// The exact bytes to keep and send at every attempt.
value::Result<value::Bytes> make_letter(const LetterParts& parts, crypto::Signer& desk,
                                        const crypto::Certificate& root, value::Random& random);

}  // namespace comity::exchange
