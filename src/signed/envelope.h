// The organisation's signature over a payload and its authorisations: JWS in flattened JSON form
// (RFC 7515 section 7.2.2), ES256, made last by the desk's key. Whether that key was good at that
// time is signed/key_chain.h. Format: docs/protocol/envelope.md.
#pragma once

#include "crypto/certificate.h"
#include "crypto/signer.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <string>
#include <vector>

namespace comity::signed_ {

inline constexpr std::size_t max_envelope_bytes = 128UL * 1024;
inline constexpr std::size_t max_payload_bytes = 64UL * 1024;

struct Envelope {
  value::Bytes payload;
  value::Digest payload_digest;
  std::vector<std::string> authorisations;
  std::vector<crypto::Certificate> chain;  ///< x5c: the signing certificate first, its issuer next
};

/// Reads and checks the signature with the first certificate of the chain, and that the
/// authorisations are those that were signed. Codes: SIGN-04 too large, SIGN-05 not an envelope of
/// this version (an unprotected header included), SIGN-06 wrong signature, SIGN-07 authorisations
/// stripped, added or reordered, SIGN-08 the chain does not hold.
value::Result<Envelope> read_envelope(value::BytesView bytes);

struct Signing {
  crypto::Signer& key;
  const crypto::Certificate* issuer;  ///< follows the signer's certificate in x5c; null for a root
};

/// The exact bytes to keep, log and send.
value::Result<value::Bytes> make_envelope(value::BytesView payload,
                                          const std::vector<std::string>& authorisations,
                                          const Signing& signing);

}  // namespace comity::signed_
