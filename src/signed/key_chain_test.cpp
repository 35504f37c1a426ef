#include "signed/key_chain.h"

#include "crypto/sha256.h"
#include "fakes/organisation.h"
#include "signed/authorisation.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "support/code.h"
#include "support/signing_house.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace comity::signed_ {
namespace {

using support::code_of;

class KeyChainTest : public testing::Test {
 protected:
  KeyChainTest() : chain_(house_.organisation().root().fingerprint()) {}

  static Envelope read(const value::Bytes& bytes) { return read_envelope(bytes).value(); }

  std::string extend(const KeySet& set, const std::vector<std::string_view>& persons,
                     std::uint64_t logged_at) {
    return code_of(
        chain_.extend(read(house_.root_envelope(house_.payload(set), persons)), logged_at));
  }

  /// What may follow the latest key set.
  [[nodiscard]] KeySet following() const {
    KeySet set = chain_.latest();
    ++set.serial;
    set.previous = chain_.latest_digest();
    return set;
  }

  support::SigningHouse house_;
  KeyChain chain_;
  const std::vector<std::string_view> both_{"idris", "maryam"};
};

TEST_F(KeyChainTest, BeginsWithTheTrustedRoot) {
  EXPECT_TRUE(chain_.empty());
  EXPECT_EQ(extend(house_.key_set(), {}, 0), "");
  EXPECT_EQ(chain_.size(), 1U);
  EXPECT_EQ(chain_.latest_digest(),
            crypto::sha256(value::bytes_of(house_.payload(house_.key_set()))))
      << "the next one names the exact payload";
}

TEST_F(KeyChainTest, AnotherRootIsNotTrusted) {
  const support::SigningHouse stranger;
  const auto envelope = read(stranger.root_envelope(stranger.payload(stranger.key_set())));
  EXPECT_EQ(code_of(chain_.extend(envelope, 0)), "SIGN-12");
  EXPECT_TRUE(chain_.empty());
}

TEST_F(KeyChainTest, TheRootItNamesMustHaveSignedIt) {
  const support::SigningHouse stranger;
  const auto by_stranger = read(stranger.root_envelope(house_.payload(house_.key_set())));
  EXPECT_EQ(code_of(chain_.extend(by_stranger, 0)), "SIGN-12");
  const auto by_desk = read(house_.envelope(house_.payload(house_.key_set())));
  EXPECT_EQ(code_of(chain_.extend(by_desk, 0)), "SIGN-12") << "a desk cannot make key sets";
}

TEST_F(KeyChainTest, AnotherStatementIsNoKeySet) {
  EXPECT_EQ(code_of(chain_.extend(read(house_.root_envelope("not JSON")), 0)), "JSON-02");
  EXPECT_EQ(code_of(chain_.extend(read(house_.root_envelope("{}")), 0)), "SIGN-10");
  std::string newer = house_.payload(house_.key_set());
  newer.replace(newer.find("key_set/1"), 9, "key_set/2");
  EXPECT_EQ(code_of(chain_.extend(read(house_.root_envelope(newer)), 0)), "SIGN-10");
}

TEST_F(KeyChainTest, BeginsWithSerialOne) {
  KeySet set = house_.key_set();
  set.serial = 2;
  set.previous = set.next_root;
  EXPECT_EQ(extend(set, {}, 0), "SIGN-11");
}

TEST_F(KeyChainTest, TwoAdministratorsOfTheSetBeforeAuthorise) {
  ASSERT_EQ(extend(house_.key_set(), {}, 0), "");
  EXPECT_EQ(extend(following(), {}, 5), "SIGN-13");
  EXPECT_EQ(extend(following(), {"idris"}, 5), "SIGN-13");
  EXPECT_EQ(extend(following(), {"idris", "idris"}, 5), "SIGN-13") << "one person twice";
  EXPECT_EQ(extend(following(), {"idris", "tomas"}, 5), "SIGN-13") << "no administrator";
  EXPECT_EQ(extend(following(), both_, 5), "");
}

TEST_F(KeyChainTest, ANewAdministratorDoesNotAuthoriseItself) {
  ASSERT_EQ(extend(house_.key_set(), {}, 0), "");
  KeySet set = following();
  for (PersonKeys& person : set.persons) {
    person.roles = {"administrator"};
  }
  EXPECT_EQ(extend(set, {"tomas", "vera"}, 5), "SIGN-13");
  EXPECT_EQ(extend(set, both_, 5), "");
  EXPECT_EQ(extend(following(), {"tomas", "vera"}, 6), "") << "from the next one on it may";
}

TEST_F(KeyChainTest, AnAuthorisationForAnotherKeySetOrActDoesNotCount) {
  ASSERT_EQ(extend(house_.key_set(), {}, 0), "");
  const std::string payload = house_.payload(following());
  const std::string good = house_.authorised(payload, "idris", "key_set");
  const auto with = [&](const std::string& second) {
    const auto bytes =
        make_envelope(value::bytes_of(payload), {good, second}, {house_.root(), nullptr});
    return code_of(chain_.extend(read(*bytes), 5));
  };
  EXPECT_EQ(with(house_.authorised("another payload", "maryam", "key_set")), "SIGN-13");
  EXPECT_EQ(with(house_.authorised(payload, "maryam", "decision_grant")), "SIGN-13");
  EXPECT_EQ(with("not an authorisation"), "SIGN-01");
  const Authorisation claim = house_.claim(payload, "maryam", "key_set");
  EXPECT_EQ(with(*authorise(claim, house_.signer("vera"))), "SIGN-02")
      << "in her name, another key";
  EXPECT_EQ(with(*authorise(claim, house_.signer("maryam"))), "");
}

TEST_F(KeyChainTest, BelowTwoAdministratorsTheRootAlonePasses) {
  KeySet set = house_.key_set();
  set.persons.erase(set.persons.begin());
  ASSERT_EQ(extend(set, {}, 0), "");
  EXPECT_EQ(extend(following(), {}, 5), "");
}

TEST_F(KeyChainTest, FollowsItsPredecessorOnly) {
  ASSERT_EQ(extend(house_.key_set(), {}, 0), "");
  KeySet skipped = following();
  skipped.serial = 3;
  EXPECT_EQ(extend(skipped, both_, 5), "SIGN-11");
  KeySet orphan = following();
  orphan.previous = orphan.next_root;
  EXPECT_EQ(extend(orphan, both_, 5), "SIGN-11");
  EXPECT_EQ(extend(house_.key_set(), both_, 5), "SIGN-11") << "the first once more";
  EXPECT_EQ(chain_.size(), 1U);
}

TEST_F(KeyChainTest, StaysWithItsNodeAndLedgerAndGoesForward) {
  KeySet first = house_.key_set();
  first.from_index = 10;
  ASSERT_EQ(extend(first, {}, 4), "");
  KeySet other_node = following();
  other_node.node = "xb";
  EXPECT_EQ(extend(other_node, both_, 12), "SIGN-14");
  KeySet other_ledger = following();
  other_ledger.origin = "xb.ledger.example";
  EXPECT_EQ(extend(other_ledger, both_, 12), "SIGN-14");
  EXPECT_EQ(extend(following(), both_, 9), "SIGN-14") << "logged before the last is in force";
  EXPECT_EQ(extend(following(), both_, 10), "");
}

TEST_F(KeyChainTest, TheNextRootTakesOverWhereItWasNamed) {
  const support::SigningHouse later;
  KeySet first = house_.key_set();
  first.next_root = later.organisation().root().fingerprint();
  ASSERT_EQ(extend(first, {}, 0), "");
  KeySet second = following();
  second.root = {later.organisation().root()};
  const std::string payload = house_.payload(second);
  const std::vector<std::string> agreed{house_.authorised(payload, "idris", "key_set"),
                                        house_.authorised(payload, "maryam", "key_set")};
  const auto envelope = make_envelope(value::bytes_of(payload), agreed, {later.root(), nullptr});
  EXPECT_EQ(code_of(chain_.extend(read(*envelope), 5)), "");
  KeySet back = following();
  back.root = {house_.organisation().root()};
  EXPECT_EQ(extend(back, both_, 6), "SIGN-12") << "the old root is no longer good";
}

TEST_F(KeyChainTest, AKeyIsGoodWhereItWasInForce) {
  ASSERT_EQ(extend(house_.key_set(), {}, 2), "");
  const auto fresh = house_.organisation().signer("xa.desk");
  KeySet set = following();
  set.desks.front().certificate = fresh->certificate();
  set.from_index = 20;
  ASSERT_EQ(extend(set, both_, 10), "");
  const value::Digest before = house_.signer("desk").certificate().fingerprint();
  const value::Digest after = fresh->certificate().fingerprint();
  const auto judged = [&](const value::Digest& key, std::uint64_t index) {
    return code_of(chain_.desk_key("xa.desk", key, index));
  };
  EXPECT_EQ(judged(before, 1), "SIGN-15") << "before the first key set";
  EXPECT_EQ(judged(before, 2), "");
  EXPECT_EQ(judged(before, 19), "");
  EXPECT_EQ(judged(after, 19), "SIGN-16") << "listed, but not yet in force";
  EXPECT_EQ(judged(after, 20), "");
  EXPECT_EQ(judged(before, 20), "SIGN-16") << "withdrawn";
  EXPECT_EQ(chain_.at(1), nullptr);
  EXPECT_EQ(chain_.at(19)->serial, 1);
  EXPECT_EQ(chain_.at(20)->serial, 2);
}

TEST_F(KeyChainTest, AKeySetCountsFromItsOwnEntryEvenWhenItSaysEarlier) {
  ASSERT_EQ(extend(house_.key_set(), {}, 2), "");
  KeySet set = following();
  set.from_index = 3;
  ASSERT_EQ(extend(set, both_, 10), "");
  EXPECT_EQ(chain_.at(9)->serial, 1) << "nothing is changed for what was logged before";
  EXPECT_EQ(chain_.at(10)->serial, 2);
}

TEST_F(KeyChainTest, UnknownDesksAndKeysHaveTheirCodes) {
  ASSERT_EQ(extend(house_.key_set(), {}, 0), "");
  const value::Digest desk = house_.signer("desk").certificate().fingerprint();
  EXPECT_EQ(code_of(chain_.desk_key("xa.other", desk, 3)), "SIGN-15");
  EXPECT_EQ(
      code_of(chain_.desk_key("xa.desk", house_.signer("vera").certificate().fingerprint(), 3)),
      "SIGN-16");
  EXPECT_EQ((*chain_.desk_key("xa.desk", desk, 3))->suite, "age-x25519");
}

}  // namespace
}  // namespace comity::signed_
