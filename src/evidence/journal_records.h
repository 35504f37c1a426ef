// What the frames of a sealing's journal say (sealing_state.h), one record each: the kind in one
// octet, then its fields. The frames themselves are journal_frames.h.
#pragma once

#include "crypto/opener.h"
#include "crypto/sha256.h"
#include "evidence/sealing_state.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace comity::evidence {

// Each kind of record. A plan is followed by a record for each of its files.

value::Bytes record_of(const SealingPlan& plan);
value::Bytes record_of(const SealingFile& file);
value::Bytes record_of(const ObjectBegun& begun);
value::Bytes record_of(const crypto::Midstate& state);
value::Bytes record_of(const SourceEnd& end);
value::Bytes record_of(const Checkpoint& checkpoint);
value::Bytes record_of(const ObjectDone& done);

/// All records of a journal that says this and no more.
std::vector<value::Bytes> records_of(const SealingState& state);

/// Takes records in their order and refuses what no sealing could have written. SEAL-08; SEAL-10 a
/// kind of record that this version does not know.
class JournalReader {
 public:
  value::Result<void> take(value::BytesView record);

  /// SEAL-08 when the plan is not whole.
  value::Result<SealingState> finish() &&;

 private:
  value::Result<void> take_state(value::BytesView fields);
  value::Result<void> take_document(char kind, value::BytesView fields);
  value::Result<void> keep(ObjectBegun begun);
  value::Result<void> keep(const Checkpoint& checkpoint);
  value::Result<void> keep(ObjectDone done);

  SealingState state_;
  std::optional<std::size_t> files_;  // how many the plan announces
};

/// SEAL-08, SEAL-10; SEAL-09 when it is sealed to another key, or of another package than `name`.
value::Result<SealingState> read_journal(value::BytesView journal, const value::Uuid& name,
                                         crypto::Opener& opener);

}  // namespace comity::evidence
