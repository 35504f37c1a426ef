#include "ledger/rollback.h"

#include "fakes/ledger_key.h"
#include "ledger/checkpoint.h"
#include "ledger/sequencer.h"
#include "ledger/vkey.h"
#include "support/example_log.h"
#include "support/must.h"
#include "value/digest.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace comity::ledger {
namespace {

using value::Code;

class RollbackTest : public testing::Test {
 protected:
  RollbackTest() : key_(log_.key()) {}

  std::string judge(const std::string& remembered) {
    const auto note = testing_support::must(log_.store().checkpoint());
    const auto own = open_checkpoint(note, key_).value();
    const auto result = continues_memory({key_, own.head, log_.tiles()}, remembered);
    return result ? "" : std::string(result.error().code.text());
  }

  std::string forged(std::uint64_t size) {
    return sign_checkpoint({support::example_origin, {size, value::Digest{}}}, log_.signer())
        .value();
  }

  support::ExampleLog log_;
  VerifierKey key_;
};

TEST_F(RollbackTest, WhatPeersRememberIsContinued) {
  const auto empty = log_.sequence().checkpoint;
  const auto first = log_.grow_to(200);
  const auto second = log_.grow_to(300);
  EXPECT_EQ(judge(empty), "");
  EXPECT_EQ(judge(first), "");
  EXPECT_EQ(judge(second), "");
}

TEST_F(RollbackTest, APeerThatRemembersMoreShowsARollBack) {
  support::ExampleLog later;
  log_.grow_to(200);
  EXPECT_EQ(judge(later.grow_to(201)), "LEDGER-21");
}

TEST_F(RollbackTest, APeerThatRemembersAnotherHistoryShowsAFork) {
  log_.grow_to(200);
  EXPECT_EQ(judge(forged(200)), "LEDGER-22");
  EXPECT_EQ(judge(forged(199)), "LEDGER-22");
  EXPECT_EQ(judge(forged(1)), "LEDGER-22");
  EXPECT_EQ(judge(forged(0)), "LEDGER-22");
}

TEST_F(RollbackTest, APeerThatMakesItUpChangesNothing) {
  log_.grow_to(20);
  const auto stranger = fakes::ledger_key(7);
  EXPECT_EQ(judge(sign_checkpoint({support::example_origin, {99, {}}}, *stranger).value()),
            "LEDGER-23");
  EXPECT_EQ(judge(sign_checkpoint({"xb.ledger.example", {99, {}}}, *stranger).value()),
            "LEDGER-23");
  auto changed = forged(20);
  changed.replace(changed.find("20"), 2, "99");
  EXPECT_EQ(judge(changed), "LEDGER-23");
  EXPECT_EQ(judge(""), "LEDGER-23");
}

TEST_F(RollbackTest, TwoRootsOfOneSizeAreAProof) {
  const auto honest = log_.grow_to(20);
  EXPECT_TRUE(prove_fork(honest, forged(20), key_).has_value());
  EXPECT_TRUE(prove_fork(forged(20), honest, key_).has_value());
}

TEST_F(RollbackTest, OtherPairsProveNothing) {
  const auto honest = log_.grow_to(20);
  EXPECT_EQ(prove_fork(honest, honest, key_).error().code, Code("LEDGER-24"));
  EXPECT_EQ(prove_fork(honest, forged(21), key_).error().code, Code("LEDGER-24"));
  const auto stranger = fakes::ledger_key(7);
  const auto foreign = sign_checkpoint({support::example_origin, {20, {}}}, *stranger).value();
  EXPECT_EQ(prove_fork(honest, foreign, key_).error().code, Code("LEDGER-14"));
  EXPECT_EQ(prove_fork(foreign, honest, key_).error().code, Code("LEDGER-14"));
}

}  // namespace
}  // namespace comity::ledger
