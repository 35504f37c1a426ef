#include "signed/envelope.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "codec/members.h"
#include "crypto/certificate.h"
#include "crypto/jws.h"
#include "crypto/sha256.h"
#include "signed/authorisation.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::signed_ {
namespace {

using codec::Json;
using value::fail;
using value::Result;

constexpr std::string_view type = "comity-statement+json";
constexpr std::size_t most_authorisations = 16;

struct Parts {
  std::string payload;
  std::string protected_;
  std::string signature;
  std::vector<std::string> authorisations;
};

Result<Parts> read_parts(value::BytesView bytes) {
  auto json = codec::parse_json(bytes, {max_envelope_bytes, 4});
  if (!json) {
    return fail("SIGN-05", std::string(json.error().code.text()) + " " + json.error().detail);
  }
  codec::Members members(*json, "envelope");
  Parts parts{members.text("payload"), members.text("protected"), members.text("signature"), {}};
  for (const Json& item : members.array("authorisations")) {
    // A line end within one would let two pass for one under the same bound digest.
    if (item.text() == nullptr || item.text()->find('\n') != std::string::npos ||
        parts.authorisations.size() == most_authorisations) {
      return fail("SIGN-05", "authorisations");
    }
    parts.authorisations.push_back(*item.text());
  }
  if (auto done = members.finish(); !done) {
    return fail("SIGN-05", done.error().detail);
  }
  return parts;
}

Result<std::string> bound_digest(const Json& header) {
  codec::Members members(header, "protected");
  members.text("alg");
  members.text("typ");
  members.array("x5c");
  std::string auth = members.text("auth");
  if (auto done = members.finish(); !done) {
    return fail("SIGN-05", done.error().detail);
  }
  return auth;
}

std::string auth_text(const std::vector<std::string>& authorisations) {
  return codec::encode_base64url(bind_authorisations(authorisations).view());
}

}  // namespace

Result<Envelope> read_envelope(value::BytesView bytes) {
  if (bytes.size() > max_envelope_bytes) {
    return fail("SIGN-04", std::to_string(bytes.size()) + " octets");
  }
  auto parts = read_parts(bytes);
  if (!parts) {
    return fail(parts.error());
  }
  auto jws = crypto::parse_jws(parts->protected_, parts->payload, parts->signature, type);
  if (!jws) {
    return fail("SIGN-05", std::string(jws.error().code.text()) + " " + jws.error().detail);
  }
  auto chain = crypto::chain_of(jws->header);
  if (!chain) {
    return fail("SIGN-08", std::string(chain.error().code.text()) + " " + chain.error().detail);
  }
  if (auto good = crypto::verify_jws(*jws, chain->front()); !good) {
    return fail("SIGN-06", chain->front().subject_name());
  }
  auto auth = bound_digest(jws->header);
  if (!auth) {
    return fail(auth.error());
  }
  if (*auth != auth_text(parts->authorisations)) {
    return fail("SIGN-07", std::to_string(parts->authorisations.size()) + " authorisations");
  }
  if (jws->payload.size() > max_payload_bytes) {
    return fail("SIGN-04", "payload of " + std::to_string(jws->payload.size()) + " octets");
  }
  const value::Digest digest = crypto::sha256(jws->payload);
  return Envelope{std::move(jws->payload), digest, std::move(parts->authorisations),
                  *std::move(chain)};
}

Result<value::Bytes> make_envelope(value::BytesView payload,
                                   const std::vector<std::string>& authorisations,
                                   const Signing& signing) {
  std::vector<crypto::Certificate> chain{signing.key.certificate()};
  if (signing.issuer != nullptr) {
    chain.push_back(*signing.issuer);
  }
  auto jws = crypto::sign_jws(
      {{"typ", type}, {"auth", auth_text(authorisations)}, {"x5c", crypto::x5c_of(chain)}}, payload,
      signing.key);
  if (!jws) {
    return fail(jws.error());
  }
  const std::string text = codec::write_json(
      Json::Object{{"payload", jws->payload_text},
                   {"protected", jws->protected_text},
                   {"signature", jws->signature_text},
                   {"authorisations", Json::Array(authorisations.begin(), authorisations.end())}});
  if (text.size() > max_envelope_bytes) {
    return fail("SIGN-04", std::to_string(text.size()) + " octets");
  }
  return value::to_bytes(text);
}

}  // namespace comity::signed_
