// Makes a package: every evidence object and its midstates sealed, the inner manifest signed and
// sealed, the outer one signed. One object is sealing.h; the way back is package_opening.h.
#pragma once

#include "crypto/age_recipient.h"
#include "evidence/inner_manifest.h"
#include "evidence/outer_manifest.h"
#include "evidence/package_ports.h"
#include "evidence/sealing.h"
#include "evidence/sealing_journal.h"
#include "evidence/signed_manifest.h"
#include "evidence/source.h"
#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"
#include "value/uuid.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace comity::evidence {

struct EvidenceItem {
  Source* source = nullptr;
  std::string name;
  std::string media_type = "application/octet-stream";
  std::string data_row;
  Method how;
};

/// What the sending desk has decided, before anything is read.
struct PackagePlan {
  value::Uuid package_id;
  value::Uuid statement_id;
  Party sender;
  std::vector<Party> recipients;
  value::Instant expires;
  value::Uuid case_ref;
  value::Uuid request_id;
  std::string legal_basis;
  Limits restrictions;
  std::vector<LogSalt> salts;
  std::optional<value::Digest> policy_id;
  /// Asked once, when all digests are known; may be empty.
  std::function<std::vector<CustodyRecord>(const std::vector<EvidenceObject>&)> custody;
};

struct SealingDesk {
  SigningDesk signing;
  std::vector<crypto::Recipient> seal_to;
  value::Random* random = nullptr;
  const value::Clock* clock = nullptr;
};

struct SealedPackage {
  std::string outer;  // the signed outer manifest: what travels in clear
  OuterManifest manifest;
  InnerManifest inner;
};

/// On success all 2n + 1 objects are finished in `sinks`. On failure none of them is left: those of
/// seal_object; PKG-02, PKG-03, PKG-04, PKG-22 when a recipient would refuse what the plan says,
/// before anything is read where the plan alone shows it. `progress` counts ciphertext.
value::Result<SealedPackage> seal_package(const PackagePlan& plan,
                                          std::span<const EvidenceItem> items, ObjectSinks& sinks,
                                          const SealingDesk& desk, const Progress& progress);

/// What makes a sealing one that can go on after an interruption.
struct Resumable {
  ResumableObjects& objects;
  SealingJournal& journal;
};

/// The same, going on with what the journal says was done before; its plan is the caller's to
/// compare. On failure everything stays as it is, to go on with or to remove. SEAL-08 the store
/// does not have what the journal says, or more; SEAL-11 a source is not what it was.
value::Result<SealedPackage> seal_package(const PackagePlan& plan,
                                          std::span<const EvidenceItem> items,
                                          const Resumable& resumable, const SealingDesk& desk,
                                          const Progress& progress);

}  // namespace comity::evidence
