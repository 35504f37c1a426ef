#include "crypto/jws.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "crypto/certificate.h"
#include "crypto/chain_memory.h"
#include "crypto/sha256.h"
#include "crypto/signer.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::crypto {

namespace {

constexpr std::string_view algorithm = "ES256";
constexpr std::size_t signature_octets = 64;
constexpr std::size_t max_chain = 4;
// Names that would let the document choose its own key or change how it is read.
constexpr std::array<std::string_view, 5> refused_members = {"crit", "b64", "jwk", "jku", "x5u"};

value::Result<void> check_header(const codec::Json& header, std::string_view type) {
  if (header.object() == nullptr) {
    return value::fail("JWS-02", "the protected header is not an object");
  }
  const codec::Json* const alg = header.member("alg");
  if (alg == nullptr || *alg != codec::Json(algorithm)) {
    return value::fail("JWS-03", "alg is not ES256");
  }
  for (const std::string_view name : refused_members) {
    if (header.member(name) != nullptr) {
      return value::fail("JWS-04", "the protected header has " + std::string(name));
    }
  }
  const codec::Json* const typ = header.member("typ");
  if (typ == nullptr || *typ != codec::Json(type)) {
    return value::fail("JWS-05", "typ is not " + std::string(type));
  }
  return {};
}

value::Result<value::Bytes> part(std::string_view text, std::string_view name) {
  auto bytes = codec::decode_base64url(text);
  if (!bytes) {
    return value::fail("JWS-01", "the " + std::string(name) + " is not base64url");
  }
  return bytes;
}

}  // namespace

value::Result<Jws> parse_jws(std::string_view protected_text, std::string_view payload_text,
                             std::string_view signature_text, std::string_view type) {
  const auto header_bytes = part(protected_text, "protected header");
  if (!header_bytes) {
    return value::fail(header_bytes.error());
  }
  auto payload = part(payload_text, "payload");
  if (!payload) {
    return value::fail(payload.error());
  }
  auto signature = part(signature_text, "signature");
  if (!signature) {
    return value::fail(signature.error());
  }
  auto header = codec::parse_json(*header_bytes, codec::JsonLimits{});
  if (!header) {
    return value::fail("JWS-02", header.error().detail);
  }
  if (const auto checked = check_header(*header, type); !checked) {
    return value::fail(checked.error());
  }
  if (signature->size() != signature_octets) {
    return value::fail("JWS-06", "a signature of " + std::to_string(signature->size()) + " octets");
  }
  return Jws{std::string(protected_text), std::string(payload_text), std::string(signature_text),
             std::move(*header),          std::move(*payload),       std::move(*signature)};
}

value::Result<Jws> parse_compact(std::string_view text, std::string_view type) {
  const std::size_t first = text.find('.');
  const std::size_t second =
      first == std::string_view::npos ? std::string_view::npos : text.find('.', first + 1);
  if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos) {
    return value::fail("JWS-01", "not three parts joined by dots");
  }
  return parse_jws(text.substr(0, first), text.substr(first + 1, second - first - 1),
                   text.substr(second + 1), type);
}

std::string signing_input(std::string_view protected_text, std::string_view payload_text) {
  std::string out;
  out.reserve(protected_text.size() + 1 + payload_text.size());
  out.append(protected_text).append(1, '.').append(payload_text);
  return out;
}

value::Result<void> verify_jws(const Jws& jws, const Certificate& certificate) {
  const std::string input = signing_input(jws.protected_text, jws.payload_text);
  if (!certificate.verify_es256(value::bytes_of(input), jws.signature)) {
    return value::fail("JWS-07", "not signed by " + certificate.subject_name());
  }
  return {};
}

value::Result<Jws> sign_jws(codec::Json::Object header, value::BytesView payload, Signer& signer) {
  header["alg"] = codec::Json(algorithm);
  Jws jws;
  jws.header = codec::Json(std::move(header));
  jws.payload = value::to_bytes(payload);
  jws.protected_text = codec::encode_base64url(value::bytes_of(codec::write_json(jws.header)));
  jws.payload_text = codec::encode_base64url(payload);
  auto signature =
      signer.sign_es256(value::bytes_of(signing_input(jws.protected_text, jws.payload_text)));
  if (!signature) {
    return value::fail(signature.error());
  }
  jws.signature = std::move(*signature);
  jws.signature_text = codec::encode_base64url(jws.signature);
  return jws;
}

std::string compact_text(const Jws& jws) {
  return signing_input(jws.protected_text, jws.payload_text) + "." + jws.signature_text;
}

value::Result<std::string> sign_compact(codec::Json::Object header, value::BytesView payload,
                                        Signer& signer) {
  const auto jws = sign_jws(std::move(header), payload, signer);
  if (!jws) {
    return value::fail(jws.error());
  }
  return compact_text(*jws);
}

codec::Json x5c_of(std::span<const Certificate> chain) {
  codec::Json::Array out;
  for (const Certificate& certificate : chain) {
    out.emplace_back(codec::encode_base64(certificate.der()));
  }
  return out;
}

namespace {

// A node hears from a few desks again and again; parsing and verifying their certificates is most
// of what reading a statement costs.
constexpr std::size_t remembered_chains = 256;

ChainMemory& chain_memory() {
  static ChainMemory memory(remembered_chains);
  return memory;
}

/// Of the number of items and their texts: no two lists of base64 texts share it.
value::Digest digest_of(const codec::Json::Array& items) {
  Sha256 hash;
  hash.update(value::bytes_of(std::to_string(items.size())));
  for (const codec::Json& item : items) {
    const std::string* const text = item.text();
    hash.update(value::bytes_of("."));
    hash.update(value::bytes_of(text == nullptr ? std::string_view("?") : *text));
  }
  return hash.finish();
}

value::Result<std::vector<Certificate>> verified_chain(const codec::Json::Array& items) {
  std::vector<Certificate> chain;
  for (const codec::Json& item : items) {
    const std::string* const text = item.text();
    const auto der = codec::decode_base64(text == nullptr ? std::string_view("?") : *text);
    if (!der) {
      return value::fail("JWS-08", "a certificate in x5c is not base64");
    }
    auto certificate = Certificate::parse(*der);
    if (!certificate) {
      return value::fail(certificate.error());
    }
    if (!chain.empty()) {
      if (const auto issued = chain.back().issued_by(*certificate); !issued) {
        return value::fail(issued.error());
      }
    }
    chain.push_back(std::move(*certificate));
  }
  return chain;
}

}  // namespace

value::Result<std::vector<Certificate>> chain_of(const codec::Json& header) {
  const codec::Json* const member = header.member("x5c");
  const codec::Json::Array* const items = member == nullptr ? nullptr : member->array();
  if (items == nullptr || items->empty() || items->size() > max_chain) {
    return value::fail("JWS-08", "x5c is not a list of one to four certificates");
  }
  const value::Digest octets = digest_of(*items);
  if (auto known = chain_memory().find(octets)) {
    return *std::move(known);
  }
  auto chain = verified_chain(*items);
  if (chain) {
    chain_memory().keep(octets, *chain);
  }
  return chain;
}

std::string thumbprint_of(const Certificate& certificate) {
  return codec::encode_base64url(certificate.fingerprint().view());
}

}  // namespace comity::crypto
