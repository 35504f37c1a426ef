#include "evidence/sealing_journal.h"

#include "crypto/age_head.h"
#include "crypto/age_stream.h"
#include "crypto/file_key.h"
#include "crypto/sha256.h"
#include "evidence/journal_frames.h"
#include "evidence/journal_records.h"
#include "evidence/journal_store.h"
#include "evidence/sealing_state.h"
#include "evidence/sidecar.h"
#include "merkle/frontier.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

using value::Result;

/// What one MiB of plaintext becomes.
constexpr std::uint64_t sealed_step =
    midstate_step / crypto::age_chunk_octets * (crypto::age_chunk_octets + crypto::age_tag_octets);

value::Failure another_source(const std::string& where) {
  return value::fail("SEAL-11", where + " is not what was sealed before");
}

JournalLabel label_of(const SealingPlan& plan) {
  return {plan.package_id, plan.case_id, plan.desk};
}

/// MiB that the journal knows of, the last one may be a shorter one.
std::uint64_t said_in(const std::optional<ObjectUnderWay>& object) {
  return object ? object->states.size() + (object->end ? 1U : 0U) : 0;
}

/// A whole journal that says this.
Result<value::Bytes> journal_of(const SealingState& state, const crypto::AgeHead& head,
                                FrameWriter& writer) {
  value::Bytes out = FrameWriter::beginning(label_of(state.plan), head);
  for (value::Bytes& record : records_of(state)) {
    const auto added = writer.append(record, out);
    crypto::cleanse(record);
    if (!added) {
      return value::fail(added.error());
    }
  }
  return out;
}

/// The trees over the first chunks that are there without a gap, as far as a checkpoint asks.
std::optional<merkle::Frontier> newest_that_holds(const std::vector<Checkpoint>& checkpoints,
                                                  const std::vector<object::Leaf>& present) {
  std::optional<merkle::Frontier> best;
  merkle::Frontier chunks;
  auto next = checkpoints.begin();
  for (const object::Leaf& leaf : present) {
    if (leaf.index != chunks.size() || next == checkpoints.end()) {
      break;
    }
    chunks.append(leaf.digest);
    if (next->chunks == chunks.size()) {
      if (next->peaks != chunks.peaks()) {
        break;
      }
      best = chunks;
      ++next;
    }
  }
  return best;
}

}  // namespace

Result<std::unique_ptr<SealingJournal>> SealingJournal::begin(JournalStore& store,
                                                              const SealingPlan& plan,
                                                              const JournalKeeping& keeping) {
  const auto head = crypto::make_age_head(keeping.seal_to, *keeping.random);
  if (!head) {
    return value::fail(head.error());
  }
  std::unique_ptr<SealingJournal> journal(new SealingJournal(nullptr, *head, keeping.pace));
  journal->state_.plan = plan;
  const auto bytes = journal_of(journal->state_, *head, journal->writer_);
  auto file = bytes ? store.create(plan.package_id, *bytes) : value::fail(bytes.error());
  if (!file) {
    return value::fail(file.error());
  }
  journal->file_ = *std::move(file);
  return journal;
}

Result<std::unique_ptr<SealingJournal>> SealingJournal::go_on(std::unique_ptr<JournalFile> file,
                                                              SealingState state,
                                                              const JournalKeeping& keeping) {
  // A key of its own: two runs may say different things at one place after a power failure.
  const auto head = crypto::make_age_head(keeping.seal_to, *keeping.random);
  if (!head) {
    return value::fail(head.error());
  }
  std::unique_ptr<SealingJournal> journal(new SealingJournal(std::move(file), *head, keeping.pace));
  journal->state_ = std::move(state);
  journal->said_ = journal->settled_ = said_in(journal->state_.under_way);
  const auto bytes = journal_of(journal->state_, *head, journal->writer_);
  const auto replaced =
      bytes ? journal->file_->replace(*bytes) : Result<void>(value::fail(bytes.error()));
  if (!replaced) {
    return value::fail(replaced.error());
  }
  return journal;
}

Result<std::optional<ResumePoint>> SealingJournal::resume_point(
    const std::vector<object::Leaf>& present) const {
  const std::scoped_lock lock(mutex_);
  if (!state_.under_way) {
    return std::nullopt;
  }
  const ObjectUnderWay& object = *state_.under_way;
  const std::uint64_t head = object.begun.head.octets.size();
  const std::uint64_t known = head + object.states.size() * sealed_step;
  if (!present.empty() && !object.end && (present.back().index + 1) * object::chunk_size > known) {
    return value::fail("SEAL-08", "chunk " + std::to_string(present.back().index) +
                                      " of the object is of plaintext that it does not name");
  }
  auto chunks = newest_that_holds(object.checkpoints, present);
  if (!chunks) {
    return std::nullopt;
  }
  // The MiB in which the next chunk begins: all before it is there whole, and not the end.
  const std::uint64_t block = (chunks->size() * object::chunk_size - head - 1) / sealed_step;
  if (block > object.states.size()) {
    return value::fail("SEAL-08", "a checkpoint beyond the plaintext that it names");
  }
  const auto from = object.states.begin();
  return ResumePoint{
      object.begun, block, {from, from + static_cast<std::ptrdiff_t>(block)}, *std::move(chunks)};
}

// What is durable only has to be so before ciphertext is written: settle().
Result<void> SealingJournal::append(const value::Bytes& record) {
  value::Bytes frame;
  const auto sealed = writer_.append(record, frame);
  return sealed ? file_->append(frame) : sealed;
}

Result<void> SealingJournal::begun(const ObjectBegun& begun) {
  const std::scoped_lock lock(mutex_);
  value::Bytes record = record_of(begun);
  auto appended = append(record);
  crypto::cleanse(record);
  if (appended) {
    state_.under_way = ObjectUnderWay{begun, {}, {}, {}};
    said_ = settled_ = 0;
  }
  return appended;
}

Result<void> SealingJournal::block(std::uint64_t index, const crypto::Midstate& state) {
  const std::scoped_lock lock(mutex_);
  if (!state_.under_way) {
    return value::fail("SEAL-08", "no object is under way");
  }
  const ObjectUnderWay& object = *state_.under_way;
  if (index < object.states.size()) {
    return object.states[index] == state ? Result<void>()
                                         : another_source("MiB " + std::to_string(index));
  }
  if (object.end) {
    return another_source("the length");
  }
  // Only earlier runs' states are compared: this run's are not kept a second time.
  said_ = index + 1;
  return append(record_of(state));
}

Result<void> SealingJournal::end(const SourceEnd& end) {
  const std::scoped_lock lock(mutex_);
  if (!state_.under_way) {
    return value::fail("SEAL-08", "no object is under way");
  }
  const ObjectUnderWay& object = *state_.under_way;
  if (object.end) {
    return *object.end == end ? Result<void>() : another_source("the last MiB");
  }
  if (end.length / midstate_step < object.states.size()) {
    return another_source("the length");
  }
  said_ = end.length / midstate_step + 1;
  return append(record_of(end));
}

Result<void> SealingJournal::settle(std::uint64_t blocks) {
  const std::scoped_lock lock(mutex_);
  if (blocks <= settled_) {
    return {};
  }
  auto synced = file_->sync();
  if (synced) {
    settled_ = said_;
  }
  return synced;
}

Result<void> SealingJournal::checkpoint(const merkle::Frontier& chunks) {
  const std::scoped_lock lock(mutex_);
  return append(record_of(Checkpoint{chunks.size(), chunks.peaks()}));
}

Result<void> SealingJournal::done(const ObjectDone& done) {
  const std::scoped_lock lock(mutex_);
  auto kept = append(record_of(done));
  if (kept) {
    kept = file_->sync();
  }
  if (kept) {
    state_.done.push_back(done);
    state_.under_way.reset();
  }
  return kept;
}

}  // namespace comity::evidence
