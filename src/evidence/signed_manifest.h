// The two manifests as compact JWS, and the salted commitment by which the outer one binds the
// inner one. Their members are in outer_manifest.h and inner_manifest.h.
#pragma once

#include "crypto/certificate.h"
#include "crypto/signer.h"
#include "evidence/inner_manifest.h"
#include "evidence/outer_manifest.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace comity::evidence {

/// A desk's key with its certificate chain, the desk's own first.
struct SigningDesk {
  crypto::Signer* signer = nullptr;
  std::vector<crypto::Certificate> chain;
};

template <class Manifest>
struct Signed {
  Manifest manifest;
  std::vector<crypto::Certificate> chain;
};

value::Result<std::string> sign_outer(const OuterManifest& outer, const SigningDesk& desk);
value::Result<std::string> sign_inner(const InnerManifest& inner, const SigningDesk& desk);

/// Form and signature under the first certificate of the chain that travels with it. Whether that
/// certificate is the sender's is for the caller. PKG-05 (outer) or PKG-15 (inner): not a JWS of
/// its type, or the signature does not verify; otherwise as decode_outer, decode_inner.
value::Result<Signed<OuterManifest>> read_outer(std::string_view jws);
value::Result<Signed<InnerManifest>> read_inner(std::string_view jws);

using Salt = std::array<std::uint8_t, 32>;

/// SHA-256("comity/inner/v1\n" || salt || the inner JWS).
value::Digest commitment_of(const Salt& salt, std::string_view inner_jws);

struct SaltedInner {
  Salt salt{};
  std::string jws;
};

/// The plaintext of object 0: the salt in base64, a line end, the inner JWS.
value::Bytes encode_salted(const SaltedInner& inner);

/// PKG-14 when it is not that form.
value::Result<SaltedInner> decode_salted(value::BytesView plain);

}  // namespace comity::evidence
