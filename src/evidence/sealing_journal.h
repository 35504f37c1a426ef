// Writes the journal of one sealing, so that it can go on after its process has ended: what was
// encrypted under which key is on the medium before any ciphertext of it is. What a journal says is
// sealing_state.h, where it lies journal_store.h.
#pragma once

#include "crypto/age_recipient.h"
#include "crypto/sha256.h"
#include "evidence/journal_frames.h"
#include "evidence/journal_store.h"
#include "evidence/sealing_state.h"
#include "merkle/frontier.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/ports.h"
#include "value/result.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace comity::evidence {

/// From where an object that was begun before goes on.
struct ResumePoint {
  ObjectBegun begun;
  std::uint64_t block = 0;               ///< first MiB of plaintext to seal (again)
  std::vector<crypto::Midstate> states;  ///< after each MiB before it
  merkle::Frontier chunks;               ///< ciphertext that is there; the rest is made again
};

struct JournalKeeping {
  std::span<const crypto::Recipient> seal_to;  ///< the sealing desk itself
  value::Random* random = nullptr;
  std::uint64_t pace = 64;  ///< MiB of ciphertext between two checkpoints
};

/// `block`, `end`, `settle`, `checkpoint` on any thread; the rest on one at a time. Errors: those
/// of JournalFile.
class SealingJournal {
 public:
  static value::Result<std::unique_ptr<SealingJournal>> begin(JournalStore& store,
                                                              const SealingPlan& plan,
                                                              const JournalKeeping& keeping);

  /// The journal gets a new key of its own; all it said stays.
  static value::Result<std::unique_ptr<SealingJournal>> go_on(std::unique_ptr<JournalFile> file,
                                                              SealingState state,
                                                              const JournalKeeping& keeping);

  /// As it was when this began, and `done` since.
  [[nodiscard]] const SealingState& state() const { return state_; }

  /// Where the object under way goes on, given the chunks of it that the store has; nothing when it
  /// has to be begun again. SEAL-08 when the store has what this journal knows nothing of.
  [[nodiscard]] value::Result<std::optional<ResumePoint>> resume_point(
      const std::vector<object::Leaf>& present) const;

  /// Begins an object, or begins it again with another key.
  value::Result<void> begun(const ObjectBegun& begun);

  /// MiB `index` of the plaintext, which led to `state`, is about to be encrypted. SEAL-11 when it
  /// was encrypted before and was something else.
  value::Result<void> block(std::uint64_t index, const crypto::Midstate& state);

  /// The plaintext ends here, likewise.
  value::Result<void> end(const SourceEnd& end);

  /// What was said of the first `blocks` MiB is durable on return.
  value::Result<void> settle(std::uint64_t blocks);

  /// The chunks of this tree were handed to the store.
  value::Result<void> checkpoint(const merkle::Frontier& chunks);

  value::Result<void> done(const ObjectDone& done);

  /// The sealing is over: nothing remains to go on with.
  value::Result<void> remove() { return file_->remove(); }

  [[nodiscard]] std::uint64_t pace() const { return pace_; }

 private:
  SealingJournal(std::unique_ptr<JournalFile> file, const crypto::AgeHead& head, std::uint64_t pace)
      : file_(std::move(file)), writer_(head), pace_(pace) {}

  value::Result<void> append(const value::Bytes& record);

  mutable std::mutex mutex_;  // guards all below
  std::unique_ptr<JournalFile> file_;
  FrameWriter writer_;
  SealingState state_;
  std::uint64_t said_ = 0;     // MiB of the object under way that the journal knows of
  std::uint64_t settled_ = 0;  // so many of them durably
  std::uint64_t pace_;
};

}  // namespace comity::evidence
