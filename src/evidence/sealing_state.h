// What the journal of a sealing says: what is sealed for whom, which objects are done, and how far
// the one under way is. As octets: journal_records.h; who writes it: sealing_journal.h.
#pragma once

#include "crypto/age_head.h"
#include "crypto/sha256.h"
#include "evidence/inner_manifest.h"
#include "evidence/outer_manifest.h"
#include "evidence/source.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::evidence {

/// Where a file lies here, and what it is called in the package.
struct SealingFile {
  std::string path;
  std::string name;

  friend bool operator==(const SealingFile&, const SealingFile&) = default;
};

/// What a sealing must have in common with the one it goes on with.
struct SealingPlan {
  value::Uuid package_id;
  value::Uuid statement_id;
  value::Uuid case_id;
  std::string desk;  ///< whose key the journal is sealed to
  std::string data_row;
  std::vector<std::string> recipients;  ///< keys that the objects are sealed to
  std::vector<SealingFile> files;

  friend bool operator==(const SealingPlan&, const SealingPlan&) = default;
};

struct ObjectBegun {
  std::uint32_t number = 0;
  crypto::AgeHead head;
  value::Instant started;
  std::optional<SourceFacts> facts;
};

/// The whole plaintext, once its end has been read.
struct SourceEnd {
  std::uint64_t length = 0;
  value::Digest sha256;

  friend bool operator==(const SourceEnd&, const SourceEnd&) = default;
};

/// So many chunks of ciphertext are durable; `peaks` is the frontier over their leaves.
struct Checkpoint {
  std::uint64_t chunks = 0;
  std::vector<value::Digest> peaks;

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

struct ObjectUnderWay {
  ObjectBegun begun;
  std::vector<crypto::Midstate> states;  ///< after each MiB of plaintext that was encrypted
  std::optional<SourceEnd> end;
  std::vector<Checkpoint> checkpoints;
};

/// One evidence object and its midstates, both sealed and final.
struct ObjectDone {
  EvidenceObject object;
  SealedObject sealed;
  SealedObject sidecar;

  friend bool operator==(const ObjectDone&, const ObjectDone&) = default;
};

struct SealingState {
  SealingPlan plan;
  std::vector<ObjectDone> done;
  std::optional<ObjectUnderWay> under_way;
};

}  // namespace comity::evidence
