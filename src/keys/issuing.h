// Making X.509 certificates: an organisation's root, and what it certifies. Checking them needs no
// secret and is in crypto/certificate.h. Dates come from the caller: nothing here asks a clock.
#pragma once

#include "crypto/certificate.h"
#include "keys/private_key.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace comity::keys {

struct Validity {
  value::Instant from;
  value::Instant until;
};

/// Common name (desk, person or node name) and organisation; both at most 64 characters (X.520).
struct Subject {
  std::string common_name;
  std::string organisation;
};

/// Names a TLS peer may be reached by. Both ends use one certificate: a node is server and client.
struct TlsNames {
  std::vector<std::string> dns;
  std::vector<std::string> ip;
};

/// A root and its key, as needed to issue. Borrowed for the call.
struct Issuer {
  const crypto::Certificate& certificate;
  const PrivateKey& key;
};

/// Self-signed; a CA that certifies end keys only (pathlen 0), and signs key sets.
/// All three: KEY-07 for a key that is not P-256 or not the issuer's; KEY-08 for a subject, name or
/// validity that a certificate cannot carry; KEY-01 when the library cannot.
value::Result<crypto::Certificate> issue_root(const PrivateKey& key, const Subject& subject,
                                              const Validity& validity, value::Random& random);

/// A desk's or a person's: signs documents. `public_point` as in Certificate::public_point, so the
/// holder's secret stays with the holder.
value::Result<crypto::Certificate> issue_signing(const Issuer& issuer,
                                                 value::BytesView public_point,
                                                 const Subject& subject, const Validity& validity,
                                                 value::Random& random);

struct TlsRequest {
  Subject subject;
  TlsNames names;
  Validity validity;
};

value::Result<crypto::Certificate> issue_tls(const Issuer& issuer, value::BytesView public_point,
                                             const TlsRequest& request, value::Random& random);

}  // namespace comity::keys
