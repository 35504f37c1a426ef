#include "store/disk_journals.h"

#include "contracts/journal_store_contract.h"
#include "evidence/journal_store.h"
#include "fakes/memory_journals.h"
#include "fakes/seeded_random.h"
#include "support/rows.h"
#include "support/shell.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>

namespace comity::contracts {
namespace {

class DiskFixture {
 public:
  DiskFixture() { reopen(); }

  evidence::JournalStore& store() { return *store_; }

  void reopen() { store_ = store::open_journals(folder_.path() / "sealings").value(); }

 private:
  testing_support::TemporaryFolder folder_;
  std::unique_ptr<evidence::JournalStore> store_;
};

class MemoryFixture {
 public:
  evidence::JournalStore& store() { return store_; }

  void reopen() {}

 private:
  fakes::MemoryJournals store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Disk, JournalStoreContract, DiskFixture);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, JournalStoreContract, MemoryFixture);

}  // namespace
}  // namespace comity::contracts

namespace comity::store {
namespace {

namespace fs = std::filesystem;

class DiskJournalsTest : public testing::Test {
 protected:
  testing_support::TemporaryFolder folder_;
  fakes::SeededRandom random_{6};
  value::Uuid id_ = value::make_uuid(value::Instant{1'793'671'449'000}, random_);
};

TEST_F(DiskJournalsTest, OnlyTheOwnerReadsThem) {
  const auto journals = open_journals(folder_.path() / "sealings").value();
  journals->create(id_, value::Bytes{1}).value();
  EXPECT_EQ(fs::status(folder_.path() / "sealings").permissions(), fs::perms::owner_all);
  for (const auto& file : fs::directory_iterator(folder_.path() / "sealings")) {
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  }
}

TEST_F(DiskJournalsTest, AJournalThatNeverGotItsNameIsRemoved) {
  const auto journals = open_journals(folder_.path()).value();
  const fs::path unfinished = folder_.path() / (id_.text() + ".journal.making-abcdef");
  std::ofstream(unfinished) << "half of one";
  std::ofstream(folder_.path() / "notes.txt") << "somebody's";
  EXPECT_TRUE(journals->list().value().empty());
  EXPECT_FALSE(fs::exists(unfinished));
  EXPECT_TRUE(fs::exists(folder_.path() / "notes.txt"));
}

TEST_F(DiskJournalsTest, AFolderThatCannotBeUsedIsTold) {
  EXPECT_EQ(testing_support::code_of(open_journals(folder_.path() / "none" / "sealings")),
            "STORE-01");
}

}  // namespace
}  // namespace comity::store
