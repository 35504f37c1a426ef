#include "signed/key_set.h"

#include "codec/json.h"
#include "crypto/age_recipient.h"
#include "support/code.h"
#include "support/json_members.h"
#include "support/signing_house.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace comity::signed_ {
namespace {

using codec::Json;
using support::code_of;
using support::detail_of;

class KeySetTest : public testing::Test {
 protected:
  [[nodiscard]] Json::Object record() const { return support::members_of(write_key_set(set_)); }

  [[nodiscard]] value::Result<KeySet> with(const std::string& name, const Json& changed) const {
    Json::Object all = record();
    all.insert_or_assign(name, changed);
    return read_key_set(all);
  }

  /// The key set with one member of its first desk, or person, changed.
  [[nodiscard]] value::Result<KeySet> with_first(const std::string& list, const std::string& name,
                                                 const Json& changed) const {
    Json::Array items = support::items_of(record().at(list));
    Json::Object first = support::members_of(items.front());
    first.insert_or_assign(name, changed);
    items.front() = std::move(first);
    return with(list, std::move(items));
  }

  support::SigningHouse house_;
  KeySet set_ = house_.key_set();
};

TEST_F(KeySetTest, IsReadAsItWasWritten) {
  set_.serial = 2;
  set_.from_index = 7;
  set_.previous = set_.tls.front();
  set_.persons.front().desks = {house_.desk()};
  const auto read = read_key_set(write_key_set(set_));
  ASSERT_EQ(code_of(read), "");
  EXPECT_EQ(codec::write_json(write_key_set(*read)), codec::write_json(write_key_set(set_)));
  EXPECT_EQ(read->from_index, 7U);
  EXPECT_EQ(read->previous, set_.previous);
  EXPECT_EQ(read->root, set_.root);
}

TEST_F(KeySetTest, FindsDesksAndPersonsAndCountsAdministrators) {
  const DeskKeys* const desk = set_.desk("xa.desk");
  ASSERT_NE(desk, nullptr);
  EXPECT_EQ(desk->certificate, house_.signer("desk").certificate());
  const PersonKeys* const vera = set_.person("xa.vera");
  ASSERT_NE(vera, nullptr);
  EXPECT_EQ(vera->certificate, house_.signer("vera").certificate());
  EXPECT_EQ(set_.desk("xa.other"), nullptr);
  EXPECT_EQ(set_.person("xa.desk"), nullptr);
  EXPECT_EQ(set_.administrators(), 2U);
}

TEST_F(KeySetTest, MissingUnknownAndMistypedMembersAreRefused) {
  for (const auto& [name, ignored] : record()) {
    Json::Object all = record();
    all.erase(name);
    EXPECT_EQ(code_of(read_key_set(all)), "SIGN-10") << name;
    EXPECT_EQ(code_of(with(name, true)), "SIGN-10") << name;
  }
  const auto unknown = with("passkeys", Json::Array());
  EXPECT_EQ(code_of(unknown), "SIGN-10");
  EXPECT_EQ(detail_of(unknown), "key_set.passkeys");
  EXPECT_EQ(code_of(read_key_set("text")), "SIGN-10");
}

TEST_F(KeySetTest, DesksAndPersonsAreReadAsStrictly) {
  EXPECT_EQ(code_of(with_first("desks", "desk", "xa.desk")), "");
  EXPECT_EQ(code_of(with_first("desks", "desk", "XA Desk")), "SIGN-10");
  EXPECT_EQ(code_of(with_first("desks", "certificate", "AAAA")), "SIGN-10");
  EXPECT_EQ(code_of(with_first("desks", "certificate", "?")), "SIGN-10");
  EXPECT_EQ(code_of(with_first("desks", "usage", "sign")), "SIGN-10");
  EXPECT_EQ(code_of(with_first("persons", "person", "")), "SIGN-10");
  EXPECT_EQ(code_of(with_first("persons", "certificate", "AAAA")), "SIGN-10");
  EXPECT_EQ(code_of(with_first("persons", "roles", Json::Array{7})), "SIGN-10");
  EXPECT_EQ(code_of(with_first("persons", "roles", Json::Array{""})), "SIGN-10");
  EXPECT_EQ(code_of(with_first("persons", "desks", Json::Array{std::string(65, 'a')})), "SIGN-10");
  EXPECT_EQ(code_of(with_first("persons", "webauthn", "AAAA")), "SIGN-10");
}

TEST_F(KeySetTest, ARecipientIsOfTheSuiteThatIsNamed) {
  EXPECT_EQ(code_of(with_first("desks", "suite", "age-mlkem768x25519")), "SIGN-10");
  EXPECT_EQ(code_of(with_first("desks", "recipient", "age1")), "SIGN-10");
  set_.desks.front().recipient = crypto::Recipient::hybrid({}).text();
  EXPECT_EQ(code_of(read_key_set(record())), "SIGN-10");
  EXPECT_EQ(code_of(with_first("desks", "suite", "age-mlkem768x25519")), "");
  // What a later version seals with is not for this one to judge.
  EXPECT_EQ(code_of(with_first("desks", "suite", "age-later")), "");
}

TEST_F(KeySetTest, SerialAndPredecessorBelongTogether) {
  const std::string digest = set_.next_root.hex();
  EXPECT_EQ(code_of(with("serial", 1)), "");
  EXPECT_EQ(code_of(with("serial", 0)), "SIGN-10");
  EXPECT_EQ(code_of(with("serial", 2)), "SIGN-10") << "without previous";
  EXPECT_EQ(code_of(with("previous", digest)), "SIGN-10") << "with previous in serial 1";
  set_.serial = 2;
  EXPECT_EQ(code_of(with("previous", digest)), "");
  EXPECT_EQ(code_of(with("previous", "AB")), "SIGN-10");
}

TEST_F(KeySetTest, MalformedNodeIndexRootAndPinAreRefused) {
  EXPECT_EQ(code_of(with("node", "Xa")), "SIGN-10");
  EXPECT_EQ(code_of(with("from_index", -1)), "SIGN-10");
  EXPECT_EQ(code_of(with("root", "AAAA")), "SIGN-10");
  EXPECT_EQ(code_of(with("next_root", "AAAA")), "SIGN-10");
  EXPECT_EQ(code_of(with("tls", Json::Array{"AAAA"})), "SIGN-10");
  EXPECT_EQ(code_of(with("tls", Json::Array{7})), "SIGN-10");
}

TEST_F(KeySetTest, NoNameAndNoKeyStandsTwice) {
  EXPECT_EQ(code_of(with_first("persons", "person", "xa.vera")), "SIGN-10");
  EXPECT_EQ(code_of(with_first("persons", "person", "xa.desk")), "SIGN-10") << "the desk's name";
  set_.persons.front().certificate = house_.signer("vera").certificate();
  EXPECT_EQ(code_of(read_key_set(write_key_set(set_))), "SIGN-10") << "one key, two persons";
  set_.persons.front().certificate = house_.signer("desk").certificate();
  EXPECT_EQ(code_of(read_key_set(write_key_set(set_))), "SIGN-10")
      << "a person with the desk's key";
}

}  // namespace
}  // namespace comity::signed_
