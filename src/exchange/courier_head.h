// The contents list of a courier file: one line of compact JWS, signed by a desk of the node that
// wrote it. All that follows in the file has its length from here or from an outer manifest that
// is listed here. Format: docs/protocol/courier.md. Reading the rest is edge/courier_import.h.
#pragma once

#include "crypto/certificate.h"
#include "crypto/signer.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace comity::exchange {

inline constexpr std::size_t max_courier_head_bytes = std::size_t{8} << 20U;
inline constexpr std::size_t max_courier_line = std::size_t{12} << 20U;
inline constexpr std::size_t max_courier_letters = 40'000;
inline constexpr std::size_t max_courier_packages = 1'024;
inline constexpr std::uint64_t max_chain_bytes = std::uint64_t{1} << 20U;
/// Its list of chunk hashes is held in memory: 32 octets for each MiB.
inline constexpr std::uint64_t max_courier_object = std::uint64_t{1} << 40U;
inline constexpr std::uint64_t max_manifest_bytes = std::uint64_t{12} << 20U;

/// A letter or an outer manifest, byte for byte.
struct CourierPart {
  value::Uuid id;  ///< of the letter or the package
  value::Digest digest;
  std::uint64_t length = 0;

  friend bool operator==(const CourierPart&, const CourierPart&) = default;
};

struct CourierHead {
  std::string from_node;
  std::string to_node;
  std::string from_desk;   ///< whose key signs the list
  value::Instant made_at;  ///< claimed
  std::string checkpoint;  ///< the writer's latest: the key is judged at its last entry
  std::string remembers;   ///< the newest of the reader's ledger that the writer knows, or empty
  value::Digest chain;     ///< of the writer's chain document, which follows the line
  std::uint64_t chain_length = 0;
  std::vector<value::Uuid> complete;  ///< packages of the reader's that are whole at the writer
  std::vector<CourierPart> letters;
  std::vector<CourierPart> packages;
  std::uint64_t length = 0;  ///< octets after the line

  friend bool operator==(const CourierHead&, const CourierHead&) = default;
};

value::Bytes encode_courier_head(const CourierHead& head);

/// EXCH-20 another form, EXCH-21 a newer version, EXCH-23 more or larger than the format allows.
value::Result<CourierHead> decode_courier_head(value::BytesView payload);

struct SignedCourierHead {
  CourierHead head;
  std::vector<crypto::Certificate> chain;  ///< of the signing desk; judged by the caller
};

/// `line` without its end. Codes of decode_courier_head; EXCH-22 when the signature is not that of
/// the first certificate.
value::Result<SignedCourierHead> read_courier_head(std::string_view line);

/// The line without its end.
value::Result<std::string> write_courier_head(const CourierHead& head, crypto::Signer& desk,
                                              const crypto::Certificate& root);

}  // namespace comity::exchange
