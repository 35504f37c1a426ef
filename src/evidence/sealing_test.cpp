#include "evidence/sealing.h"

#include "crypto/age_recipient.h"
#include "crypto/opener.h"
#include "crypto/sha256.h"
#include "evidence/custody.h"
#include "evidence/file_source.h"
#include "evidence/inner_manifest.h"
#include "evidence/object_opening.h"
#include "evidence/package_sealing.h"
#include "evidence/sidecar.h"
#include "evidence/sink.h"
#include "evidence/source.h"
#include "fakes/organisation.h"
#include "merkle/chunk_root.h"
#include "object/blob_store.h"
#include "support/package_story.h"
#include "support/shell.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace comity::evidence {
namespace {

using testing_support::code;
using testing_support::content;
using testing_support::MemoryFiles;
using testing_support::PackageStory;

constexpr std::size_t mib = std::size_t{1} << 20U;

/// Keeps the chunks; fails as a full disk does once `room` octets are in.
class ListSink final : public CipherSink {
 public:
  value::Result<void> write(const object::Chunk& chunk) override {
    EXPECT_EQ(chunk.index, chunks);
    ++chunks;
    if (bytes.size() + chunk.bytes.size() > room) {
      return value::fail("SEAL-03", "full");
    }
    bytes.insert(bytes.end(), chunk.bytes.begin(), chunk.bytes.end());
    return {};
  }

  value::Result<void> finish(const object::Extent& extent) override {
    finished = extent;
    return {};
  }

  std::size_t room = SIZE_MAX;
  std::uint64_t chunks = 0;
  value::Bytes bytes;
  std::optional<object::Extent> finished;
};

/// A source that breaks or whose facts change after some reads.
class FickleSource final : public Source {
 public:
  value::Result<std::size_t> read(std::span<std::uint8_t> out) override {
    if (++reads > break_after) {
      return value::fail("SEAL-01", "the medium is gone");
    }
    return reads > 3 ? 0 : out.size();
  }

  value::Result<std::optional<SourceFacts>> facts() override {
    SourceFacts facts;
    facts.size = 3 * mib;
    facts.nanosecond = reads == 0 ? 0 : changed_nanosecond;
    return facts;
  }

  int reads = 0;
  int break_after = 1000;
  std::uint32_t changed_nanosecond = 0;
};

class SealingTest : public testing::Test {
 protected:
  value::Result<Sealed> seal(Source& source, CipherSink& to, const Progress& progress = {}) {
    return seal_object(source, to, {recipients, &story.random}, progress);
  }

  PackageStory story;
  std::vector<crypto::Recipient> recipients = story.opener->recipients();
  ListSink sink;
};

TEST_F(SealingTest, GivesRootLengthDigestAndMidstates) {
  const value::Bytes bytes = content(3 * mib + 77);
  MemorySource source(bytes);
  const auto sealed = seal(source, sink);
  ASSERT_EQ(code(sealed), "");
  EXPECT_EQ(sealed->plain.sha256, crypto::sha256(bytes));
  EXPECT_EQ(sealed->plain.length, bytes.size());
  ASSERT_EQ(sealed->plain.states.size(), 3U);
  crypto::Sha256 two;
  two.update(value::BytesView(bytes).first(2 * mib));
  EXPECT_EQ(sealed->plain.states.at(1), two.midstate());
  EXPECT_EQ(sealed->object.extent.length, sink.bytes.size());
  EXPECT_EQ(sealed->object.extent.root, merkle::chunk_root(sink.bytes));
  EXPECT_EQ(sink.finished, sealed->object.extent);
}

TEST_F(SealingTest, ReportsProgressAndCanBeStopped) {
  MemorySource source(content(10 * mib));
  std::vector<std::uint64_t> reported;
  EXPECT_EQ(code(seal(source, sink,
                      [&](std::uint64_t done) {
                        reported.push_back(done);
                        return done < 3 * mib;
                      })),
            "SEAL-05");
  EXPECT_EQ(reported, (std::vector<std::uint64_t>{mib, 2 * mib, 3 * mib}));
  EXPECT_FALSE(sink.finished);
}

TEST_F(SealingTest, AFullDiskEndsItUnfinished) {
  MemorySource source(content(10 * mib));
  sink.room = 4 * mib;
  EXPECT_EQ(code(seal(source, sink)), "SEAL-03");
  EXPECT_FALSE(sink.finished);
}

TEST_F(SealingTest, ABrokenMediumEndsItUnfinished) {
  FickleSource source;
  source.break_after = 2;
  EXPECT_EQ(code(seal(source, sink)), "SEAL-01");
  EXPECT_FALSE(sink.finished);
}

TEST_F(SealingTest, ASourceThatStaysTheSameIsSealedWithItsFacts) {
  FickleSource source;
  const auto sealed = seal(source, sink);
  ASSERT_EQ(code(sealed), "");
  EXPECT_EQ(sealed->before, sealed->after);
  EXPECT_TRUE(sealed->before.has_value());
}

TEST_F(SealingTest, ASourceThatChangedMeanwhileIsRefused) {
  FickleSource source;
  source.changed_nanosecond = 1;
  EXPECT_EQ(code(seal(source, sink)), "SEAL-02");
  EXPECT_FALSE(sink.finished);
}

TEST_F(SealingTest, AFileThatGrowsWhileReadIsRefused) {
  const testing_support::TemporaryFolder folder;
  const std::string path = folder.path() / "growing.log";
  std::ofstream(path) << std::string(2 * mib, 'x');
  const auto source = FileSource::open(path);
  ASSERT_EQ(code(source), "");
  const auto sealed = seal(**source, sink, [&](std::uint64_t) {
    std::ofstream(path, std::ios::app) << "one more line\n";
    return true;
  });
  EXPECT_EQ(code(sealed), "SEAL-02");
}

TEST_F(SealingTest, NobodyToSealToIsRefused) {
  MemorySource source(content(10));
  recipients.clear();
  EXPECT_EQ(code(seal(source, sink)), "AGE-12");
}

TEST_F(SealingTest, OpensAgainWithEachRecipient) {
  const auto second = fakes::Organisation::opener();
  recipients.push_back(second->recipients().front());
  const value::Bytes bytes = content(mib + 5);
  MemorySource source(bytes);
  const auto sealed = seal(source, sink);
  ASSERT_EQ(code(sealed), "");
  for (crypto::Opener* opener : {story.opener.get(), second.get()}) {
    MemorySource ciphertext(sink.bytes);
    MemoryFiles files;
    const auto file = files.create("a").value();
    EXPECT_EQ(code(open_object(ciphertext, *file, {opener, sealed->object, &sealed->plain}, {})),
              "");
    EXPECT_EQ(files.files.at("a"), bytes);
  }
}

TEST_F(SealingTest, ASmallObjectOverItsLimitIsNotRead) {
  MemorySource source(content(5000));
  const auto sealed = seal(source, sink);
  ASSERT_EQ(code(sealed), "");
  MemorySource ciphertext(sink.bytes);
  EXPECT_EQ(code(open_small(ciphertext, *story.opener, sealed->object, 4999)), "PKG-17");
}

TEST_F(SealingTest, APackageOnAFullDiskLeavesNothing) {
  story.store.limit(3 * mib);
  EXPECT_EQ(code(story.seal({content(mib), content(5 * mib)})), "OBJ-08");
  EXPECT_EQ(story.store.list(story.plan.package_id).value().size(), 0U);
  EXPECT_EQ(story.store.used(), 0U);
}

TEST_F(SealingTest, AStoppedPackageLeavesNothing) {
  EXPECT_EQ(code(story.seal({content(mib), content(5 * mib)},
                            [](std::uint64_t done) { return done < 3 * mib; })),
            "SEAL-05");
  EXPECT_EQ(story.store.used(), 0U);
}

TEST_F(SealingTest, APackageIsSealedOnce) {
  ASSERT_EQ(code(story.seal({content(10)})), "");
  const std::size_t used = story.store.used();
  EXPECT_EQ(code(story.seal({content(10)})), "OBJ-02");
  EXPECT_EQ(story.store.used(), used);
}

TEST_F(SealingTest, WhatARecipientWouldRefuseIsNotRead) {
  FickleSource source;
  std::vector<EvidenceItem> items(1);
  items[0].source = &source;
  items[0].name = "../../etc/passwd";
  EXPECT_EQ(code(seal_package(story.plan, items, *story.objects, story.desk(), {})), "PKG-03");
  items.push_back(items.front());
  items[0].name = "Report.pdf";
  items[1].name = "REPORT.PDF";
  EXPECT_EQ(code(seal_package(story.plan, items, *story.objects, story.desk(), {})), "PKG-04");
  EXPECT_EQ(code(seal_package(story.plan, {}, *story.objects, story.desk(), {})), "PKG-02");
  EXPECT_EQ(source.reads, 0);
}

TEST_F(SealingTest, AnEndBeforeTheBeginningIsRefusedAndLeavesNothing) {
  story.plan.expires = story.clock.now();
  EXPECT_EQ(code(story.seal({content(10)})), "PKG-02");
  EXPECT_EQ(story.store.used(), 0U);
}

TEST_F(SealingTest, CustodyIsAskedOnceDigestsAreKnown) {
  story.plan.custody = [this](const std::vector<EvidenceObject>& objects) {
    CustodyRecord record;
    record.act = CustodyAct::seal;
    record.item.evidence_id = "XA-2026-17/1";
    record.who = {"xa.p.idris", "examiner", "xa", "XA", {}};
    record.when = {story.clock.now(), story.clock.now(), "NTP", "UTC", "laboratory"};
    record.when.started.unix_ms = record.when.ended.unix_ms = 1'793'671'449'000;
    record.why.case_ref = story.plan.case_ref;
    for (std::uint32_t i = 0; i < objects.size(); ++i) {
      record.digests.push_back({i + 1, objects[i].sha256});
    }
    return std::vector<CustodyRecord>{record};
  };
  const auto package = story.seal({content(10), content(20)});
  ASSERT_EQ(code(package), "");
  ASSERT_EQ(package->inner.custody.size(), 1U);
  EXPECT_EQ(package->inner.custody[0].digests[1].sha256, crypto::sha256(content(20)));
}

}  // namespace
}  // namespace comity::evidence
