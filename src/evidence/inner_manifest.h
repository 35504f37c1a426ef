// The inner manifest of a package: what the objects are, whose case they belong to and what may be
// done with them. Signed by the sending desk, then sealed as object 0; relays read only
// outer_manifest.h.
#pragma once

#include "evidence/custody.h"
#include "evidence/manifest_fields.h"
#include "evidence/source.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::evidence {

inline constexpr std::string_view inner_jws_type = "comity-package-inner+json";

/// How and when the bytes were read; the facts of a file before and after, nothing for a stream.
struct Acquisition {
  Method how;
  value::Instant started;
  value::Instant ended;
  std::optional<SourceFacts> before;
  std::optional<SourceFacts> after;

  friend bool operator==(const Acquisition&, const Acquisition&) = default;
};

/// One evidence object. Its place in the list plus one is its number.
struct EvidenceObject {
  std::string name;        // metadata: never a path
  std::string media_type;  // RFC 6838 type/subtype
  std::uint64_t length = 0;
  value::Digest sha256;          // of the plaintext, whole
  value::Digest sidecar_sha256;  // of the midstate sidecar's plaintext
  std::string data_row;          // the requested data row it answers; empty: none
  Acquisition acquisition;

  friend bool operator==(const EvidenceObject&, const EvidenceObject&) = default;
};

/// The salt of a commitment in the sender's log, for those entitled to check it.
struct LogSalt {
  value::Uuid statement_id;
  std::array<std::uint8_t, 32> salt{};

  friend bool operator==(const LogSalt&, const LogSalt&) = default;
};

struct InnerManifest {
  value::Uuid package_id;
  value::Uuid statement_id;
  Party sender;
  std::vector<Party> recipients;
  value::Uuid case_ref;
  value::Uuid request_id;
  std::string legal_basis;
  value::Instant created;
  std::vector<EvidenceObject> objects;
  std::vector<CustodyRecord> custody;
  Limits restrictions;
  std::vector<LogSalt> salts;

  friend bool operator==(const InnerManifest&, const InnerManifest&) = default;
};

value::Bytes encode_inner(const InnerManifest& inner);

/// PKG-01 another type or version; PKG-02 a member out of bounds; PKG-03 a name refused; PKG-04 two
/// names that a file system could confuse; PKG-22 custody; JSON-01 to 09 not the strict form.
value::Result<InnerManifest> decode_inner(value::BytesView payload);

}  // namespace comity::evidence
