// JSON Web Signatures (RFC 7515) narrowed to what the protocol uses: ES256 (RFC 7518 section 3.4)
// under a P-256 certificate, everything protected. Whose certificate counts is for the caller.
#pragma once

#include "codec/json.h"
#include "crypto/certificate.h"
#include "crypto/signer.h"
#include "value/bytes.h"
#include "value/result.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace comity::crypto {

/// The three parts as text (exactly what was signed) and as values.
struct Jws {
  std::string protected_text;
  std::string payload_text;
  std::string signature_text;
  codec::Json header;
  value::Bytes payload;
  value::Bytes signature;
};

/// The parts of a flattened JWS (RFC 7515 section 7.2.2) or a split compact one, not yet verified.
/// JWS-01 a part is not canonical base64url; JWS-02 the header is no strict JSON object; JWS-03 its
/// alg is not ES256; JWS-04 it has crit, b64, or points to a key (jwk, jku, x5u); JWS-05 its typ is
/// not `type`; JWS-06 the signature is not 64 octets.
value::Result<Jws> parse_jws(std::string_view protected_text, std::string_view payload_text,
                             std::string_view signature_text, std::string_view type);

/// The compact form (RFC 7515 section 7.1): the same, and JWS-01 unless there are three parts.
value::Result<Jws> parse_compact(std::string_view text, std::string_view type);

/// What is signed: ASCII(protected '.' payload), RFC 7515 section 5.1.
std::string signing_input(std::string_view protected_text, std::string_view payload_text);

/// JWS-07 when the signature was not made by the certificate's key over these parts.
value::Result<void> verify_jws(const Jws& jws, const Certificate& certificate);

/// Sets alg to ES256 in `header`, which carries typ and whatever the format asks for.
value::Result<Jws> sign_jws(codec::Json::Object header, value::BytesView payload, Signer& signer);

std::string compact_text(const Jws& jws);

/// sign_jws, then compact_text.
value::Result<std::string> sign_compact(codec::Json::Object header, value::BytesView payload,
                                        Signer& signer);

/// The member x5c (RFC 7515 section 4.1.6): the signer's certificate first.
codec::Json x5c_of(std::span<const Certificate> chain);

/// The certificates of x5c, one to four, each issued by the next: JWS-08 when the member is missing
/// or malformed, CRYPTO-01, 02, 04 and 05 as in crypto/certificate.h.
value::Result<std::vector<Certificate>> chain_of(const codec::Json& header);

/// The value of x5t#S256 (RFC 7515 section 4.1.8) for a certificate.
std::string thumbprint_of(const Certificate& certificate);

}  // namespace comity::crypto
