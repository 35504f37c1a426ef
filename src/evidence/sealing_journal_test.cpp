// A sealing that is interrupted: killed before each thing it does, by the end of its process or of
// the machine; its journal cut, altered, copied; its source exchanged.
#include "evidence/sealing_journal.h"

#include "crypto/age_recipient.h"
#include "crypto/sha256.h"
#include "evidence/file_name.h"
#include "evidence/journal_records.h"
#include "evidence/journal_store.h"
#include "evidence/package_blobs.h"
#include "evidence/package_opening.h"
#include "evidence/package_sealing.h"
#include "evidence/sealing_state.h"
#include "evidence/source.h"
#include "fakes/memory_journals.h"
#include "fakes/organisation.h"
#include "object/blob_store.h"
#include "support/mortal_stores.h"
#include "support/package_story.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

using testing_support::code;
using testing_support::content;
using testing_support::GivenSource;
using testing_support::Life;
using testing_support::MemoryFiles;
using testing_support::MortalBlobs;
using testing_support::MortalJournals;
using testing_support::PackageStory;
using testing_support::Written;
using value::Bytes;
using value::Result;

constexpr std::size_t mib = std::size_t{1} << 20U;

SourceFacts facts_of(const Bytes& bytes) {
  return {bytes.size(), value::Instant{1'793'671'449'000}, 17, "64769:131077"};
}

class Interrupted : public testing::Test {
 protected:
  Interrupted() {
    plan.package_id = story.plan.package_id;
    plan.statement_id = story.plan.statement_id;
    plan.case_id = story.plan.case_ref;
    plan.desk = "xa.247";
    plan.data_row = "ds1";
    plan.recipients = {story.opener->recipients().front().text()};
    plan.files = {{"/evidence/one", "one.bin"}, {"/evidence/two", "two.bin"}};
  }

  [[nodiscard]] JournalKeeping keeping() { return {own_, &story.random, 2}; }

  Result<std::unique_ptr<SealingJournal>> journal(JournalStore& mortal) {
    auto held = mortal.open(plan.package_id).value();
    if (held == nullptr) {
      return SealingJournal::begin(mortal, plan, keeping());
    }
    const std::optional<Bytes> bytes = mortal.read(plan.package_id).value();
    auto state = read_journal(bytes.value_or(Bytes()), plan.package_id, *story.opener);
    return state ? SealingJournal::go_on(std::move(held), *std::move(state), keeping())
                 : value::fail(state.error());
  }

  /// One run of a process that does so many things and is then gone.
  Result<SealedPackage> run(int steps = 1 << 30) {
    Life life;
    life.left = steps;
    return run(life);
  }

  Result<SealedPackage> run(Life& life) {
    octets_read = 0;
    MortalJournals mortal(journals, life);
    auto kept = journal(mortal);
    steps_taken = (1 << 30) - life.left;
    if (!kept) {
      return value::fail(kept.error());
    }
    std::vector<std::unique_ptr<GivenSource>> sources;
    std::vector<EvidenceItem> items;
    for (std::size_t i = 0; i < contents.size(); ++i) {
      sources.push_back(std::make_unique<GivenSource>(
          contents[i],
          streams ? std::nullopt : std::optional(facts ? *facts : facts_of(contents[i]))));
      EvidenceItem& item = items.emplace_back();
      item.source = sources.back().get();
      item.name = plan.files[i].name;
      item.how = {"read from a medium", "comity", "0.1"};
    }
    MortalBlobs blobs(story.store, life, written);
    PackageBlobs objects(blobs, plan.package_id);
    auto sealed = seal_package(story.plan, items, {objects, **kept}, story.desk(), {});
    for (const auto& source : sources) {
      octets_read += source->read_octets;
    }
    steps_taken = (1 << 30) - life.left;
    return sealed;
  }

  /// Another package of the same files, in empty stores.
  void begin_another() {
    if (auto held = journals.open(plan.package_id).value()) {
      static_cast<void>(held->remove());
    }
    const auto objects = story.store.list(plan.package_id).value();
    for (const object::ObjectId& id : objects) {
      static_cast<void>(story.store.remove(id));
    }
    story.begin_another_package();
    plan.package_id = story.plan.package_id;
  }

  /// What lies on the disk; nothing when no journal does.
  Bytes kept_journal() {
    const std::optional<Bytes> kept = journals.read(plan.package_id).value();
    return kept.value_or(Bytes());
  }

  [[nodiscard]] SealingState state() {
    return read_journal(kept_journal(), plan.package_id, *story.opener).value();
  }

  /// Kills it as late as `wanted` allows; what the journal says then.
  template <class Wanted>
  SealingState stop_where(Wanted wanted) {
    for (int steps = 1;; ++steps) {
      begin_another();
      if (run(steps)) {
        ADD_FAILURE() << "it never stands there";
        return {};
      }
      if (!journals.list().value().empty()) {
        SealingState now = state();
        if (wanted(now)) {
          return now;
        }
      }
    }
  }

  /// 4 of 5 MiB of the first file are there, and durably so.
  SealingState stop_in_first() {
    return stop_where([this](const SealingState& now) {
      return now.under_way && now.under_way->checkpoints.size() == 2 &&
             story.store.leaves({plan.package_id, 1}).value().size() >= 4;
    });
  }

  SealingState stop_at_the_end() {
    return stop_where([this](const SealingState& now) {
      return now.under_way && now.under_way->end &&
             story.store.leaves({plan.package_id, 1}).value().size() >= 4;
    });
  }

  SealingState stop_in_second() {
    return stop_where([](const SealingState& now) {
      return now.done.size() == 1 && now.under_way && now.under_way->states.size() > 1;
    });
  }

  void expect_opens(const SealedPackage& package) {
    const PackageBlobs objects(story.store, plan.package_id);
    PackageOpening opening(objects, story.recipient());
    ASSERT_EQ(code(opening.read(package.outer)), "");
    MemoryFiles files;
    EXPECT_EQ(code(opening.open_all(files, {})), "");
    for (std::size_t i = 0; i < contents.size(); ++i) {
      EXPECT_EQ(files.files[safe_file_name(static_cast<std::uint32_t>(i + 1), plan.files[i].name)],
                contents[i]);
    }
    EXPECT_EQ(story.store.list(plan.package_id).value().size(), 2 * contents.size() + 1);
  }

  PackageStory story;
  SealingPlan plan;
  fakes::MemoryJournals journals;
  std::vector<Bytes> contents{content(5 * mib + 77, 1), content(3 * mib, 2)};
  bool streams = false;
  Written written;
  std::optional<SourceFacts> facts;  // of every source, instead of the true ones
  std::size_t octets_read = 0;
  int steps_taken = 0;

 private:
  std::vector<crypto::Recipient> own_ = story.opener->recipients();
};

TEST_F(Interrupted, WithoutInterruptionItIsAPackageLikeAnyOther) {
  const auto package = run();
  ASSERT_EQ(code(package), "");
  expect_opens(*package);
}

TEST_F(Interrupted, KilledBeforeEachThingItDoesItGoesOnOrBeginsAgain) {
  contents = {content(3 * mib + 77, 1), content(100, 2)};
  ASSERT_EQ(code(run()), "");
  const int all = steps_taken;
  ASSERT_GT(all, 20);
  int killed = 0;
  for (int steps = 0; steps < all; ++steps) {
    for (const bool power : {false, true}) {
      begin_another();
      // Threads settle sometimes more and sometimes less at once, so that the last may not be
      // reached.
      killed += run(steps) ? 0 : 1;
      if (power) {
        journals.lose_power(static_cast<std::size_t>(steps) % 60);
      }
      const auto package = run();
      ASSERT_EQ(code(package), "") << "killed before thing " << steps << (power ? ", power" : "");
      expect_opens(*package);
    }
  }
  EXPECT_GT(killed, all) << "of twice as many";
}

TEST_F(Interrupted, KilledAgainAndAgainItComesToItsEnd) {
  int runs = 0;
  auto package = run(20);
  while (!package && runs < 100) {
    ++runs;
    package = run(20);
  }
  ASSERT_EQ(code(package), "");
  EXPECT_GT(runs, 1);
  expect_opens(*package);
}

TEST_F(Interrupted, AShortLastChunkIsNoPlaceToGoOnFrom) {
  contents = {content(3 * mib + 77, 1), content(100, 2)};  // of four chunks the last is short
  stop_where([this](const SealingState& now) {
    const auto present = story.store.leaves({plan.package_id, 1});
    return now.under_way && present && present->size() == 4;
  });
  const std::optional<ObjectUnderWay> under_way = state().under_way;
  EXPECT_EQ(under_way ? under_way->checkpoints.size() : 0U, 1U);
  const auto package = run();
  ASSERT_EQ(code(package), "");
  expect_opens(*package);
}

TEST_F(Interrupted, WhatWasSealedIsNotReadAgain) {
  stop_in_first();
  const auto package = run();
  ASSERT_EQ(code(package), "");
  expect_opens(*package);
  // Two checkpoints of 2 MiB: of the first file no more than its rest is read.
  EXPECT_LE(octets_read, 2 * mib + 77 + contents[1].size());
}

TEST_F(Interrupted, AStreamIsReadFromItsStartAndCompared) {
  streams = true;
  stop_in_first();
  const auto package = run();
  ASSERT_EQ(code(package), "");
  expect_opens(*package);
  EXPECT_EQ(octets_read, contents[0].size() + contents[1].size());
}

TEST_F(Interrupted, AStreamThatSaysSomethingElseIsRefusedWherever) {
  streams = true;
  for (const std::size_t at : {std::size_t{0}, mib + 5, 4 * mib + 1}) {
    begin_another();
    stop_in_first();
    contents[0][at] ^= 1U;
    EXPECT_EQ(code(run()), "SEAL-11") << at;
    contents[0][at] ^= 1U;
    EXPECT_EQ(code(run()), "");
  }
}

TEST_F(Interrupted, AFileWithOtherFactsIsRefusedBeforeAnythingIsRead) {
  stop_in_first();
  facts = facts_of(contents[0]);
  facts->nanosecond += 1;
  EXPECT_EQ(code(run()), "SEAL-11");
  EXPECT_EQ(octets_read, 0U);
  facts = {};
  contents[0].push_back(1);
  EXPECT_EQ(code(run()), "SEAL-11");
  contents[0].pop_back();
  EXPECT_EQ(code(run()), "");
}

TEST_F(Interrupted, AFileThatChangedUnderEqualFactsIsRefusedAndNotEncrypted) {
  stop_in_first();
  contents[0][4 * mib + 1] ^= 1U;
  EXPECT_EQ(code(run()), "SEAL-11");
  contents[0][4 * mib + 1] ^= 1U;
  EXPECT_EQ(code(run()), "");
}

TEST_F(Interrupted, AFileThatBecameShorterOrLongerUnderEqualFactsIsRefused) {
  facts = facts_of(contents[0]);
  contents.resize(1);
  plan.files.resize(1);
  stop_at_the_end();
  contents[0].resize(5 * mib);
  EXPECT_EQ(code(run()), "SEAL-11");
  contents[0] = content(6 * mib + 77, 1);
  EXPECT_EQ(code(run()), "SEAL-11");
  contents[0] = content(5 * mib + 77, 1);
  EXPECT_EQ(code(run()), "");
}

TEST_F(Interrupted, AFinishedFileThatChangedSinceIsRefused) {
  const auto in_second = stop_in_second();
  ASSERT_EQ(in_second.done.size(), 1U);
  contents[0].push_back(1);
  EXPECT_EQ(code(run()), "SEAL-11");
}

TEST_F(Interrupted, ALostChunkIsSealedAgain) {
  stop_in_first();
  const object::ObjectId id{plan.package_id, 1};
  const auto leaves = story.store.leaves(id).value();
  std::vector<Bytes> kept;
  for (std::size_t i = 0; i + 2 < leaves.size(); ++i) {
    kept.push_back(story.store.get(id, i).value());
  }
  ASSERT_FALSE(kept.empty());
  static_cast<void>(story.store.remove(id));
  static_cast<void>(story.store.begin(id, std::nullopt));
  for (std::size_t i = 0; i < kept.size(); ++i) {
    static_cast<void>(story.store.put(id, {i, kept[i], leaves[i].digest}));
  }
  const auto package = run();
  ASSERT_EQ(code(package), "");
  expect_opens(*package);
}

TEST_F(Interrupted, ChunksThatAreNotThoseOfTheJournalAreNotGoneOnWith) {
  stop_in_first();
  const object::ObjectId id{plan.package_id, 1};
  static_cast<void>(story.store.remove(id));
  static_cast<void>(story.store.begin(id, std::nullopt));
  const Bytes other(mib, 7);
  for (std::uint64_t i = 0; i < 3; ++i) {
    static_cast<void>(story.store.put(id, {i, other, crypto::sha256(other)}));
  }
  // Begun again, with another key: the oracle would see a second ciphertext under the first one.
  const auto package = run();
  ASSERT_EQ(code(package), "");
  expect_opens(*package);
}

TEST_F(Interrupted, AFinishedObjectThatIsGoneIsTold) {
  stop_in_second();
  static_cast<void>(story.store.remove({plan.package_id, 1}));
  EXPECT_EQ(code(run()), "SEAL-08");
}

TEST_F(Interrupted, AJournalCutAnywhereNeverLetsAKeySealTwoThings) {
  stop_in_first();
  const Bytes whole = kept_journal();
  const auto kept = story.store.leaves({plan.package_id, 1}).value();
  ASSERT_GE(kept.size(), 4U);
  int refused = 0;
  int damaged = 0;
  for (std::size_t size = 0; size < whole.size(); size += 1 + size / 60) {
    journals.put(plan.package_id,
                 {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
    const auto state = read_journal(kept_journal(), plan.package_id, *story.opener);
    damaged += code(state) == "SEAL-08" ? 1 : 0;
    if (!state) {
      continue;
    }
    Life life;
    MortalJournals mortal(journals, life);
    const auto going = journal(mortal);
    ASSERT_EQ(code(going), "");
    const auto place = (*going)->resume_point(kept);
    const std::optional<ObjectUnderWay>& under_way = state->under_way;
    const std::size_t states = under_way ? under_way->states.size() : 0;
    if (under_way && states * (mib + 256) < kept.size() * mib) {
      EXPECT_EQ(code(place), "SEAL-08") << size;
      ++refused;
    }
  }
  EXPECT_GT(damaged, 0);
  EXPECT_GT(refused, 0);
}

TEST_F(Interrupted, AnAlteredJournalIsDamagedOrOfAnotherKey) {
  stop_in_first();
  const Bytes whole = kept_journal();
  const std::size_t records = records_of(state()).size();
  for (std::size_t at = 0; at + 60 < whole.size(); at += 1 + at / 40) {
    Bytes altered = whole;
    altered[at] ^= 4U;
    const auto read = read_journal(altered, plan.package_id, *story.opener);
    if (read) {
      // In the line that only says where to look; or a length, which reads as a frame cut short:
      // what the journal then lacks is found by what the store has.
      EXPECT_TRUE(at < 130 || records_of(*read).size() < records) << at;
      continue;
    }
    EXPECT_TRUE(code(read) == "SEAL-08" || code(read) == "SEAL-09" || code(read) == "SEAL-10")
        << at << " " << code(read);
  }
}

TEST_F(Interrupted, ACopyUnderAnotherNameIsForeign) {
  stop_in_first();
  const Bytes whole = kept_journal();
  EXPECT_EQ(code(read_journal(whole, story.id(), *story.opener)), "SEAL-09");
}

TEST_F(Interrupted, AnotherDesksJournalIsForeign) {
  stop_in_first();
  const auto other = fakes::Organisation::opener();
  EXPECT_EQ(code(read_journal(kept_journal(), plan.package_id, *other)), "SEAL-09");
}

TEST_F(Interrupted, AJournalOfANewerVersionIsSaidToBeThat) {
  stop_in_first();
  Bytes journal = kept_journal();
  journal[std::string("comity/sealing-journal/v").size()] = '2';
  EXPECT_EQ(code(read_journal(journal, plan.package_id, *story.opener)), "SEAL-10");
}

TEST_F(Interrupted, OneProcessAtATimeHasAJournal) {
  stop_in_first();
  const auto held = journals.open(plan.package_id).value();
  EXPECT_EQ(code(journals.open(plan.package_id)), "SEAL-13");
}

TEST_F(Interrupted, NothingOfTheEvidenceIsInTheJournal) {
  contents = {Bytes(3 * mib, 'm'), content(10)};
  run(1 << 30);
  const Bytes whole = kept_journal();
  const std::string text(value::text_of(whole));
  const std::string digest = crypto::sha256(contents[0]).hex();
  EXPECT_EQ(text.find(digest), std::string::npos);
  EXPECT_EQ(text.find("one.bin"), std::string::npos);
  EXPECT_EQ(text.find("/evidence"), std::string::npos);
  crypto::Sha256 first;
  first.update(value::BytesView(contents[0]).first(mib));
  const auto state = first.midstate();
  EXPECT_EQ(std::search(whole.begin(), whole.end(), state.octets.begin(), state.octets.end()),
            whole.end());
}

TEST_F(Interrupted, EachRunsJournalHasAKeyOfItsOwn) {
  stop_in_first();
  const Bytes before = kept_journal();
  Life life;
  MortalJournals mortal(journals, life);
  ASSERT_EQ(code(journal(mortal)), "");
  const Bytes after = kept_journal();
  const std::size_t line =
      static_cast<std::size_t>(std::find(before.begin(), before.end(), '\n') - before.begin());
  EXPECT_FALSE(std::equal(before.begin() + static_cast<std::ptrdiff_t>(line) + 100, before.end(),
                          after.begin() + static_cast<std::ptrdiff_t>(line) + 100, after.end()));
  const auto one = read_journal(before, plan.package_id, *story.opener).value();
  const auto two = read_journal(after, plan.package_id, *story.opener).value();
  EXPECT_EQ(records_of(one), records_of(two));
}

}  // namespace
}  // namespace comity::evidence
