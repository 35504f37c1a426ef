#include "evidence/object_opening.h"

#include "crypto/opener.h"
#include "evidence/block_queue.h"
#include "evidence/outer_manifest.h"
#include "evidence/sealed_reading.h"
#include "evidence/sealing.h"
#include "evidence/sidecar.h"
#include "evidence/sink.h"
#include "evidence/source.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace comity::evidence {
namespace {

constexpr int buffers = 6;

/// First thread: reads, hashes ciphertext, decrypts. Second: hashes plaintext. The caller's: writes
/// what the other two have let pass. Buffers go round: free -> opened -> checked -> free.
class Pipeline {
 public:
  Pipeline(Source& sealed, PlainSink& sink, const OpenWith& with)
      : reading_(sealed, *with.opener, with.expected), sink_(sink), check_(*with.plain) {
    for (int i = 0; i < buffers; ++i) {
      free_.push({});
    }
  }

  value::Result<void> run(const Progress& progress) {
    {
      std::jthread reading;
      std::jthread checking;
      try {
        reading = std::jthread([this] { read(); });
        checking = std::jthread([this] { check(); });
      } catch (const std::system_error& refused) {
        fail({"SEAL-06", refused.what()});
      }
      write(progress);
    }
    // Both threads have ended here.
    if (const auto error = error_.get()) {
      return value::fail(*error);
    }
    return check_.finish();
  }

 private:
  void fail(value::Error error) {
    error_.keep(std::move(error));
    free_.stop();
    opened_.stop();
    checked_.stop();
  }

  void read() {
    bool more = true;
    while (more) {
      auto block = free_.pop();
      if (!block) {
        return;
      }
      block->clear();
      const auto read = reading_.next(*block);
      if (!read) {
        fail(read.error());
        return;
      }
      more = *read;
      opened_.push(*std::move(block));
    }
    opened_.close();
  }

  void check() {
    while (auto block = opened_.pop()) {
      if (const auto step = check_.update(*block); !step) {
        fail(step.error());
        return;
      }
      checked_.push(*std::move(block));
    }
    checked_.close();
  }

  void write(const Progress& progress) {
    std::uint64_t done = 0;
    while (auto block = checked_.pop()) {
      if (const auto step = sink_.write(*block); !step) {
        fail(step.error());
        return;
      }
      done += block->size();
      free_.push(*std::move(block));
      if (progress && !progress(done)) {
        fail({"SEAL-05", "stopped after " + std::to_string(done) + " octets"});
        return;
      }
    }
  }

  SealedReading reading_;
  PlainSink& sink_;
  MidstateCheck check_;
  BlockQueue<value::Bytes> free_;
  BlockQueue<value::Bytes> opened_;
  BlockQueue<value::Bytes> checked_;
  FirstError error_;
};

}  // namespace

value::Result<void> open_object(Source& sealed, PlainSink& sink, const OpenWith& with,
                                const Progress& progress) {
  if (const auto opened = Pipeline(sealed, sink, with).run(progress); !opened) {
    return opened;
  }
  return sink.finish();
}

value::Result<value::Bytes> open_small(Source& sealed, crypto::Opener& opener,
                                       const SealedObject& expected, std::size_t limit) {
  SealedReading reading(sealed, opener, expected);
  value::Bytes plain;
  for (bool more = true; more;) {
    const auto read = reading.next(plain);
    if (!read) {
      return value::fail(read.error());
    }
    if (plain.size() > limit) {
      return value::fail("PKG-17", "more than " + std::to_string(limit) + " octets");
    }
    more = *read;
  }
  return plain;
}

}  // namespace comity::evidence
