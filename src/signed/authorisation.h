// A person's signature under an act: compact JWS, ES256, over {payload digest, act, role, desk,
// person, time}. It is detached: made before the organisation signs, bound by the envelope
// (signed/envelope.h). Format: docs/protocol/envelope.md, "Authorisation".
#pragma once

#include "crypto/certificate.h"
#include "crypto/signer.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace comity::signed_ {

struct Authorisation {
  value::Digest payload;  ///< SHA-256 of the exact payload bytes
  std::string act;        ///< document type: "preservation_request", "decision_grant", "key_set"
  std::string role;       ///< cl_row_role, or "administrator" for key sets
  std::string desk;
  std::string person;
  value::Instant time;        ///< claimed by the person's machine
  value::Digest certificate;  ///< fingerprint of the person's certificate (x5t#S256)
};

/// Signs; `certificate` is taken from the signer, whatever stands in `claim`.
value::Result<std::string> authorise(const Authorisation& claim, crypto::Signer& person);

/// Reads the claims without checking the signature. SIGN-01 when it is no authorisation of this
/// version.
value::Result<Authorisation> read_authorisation(std::string_view compact);

/// Checks the signature with the certificate the claims name (SIGN-02 another certificate, SIGN-03
/// wrong).
value::Result<void> verify_authorisation(std::string_view compact,
                                         const crypto::Certificate& person);

/// What the envelope's protected header carries as `auth`: none can be stripped, added or
/// reordered.
value::Digest bind_authorisations(const std::vector<std::string>& authorisations);

}  // namespace comity::signed_
