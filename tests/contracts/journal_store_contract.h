// What every store of journals (evidence/journal_store.h) promises. A fixture has store() and
// reopen(): the process ended, another one begins.
#pragma once

#include "evidence/journal_store.h"
#include "fakes/seeded_random.h"
#include "support/rows.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace comity::contracts {

template <class Fixture>
class JournalStoreContract : public testing::Test {
 protected:
  evidence::JournalStore& store() { return fixture_.store(); }

  [[nodiscard]] std::optional<value::Bytes> read() { return store().read(id_).value(); }

  Fixture fixture_;
  fakes::SeededRandom random_{5};
  value::Uuid id_ = value::make_uuid(value::Instant{1'793'671'449'000}, random_);
  value::Bytes one_{1, 2, 3};
  value::Bytes two_{4, 5};
};

TYPED_TEST_SUITE_P(JournalStoreContract);

TYPED_TEST_P(JournalStoreContract, WhatIsCreatedAndAppendedIsReadInOrder) {
  {
    const auto file = this->store().create(this->id_, this->one_).value();
    ASSERT_TRUE(file->append(this->two_));
    ASSERT_TRUE(file->sync());
  }
  this->fixture_.reopen();
  EXPECT_EQ(this->read(), (value::Bytes{1, 2, 3, 4, 5}));
  EXPECT_EQ(this->store().list().value(), std::vector{this->id_});
}

TYPED_TEST_P(JournalStoreContract, GoingOnAppendsAfterWhatIsThere) {
  this->store().create(this->id_, this->one_).value();
  this->fixture_.reopen();
  const auto file = this->store().open(this->id_).value();
  ASSERT_NE(file, nullptr);
  ASSERT_TRUE(file->append(this->two_));
  EXPECT_EQ(this->read(), (value::Bytes{1, 2, 3, 4, 5}));
}

TYPED_TEST_P(JournalStoreContract, ReplacedItIsTheNewOneAndGoesOn) {
  const auto file = this->store().create(this->id_, this->one_).value();
  ASSERT_TRUE(file->replace(this->two_));
  EXPECT_EQ(this->read(), this->two_);
  ASSERT_TRUE(file->append(this->one_));
  EXPECT_EQ(this->read(), (value::Bytes{4, 5, 1, 2, 3}));
  EXPECT_EQ(testing_support::code_of(this->store().open(this->id_)), "SEAL-13");
}

TYPED_TEST_P(JournalStoreContract, RemovedItIsGone) {
  const auto file = this->store().create(this->id_, this->one_).value();
  ASSERT_TRUE(file->remove());
  EXPECT_EQ(this->read(), std::nullopt);
  EXPECT_TRUE(this->store().list().value().empty());
}

TYPED_TEST_P(JournalStoreContract, OneHolderAtATime) {
  auto file = this->store().create(this->id_, this->one_).value();
  EXPECT_EQ(testing_support::code_of(this->store().open(this->id_)), "SEAL-13");
  EXPECT_EQ(testing_support::code_of(this->store().create(this->id_, this->two_)), "SEAL-13");
  file.reset();
  EXPECT_NE(this->store().open(this->id_).value(), nullptr);
  EXPECT_EQ(testing_support::code_of(this->store().create(this->id_, this->two_)), "SEAL-13");
  EXPECT_EQ(this->read(), this->one_);
}

TYPED_TEST_P(JournalStoreContract, WhatWasNeverMadeIsNotThere) {
  EXPECT_EQ(this->store().open(this->id_).value(), nullptr);
  EXPECT_EQ(this->read(), std::nullopt);
}

REGISTER_TYPED_TEST_SUITE_P(JournalStoreContract, WhatIsCreatedAndAppendedIsReadInOrder,
                            GoingOnAppendsAfterWhatIsThere, ReplacedItIsTheNewOneAndGoesOn,
                            RemovedItIsGone, OneHolderAtATime, WhatWasNeverMadeIsNotThere);

}  // namespace comity::contracts
