// The outer manifest of a package: what relays may read. Nothing in it derives from plaintext but
// lengths and a salted commitment. What only the recipient reads is in inner_manifest.h.
#pragma once

#include "crypto/age_recipient.h"
#include "evidence/manifest_fields.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace comity::evidence {

inline constexpr std::size_t max_evidence_objects = 4096;
inline constexpr std::size_t max_manifest_octets = std::size_t{8} << 20U;
inline constexpr std::uint64_t max_object_octets = (std::uint64_t{1} << 53U) - 1;
inline constexpr std::string_view package_jws_type = "comity-package+json";

/// One age file. Its place in the list is its number.
struct SealedObject {
  object::Extent extent;
  value::Digest age_header;

  friend bool operator==(const SealedObject&, const SealedObject&) = default;
};

struct OuterManifest {
  value::Uuid package_id;
  value::Uuid statement_id;  // the statement that announces the package in the case
  Party sender;
  std::vector<Party> recipients;
  value::Instant created;  // claimed
  value::Instant expires;
  crypto::Suite suite = crypto::Suite::age_x25519;
  std::optional<value::Digest> policy_id;  // of the log policy to read the receipt under
  value::Digest inner_commitment;
  std::vector<SealedObject> objects;  // 0 inner manifest, 1..n evidence, n+1..2n midstates

  friend bool operator==(const OuterManifest&, const OuterManifest&) = default;
};

/// n, of the 2n + 1 objects.
std::uint32_t evidence_count(const OuterManifest& outer);

/// Octets of ciphertext of all objects; the largest number there is when they are more.
std::uint64_t total_octets(const OuterManifest& outer);

value::Bytes encode_outer(const OuterManifest& outer);

/// PKG-01 another type or version; PKG-02 a member out of bounds; PKG-19 a suite this version does
/// not know; JSON-01 to 09 not the strict form.
value::Result<OuterManifest> decode_outer(value::BytesView payload);

}  // namespace comity::evidence
