#include "evidence/signed_manifest.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "crypto/certificate.h"
#include "crypto/jws.h"
#include "crypto/sha256.h"
#include "evidence/inner_manifest.h"
#include "evidence/outer_manifest.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

// Base64 of the largest payload, and room for header and signature.
constexpr std::size_t max_jws_octets = max_manifest_octets / 3 * 4 + (std::size_t{64} << 10U);

struct Verified {
  value::Bytes payload;
  std::vector<crypto::Certificate> chain;
};

value::Result<Verified> verified(std::string_view text, std::string_view type, value::Code code) {
  const auto refused = [code](const value::Error& error) {
    return value::fail(code, std::string(error.code.text()) + " " + error.detail);
  };
  if (text.size() > max_jws_octets) {
    return value::fail(code, "too large");
  }
  auto jws = crypto::parse_compact(text, type);
  if (!jws) {
    return refused(jws.error());
  }
  auto chain = crypto::chain_of(jws->header);
  if (!chain) {
    return refused(chain.error());
  }
  if (const auto good = crypto::verify_jws(*jws, chain->front()); !good) {
    return refused(good.error());
  }
  return Verified{std::move(jws->payload), *std::move(chain)};
}

value::Result<std::string> sign(value::BytesView payload, std::string_view type,
                                const SigningDesk& desk) {
  codec::Json::Object header{{"typ", type}, {"x5c", crypto::x5c_of(desk.chain)}};
  return crypto::sign_compact(std::move(header), payload, *desk.signer);
}

}  // namespace

value::Result<std::string> sign_outer(const OuterManifest& outer, const SigningDesk& desk) {
  return sign(encode_outer(outer), package_jws_type, desk);
}

value::Result<std::string> sign_inner(const InnerManifest& inner, const SigningDesk& desk) {
  return sign(encode_inner(inner), inner_jws_type, desk);
}

value::Result<Signed<OuterManifest>> read_outer(std::string_view jws) {
  auto good = verified(jws, package_jws_type, "PKG-05");
  if (!good) {
    return value::fail(good.error());
  }
  auto manifest = decode_outer(good->payload);
  if (!manifest) {
    return value::fail(manifest.error());
  }
  return Signed<OuterManifest>{*std::move(manifest), std::move(good->chain)};
}

value::Result<Signed<InnerManifest>> read_inner(std::string_view jws) {
  auto good = verified(jws, inner_jws_type, "PKG-15");
  if (!good) {
    return value::fail(good.error());
  }
  auto manifest = decode_inner(good->payload);
  if (!manifest) {
    return value::fail(manifest.error());
  }
  return Signed<InnerManifest>{*std::move(manifest), std::move(good->chain)};
}

value::Digest commitment_of(const Salt& salt, std::string_view inner_jws) {
  crypto::Sha256 hash;
  hash.update(value::bytes_of("comity/inner/v1\n"));
  hash.update(salt);
  hash.update(value::bytes_of(inner_jws));
  return hash.finish();
}

value::Bytes encode_salted(const SaltedInner& inner) {
  return value::to_bytes(codec::encode_base64(inner.salt) + "\n" + inner.jws);
}

value::Result<SaltedInner> decode_salted(value::BytesView plain) {
  const std::string_view text = value::text_of(plain);
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) {
    return value::fail("PKG-14", "no line with the salt");
  }
  const auto salt = codec::decode_base64(text.substr(0, end));
  SaltedInner inner;
  if (!salt || salt->size() != inner.salt.size()) {
    return value::fail("PKG-14", "the salt is not 32 octets in base64");
  }
  std::copy(salt->begin(), salt->end(), inner.salt.begin());
  inner.jws = text.substr(end + 1);
  return inner;
}

}  // namespace comity::evidence
