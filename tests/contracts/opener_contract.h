// What every Opener holds to: run by the fake and by each adapter. The fixture gives opener(),
// recipient() and stranger(), another recipient of the same suite;
// INSTANTIATE_TYPED_TEST_SUITE_P(Name, OpenerContract, Fixture).
#pragma once

#include "crypto/age_header.h"
#include "crypto/age_wrap.h"
#include "crypto/file_key.h"
#include "crypto/opener.h"
#include "fakes/seeded_random.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace comity::contracts {

template <class Fixture>
class OpenerContract : public testing::Test {
 protected:
  crypto::Stanza mine() {
    return crypto::wrap_file_key(key_, fixture_.recipient(), random_).value();
  }

  crypto::Stanza for_another() {
    return crypto::wrap_file_key(key_, fixture_.stranger(), random_).value();
  }

  bool opens(const std::vector<crypto::Stanza>& stanzas) {
    const auto key = fixture_.opener().unwrap(stanzas);
    return key && std::ranges::equal(key->view(), key_.view());
  }

  fakes::SeededRandom random_{7};
  crypto::FileKey key_ = crypto::FileKey::random(random_);
  Fixture fixture_;
};

TYPED_TEST_SUITE_P(OpenerContract);

TYPED_TEST_P(OpenerContract, UnwrapsItsOwnStanza) { EXPECT_TRUE(this->opens({this->mine()})); }

TYPED_TEST_P(OpenerContract, PassesOverOtherStanzas) {
  const crypto::Stanza grease{"x-grease", {"some", "words"}, value::Bytes(5, 1)};
  EXPECT_TRUE(this->opens({grease, this->for_another(), this->mine(), this->for_another()}));
}

TYPED_TEST_P(OpenerContract, SaysWhenNoStanzaIsItsOwn) {
  const std::vector<crypto::Stanza> stanzas = {this->for_another()};
  EXPECT_EQ(this->fixture_.opener().unwrap(stanzas).error().code.text(), "AGE-04");
  EXPECT_EQ(this->fixture_.opener().unwrap({}).error().code.text(), "AGE-04");
}

TYPED_TEST_P(OpenerContract, RefusesMalformedStanzaOfItsKind) {
  crypto::Stanza no_share = this->mine();
  no_share.arguments.clear();
  crypto::Stanza two_shares = this->mine();
  two_shares.arguments.push_back(two_shares.arguments[0]);
  crypto::Stanza short_share = this->mine();
  short_share.arguments[0].resize(40);
  crypto::Stanza long_body = this->mine();
  long_body.body.push_back(0);
  crypto::Stanza zero_share = this->mine();
  zero_share.arguments[0] = std::string(zero_share.arguments[0].size(), 'A');
  for (const crypto::Stanza& stanza : {no_share, two_shares, short_share, long_body, zero_share}) {
    const std::vector<crypto::Stanza> stanzas = {stanza};
    EXPECT_EQ(this->fixture_.opener().unwrap(stanzas).error().code.text(), "AGE-09");
  }
}

TYPED_TEST_P(OpenerContract, RefusesAlteredStanza) {
  crypto::Stanza stanza = this->mine();
  stanza.body[3] ^= 1;
  EXPECT_FALSE(this->opens({stanza}));
}

REGISTER_TYPED_TEST_SUITE_P(OpenerContract, UnwrapsItsOwnStanza, PassesOverOtherStanzas,
                            SaysWhenNoStanzaIsItsOwn, RefusesMalformedStanzaOfItsKind,
                            RefusesAlteredStanza);

}  // namespace comity::contracts
