#include "signed/authorisation.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "codec/members.h"
#include "crypto/certificate.h"
#include "crypto/jws.h"
#include "crypto/sha256.h"
#include "crypto/signer.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace comity::signed_ {
namespace {

using codec::Json;
using value::fail;
using value::Result;

constexpr std::string_view type = "comity-authorisation+json";
constexpr std::string_view label = "comity/authorisation/v1";
constexpr std::size_t max_bytes = 4096;

Result<value::Digest> thumbprint(const Json& header) {
  codec::Members members(header, "authorisation header");
  members.text("alg");
  members.text("typ");
  const std::string text = members.text("x5t#S256");
  if (auto done = members.finish(); !done) {
    return fail("SIGN-01", done.error().detail);
  }
  auto octets = codec::decode_base64url(text);
  if (!octets) {
    return fail("SIGN-01", "x5t#S256");
  }
  return value::digest_of(*octets);
}

}  // namespace

Result<std::string> authorise(const Authorisation& claim, crypto::Signer& person) {
  const std::string payload = codec::write_json(Json::Object{{"label", label},
                                                             {"payload", claim.payload.hex()},
                                                             {"act", claim.act},
                                                             {"role", claim.role},
                                                             {"desk", claim.desk},
                                                             {"person", claim.person},
                                                             {"time", claim.time.text()}});
  return crypto::sign_compact(
      {{"typ", type}, {"x5t#S256", crypto::thumbprint_of(person.certificate())}},
      value::bytes_of(payload), person);
}

Result<Authorisation> read_authorisation(std::string_view compact) {
  if (compact.size() > max_bytes) {
    return fail("SIGN-01", std::to_string(compact.size()) + " octets");
  }
  auto jws = crypto::parse_compact(compact, type);
  if (!jws) {
    return fail("SIGN-01", std::string(jws.error().code.text()) + " " + jws.error().detail);
  }
  auto certificate = thumbprint(jws->header);
  auto json = codec::parse_json(jws->payload, {max_bytes, 4});
  if (!certificate || !json) {
    return fail("SIGN-01", !certificate ? certificate.error().detail : json.error().detail);
  }
  codec::Members members(*json, "authorisation");
  const std::string found = members.text("label");
  Authorisation claim{members.digest("payload"),
                      members.text("act"),
                      members.text("role"),
                      members.text("desk"),
                      members.text("person"),
                      members.instant("time"),
                      *certificate};
  if (auto done = members.finish(); !done) {
    return fail("SIGN-01", done.error().detail);
  }
  if (found != label) {
    return fail("SIGN-01", "label " + found.substr(0, 60));
  }
  return claim;
}

Result<void> verify_authorisation(std::string_view compact, const crypto::Certificate& person) {
  auto jws = crypto::parse_compact(compact, type);
  if (!jws) {
    return fail("SIGN-01", jws.error().detail);
  }
  auto named = thumbprint(jws->header);
  if (!named || *named != person.fingerprint()) {
    return fail("SIGN-02", person.subject_name());
  }
  if (auto good = crypto::verify_jws(*jws, person); !good) {
    return fail("SIGN-03", person.subject_name());
  }
  return {};
}

value::Digest bind_authorisations(const std::vector<std::string>& authorisations) {
  std::string text = "comity/authorisations/v1\n";
  for (const std::string& one : authorisations) {
    text += one + "\n";
  }
  return crypto::sha256(value::bytes_of(text));
}

}  // namespace comity::signed_
