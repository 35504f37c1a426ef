#include "evidence/sealing.h"

#include "crypto/age.h"
#include "crypto/age_head.h"
#include "crypto/age_stream.h"
#include "crypto/sha256.h"
#include "evidence/block_queue.h"
#include "evidence/outer_manifest.h"
#include "evidence/sealing_journal.h"
#include "evidence/sidecar.h"
#include "evidence/sink.h"
#include "evidence/source.h"
#include "merkle/frontier.h"
#include "merkle/tree_hash.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace comity::evidence {
namespace {

constexpr int buffers_a_stage = 4;
// What one plaintext block adds to the ciphertext: a tag for each 64 KiB, once the header too.
constexpr std::size_t growth = std::size_t{64} << 10U;

struct CipherBlock {
  value::Bytes bytes;
  value::Digest leaf;
  std::uint64_t of_plain = 0;  // MiB of plaintext that went into it and all before
};

/// What one MiB of plaintext becomes.
constexpr std::uint64_t sealed_step =
    midstate_step / crypto::age_chunk_octets * (crypto::age_chunk_octets + crypto::age_tag_octets);
constexpr std::uint64_t chunks_a_step = midstate_step / crypto::age_chunk_octets;

/// Buffers go round: free -> full -> free.
template <class Block>
struct Ring {
  BlockQueue<Block> free;
  BlockQueue<Block> full;

  void stop() {
    free.stop();
    full.stop();
  }
};

class Pipeline {
 public:
  Pipeline(Source& source, CipherSink& sink, const ObjectRun& run)
      : source_(source),
        sink_(sink),
        journal_(run.journal),
        resumed_(run.resumed),
        first_block_(resumed_ == nullptr ? 0 : resumed_->block),
        age_(run.head, first_block_ * chunks_a_step),
        frontier_(resumed_ == nullptr ? merkle::Frontier() : resumed_->chunks) {
    sealed_.object.extent.length = frontier_.size() * object::chunk_size;
    for (int i = 0; i < buffers_a_stage; ++i) {
      plain_.free.push(value::Bytes(midstate_step));
      cipher_.free.push(CipherBlock{});
    }
  }

  /// True when everything was read, sealed and written.
  value::Result<Sealed> run(const Progress& progress) {
    if (const auto placed = begin_source(); !placed) {
      return value::fail(placed.error());
    }
    {
      std::jthread reading;
      std::jthread sealing;
      try {
        reading = std::jthread([this] { read_and_hash(); });
        sealing = std::jthread([this] { encrypt(); });
      } catch (const std::system_error& refused) {
        fail({"SEAL-06", refused.what()});
      }
      write(progress);
    }
    // Both threads have ended here.
    if (const auto error = error_.get()) {
      return value::fail(*error);
    }
    sealed_.object.extent.root = frontier_.root();
    sealed_.object.age_header = age_.header_digest();
    return std::move(sealed_);
  }

 private:
  void fail(value::Error error) {
    error_.keep(std::move(error));
    plain_.stop();
    cipher_.stop();
  }

  /// A source that cannot begin at the place is read from its start, and all of it compared.
  value::Result<void> begin_source() {
    if (resumed_ == nullptr || first_block_ == 0) {
      return {};
    }
    const auto there = source_.begin_at(first_block_ * midstate_step);
    if (!there) {
      return value::fail(there.error());
    }
    if (*there) {
      hash_ = crypto::Sha256::resume(resumed_->states.back(), first_block_ * midstate_step);
      sealed_.plain.states = resumed_->states;
    }
    return {};
  }

  // First thread: owns source_, hash_, sealed_.plain.

  void read_and_hash() {
    bool more = true;
    std::uint64_t index = sealed_.plain.states.size();
    while (more) {
      auto block = plain_.free.pop();
      if (!block) {
        return;
      }
      block->resize(midstate_step);
      const auto got = source_.read(*block);
      if (!got) {
        fail(got.error());
        return;
      }
      more = *got == midstate_step;
      block->resize(*got);
      hash_.update(*block);
      if (const auto said = more ? say_block(index) : say_end(); !said) {
        fail(said.error());
        return;
      }
      // Ciphertext of what lies before is there; it was read only to be compared.
      (index < first_block_ ? plain_.free : plain_.full).push(*std::move(block));
      ++index;
    }
    plain_.full.close();
  }

  value::Result<void> say_block(std::uint64_t index) {
    sealed_.plain.states.push_back(hash_.midstate());
    return journal_ == nullptr ? value::Result<void>()
                               : journal_->block(index, sealed_.plain.states.back());
  }

  value::Result<void> say_end() {
    sealed_.plain.length = hash_.octets_done();
    sealed_.plain.sha256 = hash_.finish();
    return journal_ == nullptr ? value::Result<void>()
                               : journal_->end({sealed_.plain.length, sealed_.plain.sha256});
  }

  // Second thread: owns age_, cut_, there_.

  void encrypt() {
    auto first = cipher_.free.pop();
    if (!first) {
      return;
    }
    cut_ = *std::move(first);
    cut_.bytes.reserve(object::chunk_size + growth + midstate_step);
    cut_.bytes.clear();
    cut_.of_plain = first_block_;
    if (resumed_ == nullptr) {
      cut_.bytes.assign(age_.header().begin(), age_.header().end());
    } else {
      there_ =
          frontier_.size() * object::chunk_size - age_.header().size() - first_block_ * sealed_step;
    }
    while (auto plain = plain_.full.pop()) {
      if (const auto done = age_.update(*plain, cut_.bytes); !done) {
        fail(done.error());
        return;
      }
      plain_.free.push(*std::move(plain));
      ++cut_.of_plain;
      pass_over_what_is_there();
      if (!cut_whole_chunks()) {
        return;
      }
    }
    if (error_.get()) {
      return;
    }
    if (const auto done = age_.finish(cut_.bytes); !done) {
      fail(done.error());
      return;
    }
    pass_over_what_is_there();
    if (cut_whole_chunks() && !cut_.bytes.empty()) {
      hand_on(std::move(cut_));
    }
    cipher_.full.close();
  }

  void pass_over_what_is_there() {
    const std::size_t pass = std::min<std::uint64_t>(there_, cut_.bytes.size());
    cut_.bytes.erase(cut_.bytes.begin(), cut_.bytes.begin() + static_cast<std::ptrdiff_t>(pass));
    there_ -= pass;
  }

  /// False when the work was stopped meanwhile.
  bool cut_whole_chunks() {
    while (cut_.bytes.size() >= object::chunk_size) {
      auto rest = cipher_.free.pop();
      if (!rest) {
        return false;
      }
      rest->bytes.reserve(object::chunk_size + growth + midstate_step);
      rest->bytes.assign(cut_.bytes.begin() + object::chunk_size, cut_.bytes.end());
      cut_.bytes.resize(object::chunk_size);
      rest->of_plain = cut_.of_plain;
      std::swap(cut_, *rest);
      hand_on(*std::move(rest));
    }
    return true;
  }

  void hand_on(CipherBlock block) {
    block.leaf = merkle::leaf_hash(block.bytes);
    cipher_.full.push(std::move(block));
  }

  // The caller's thread: owns sink_, frontier_ and the extent's length.

  /// What is encrypted is durably named first: otherwise another plaintext could come under the
  /// same key and place after an interruption.
  value::Result<void> write_chunk(const CipherBlock& block) {
    auto settled = journal_ == nullptr ? value::Result<void>() : journal_->settle(block.of_plain);
    if (!settled) {
      return settled;
    }
    if (auto done = sink_.write({frontier_.size(), block.bytes, block.leaf}); !done) {
      return done;
    }
    frontier_.append(block.leaf);
    const bool whole = block.bytes.size() == object::chunk_size;
    if (journal_ != nullptr && whole && frontier_.size() % journal_->pace() == 0) {
      return journal_->checkpoint(frontier_);
    }
    return {};
  }

  void write(const Progress& progress) {
    while (auto block = cipher_.full.pop()) {
      if (const auto done = write_chunk(*block); !done) {
        fail(done.error());
        return;
      }
      sealed_.object.extent.length += block->bytes.size();
      cipher_.free.push(*std::move(block));
      if (progress && !progress(sealed_.object.extent.length)) {
        fail({"SEAL-05", "stopped after " + std::to_string(frontier_.size()) + " MiB"});
        return;
      }
    }
  }

  Source& source_;
  CipherSink& sink_;
  SealingJournal* journal_;
  const ResumePoint* resumed_;
  std::uint64_t first_block_;  // MiB of plaintext before it are sealed already
  crypto::AgeSealer age_;
  merkle::Frontier frontier_;
  Ring<value::Bytes> plain_;
  Ring<CipherBlock> cipher_;
  FirstError error_;
  crypto::Sha256 hash_;
  CipherBlock cut_;
  std::uint64_t there_ = 0;  // ciphertext that is made again and not written again
  Sealed sealed_;
};

}  // namespace

value::Result<Sealed> seal_object(Source& source, CipherSink& sink, const SealTo& to,
                                  const Progress& progress) {
  auto head = crypto::make_age_head(to.recipients, *to.random);
  if (!head) {
    return value::fail(head.error());
  }
  auto before = source.facts();
  if (!before) {
    return value::fail(before.error());
  }
  return seal_object(source, sink,
                     ObjectRun{*std::move(head), *std::move(before), nullptr, nullptr}, progress);
}

value::Result<Sealed> seal_object(Source& source, CipherSink& sink, ObjectRun run,
                                  const Progress& progress) {
  auto sealed = Pipeline(source, sink, run).run(progress);
  if (!sealed) {
    return sealed;
  }
  auto after = source.facts();
  if (!after) {
    return value::fail(after.error());
  }
  const std::optional<SourceFacts>& facts = run.before;
  if (facts != *after || (facts && facts->size != sealed->plain.length)) {
    return value::fail("SEAL-02", "size, time of modification or file are not what they were");
  }
  sealed->before = std::move(run.before);
  sealed->after = *std::move(after);
  if (const auto done = sink.finish(sealed->object.extent); !done) {
    return value::fail(done.error());
  }
  return sealed;
}

}  // namespace comity::evidence
