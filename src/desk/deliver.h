// Evidence on its way to the requesting State: files are sealed into a package for its desk, then
// two documents announce it in the case (delivery_notice and evidence_manifest), each authorised by
// a person.
#pragma once

#include "desk/context.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace comity::desk {

struct EvidenceFile {
  std::string path;
  std::string name;  ///< metadata for the recipient, never a path; cleaned where it must be
  std::string media_type = "application/octet-stream";
};

struct Delivery {
  value::Uuid case_id;
  std::vector<EvidenceFile> files;
  std::string data_row = "ds1";  ///< the row of the request that the files answer
  std::string person;            ///< the delivery officer, as custody record
  std::function<bool(std::uint64_t done)> progress;  ///< ciphertext octets; false stops
  bool anew = false;  ///< an interrupted sealing of the case is removed, not gone on with
};

struct SealedDelivery {
  value::Uuid package_id;
  value::Bytes manifest_payload;  ///< evidence_manifest, to be authorised
  value::Bytes notice_payload;    ///< delivery_notice, to be authorised
  /// evidence_manifest again, in each preservation case that the request cites and that waits for
  /// the decision: to be authorised too (machine M2, pending_decision to consumed).
  std::vector<value::Bytes> consumed_payloads;
  std::uint64_t bytes = 0;  ///< ciphertext of all objects
  std::uint32_t files = 0;
  std::vector<std::string> names;  ///< as the package has them, in the order of the files
  std::uint64_t before = 0;        ///< octets that an interrupted run of it had sealed
};

/// Seals into this node's object store; nothing leaves yet. Goes on with a sealing of the case that
/// was interrupted, so that only what was not sealed is; its journal stays until `documents_kept`.
/// SEAL, PKG and OBJ codes; DESK-13 when the case is not at delivery. What was interrupted by
/// SEAL-01, SEAL-04 to SEAL-06, OBJ-09 or the end of the process stays to be gone on with; any
/// other failure leaves no object behind. SEAL-08 to SEAL-13 an interrupted one that this cannot go
/// on with, which is left as it is.
value::Result<SealedDelivery> seal_delivery(const Context& context, const Delivery& delivery);

/// The texts to be authorised are kept: nothing of the sealing has to be remembered any more.
value::Result<void> documents_kept(const Context& context, const value::Uuid& package_id);

/// Both documents were sent: the package may leave. DESK-19 unknown package.
value::Result<void> start_delivery(const Context& context, const value::Uuid& package_id);

}  // namespace comity::desk
