#include "evidence/sealing.h"

#include "crypto/age.h"
#include "crypto/sha256.h"
#include "evidence/block_queue.h"
#include "evidence/outer_manifest.h"
#include "evidence/sidecar.h"
#include "evidence/sink.h"
#include "evidence/source.h"
#include "merkle/frontier.h"
#include "merkle/tree_hash.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

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
};

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
  Pipeline(Source& source, CipherSink& sink, crypto::AgeSealer age)
      : source_(source), sink_(sink), age_(std::move(age)) {
    for (int i = 0; i < buffers_a_stage; ++i) {
      plain_.free.push(value::Bytes(midstate_step));
      cipher_.free.push(CipherBlock{});
    }
  }

  /// True when everything was read, sealed and written.
  value::Result<Sealed> run(const Progress& progress) {
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

  // First thread: owns source_, hash_, sealed_.plain.

  void read_and_hash() {
    bool more = true;
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
      if (more) {
        sealed_.plain.states.push_back(hash_.midstate());
      }
      plain_.full.push(*std::move(block));
    }
    sealed_.plain.length = hash_.octets_done();
    sealed_.plain.sha256 = hash_.finish();
    plain_.full.close();
  }

  // Second thread: owns age_, frontier_, cut_.

  void encrypt() {
    auto first = cipher_.free.pop();
    if (!first) {
      return;
    }
    cut_ = *std::move(first);
    cut_.bytes.reserve(object::chunk_size + growth + midstate_step);
    cut_.bytes.assign(age_.header().begin(), age_.header().end());
    while (auto plain = plain_.full.pop()) {
      if (const auto done = age_.update(*plain, cut_.bytes); !done) {
        fail(done.error());
        return;
      }
      plain_.free.push(*std::move(plain));
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
    if (cut_whole_chunks() && !cut_.bytes.empty()) {
      hand_on(std::move(cut_));
    }
    cipher_.full.close();
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
      std::swap(cut_, *rest);
      hand_on(*std::move(rest));
    }
    return true;
  }

  void hand_on(CipherBlock block) {
    block.leaf = merkle::leaf_hash(block.bytes);
    frontier_.append(block.leaf);
    cipher_.full.push(std::move(block));
  }

  // The caller's thread: owns sink_ and the extent's length.

  void write(const Progress& progress) {
    std::uint64_t index = 0;
    while (auto block = cipher_.full.pop()) {
      if (const auto done = sink_.write({index, block->bytes, block->leaf}); !done) {
        fail(done.error());
        return;
      }
      ++index;
      sealed_.object.extent.length += block->bytes.size();
      cipher_.free.push(*std::move(block));
      if (progress && !progress(sealed_.object.extent.length)) {
        fail({"SEAL-05", "stopped after " + std::to_string(index) + " MiB"});
        return;
      }
    }
  }

  Source& source_;
  CipherSink& sink_;
  crypto::AgeSealer age_;
  Ring<value::Bytes> plain_;
  Ring<CipherBlock> cipher_;
  FirstError error_;
  crypto::Sha256 hash_;
  merkle::Frontier frontier_;
  CipherBlock cut_;
  Sealed sealed_;
};

}  // namespace

value::Result<Sealed> seal_object(Source& source, CipherSink& sink, const SealTo& to,
                                  const Progress& progress) {
  auto age = crypto::AgeSealer::begin(to.recipients, *to.random);
  if (!age) {
    return value::fail(age.error());
  }
  auto before = source.facts();
  if (!before) {
    return value::fail(before.error());
  }
  auto sealed = Pipeline(source, sink, *std::move(age)).run(progress);
  if (!sealed) {
    return sealed;
  }
  auto after = source.facts();
  if (!after) {
    return value::fail(after.error());
  }
  const std::optional<SourceFacts>& facts = *before;
  if (facts != *after || (facts && facts->size != sealed->plain.length)) {
    return value::fail("SEAL-02", "size, time of modification or file are not what they were");
  }
  sealed->before = *std::move(before);
  sealed->after = *std::move(after);
  if (const auto done = sink.finish(sealed->object.extent); !done) {
    return value::fail(done.error());
  }
  return sealed;
}

}  // namespace comity::evidence
