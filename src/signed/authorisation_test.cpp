#include "signed/authorisation.h"

#include "codec/json.h"
#include "crypto/jws.h"
#include "crypto/sha256.h"
#include "support/code.h"
#include "support/signing_house.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace comity::signed_ {
namespace {

using codec::Json;
using support::code_of;
using support::detail_of;

constexpr const char* text = R"({"schema":"preservation_request/1"})";

class AuthorisationTest : public testing::Test {
 protected:
  /// What another program might sign as an authorisation.
  std::string signed_by_tomas(const Json& claims, Json::Object header) {
    header.emplace("typ", "comity-authorisation+json");
    header.emplace("x5t#S256", crypto::thumbprint_of(tomas_.certificate()));
    return crypto::sign_compact(std::move(header), value::bytes_of(codec::write_json(claims)),
                                tomas_)
        .value();
  }

  [[nodiscard]] Json::Object claims() const {
    return {{"label", "comity/authorisation/v1"},
            {"payload", crypto::sha256(value::bytes_of(text)).hex()},
            {"act", "decision_grant"},
            {"role", "approver"},
            {"desk", "xa.desk"},
            {"person", "xa.tomas"},
            {"time", support::house_time}};
  }

  /// The claims with one member changed.
  std::string with(const std::string& member, const Json& changed) {
    Json::Object all = claims();
    all.insert_or_assign(member, changed);
    return signed_by_tomas(all, {});
  }

  support::SigningHouse house_;
  crypto::Signer& tomas_ = house_.signer("tomas");
};

TEST_F(AuthorisationTest, SaysWhatWasSigned) {
  const std::string compact = house_.authorised(text, "tomas", "decision_grant");
  const auto claim = read_authorisation(compact);
  ASSERT_EQ(code_of(claim), "");
  EXPECT_EQ(claim->payload, crypto::sha256(value::bytes_of(text)));
  EXPECT_EQ(claim->act, "decision_grant");
  EXPECT_EQ(claim->role, "approver");
  EXPECT_EQ(claim->desk, "xa.desk");
  EXPECT_EQ(claim->person, "xa.tomas");
  EXPECT_EQ(claim->time.text(), support::house_time);
  EXPECT_EQ(claim->certificate, tomas_.certificate().fingerprint());
  EXPECT_EQ(code_of(verify_authorisation(compact, tomas_.certificate())), "");
}

TEST_F(AuthorisationTest, ReadsWhatAnotherProgramSigned) {
  EXPECT_EQ(code_of(read_authorisation(signed_by_tomas(claims(), {}))), "");
}

TEST_F(AuthorisationTest, AnotherFormIsNotRead) {
  EXPECT_EQ(code_of(read_authorisation("")), "SIGN-01");
  EXPECT_EQ(code_of(read_authorisation("a.b")), "SIGN-01");
  EXPECT_EQ(code_of(read_authorisation(std::string(4097, 'a'))), "SIGN-01");
  EXPECT_EQ(code_of(verify_authorisation("a.b", tomas_.certificate())), "SIGN-01");
}

TEST_F(AuthorisationTest, UnknownMembersAndVersionsAreNotRead) {
  const auto unknown = read_authorisation(with("passkey", "AAAA"));
  EXPECT_EQ(code_of(unknown), "SIGN-01");
  EXPECT_EQ(detail_of(unknown), "authorisation.passkey");
  EXPECT_EQ(code_of(read_authorisation(with("label", "comity/authorisation/v2"))), "SIGN-01");
  EXPECT_EQ(code_of(read_authorisation(signed_by_tomas(claims(), {{"kid", "7"}}))), "SIGN-01");
  EXPECT_EQ(code_of(read_authorisation(signed_by_tomas(claims(), {{"jku", "https://xa/"}}))),
            "SIGN-01");
}

TEST_F(AuthorisationTest, MissingMembersAndWrongTypesAreNotRead) {
  for (const auto& [name, ignored] : claims()) {
    Json::Object all = claims();
    all.erase(name);
    EXPECT_EQ(code_of(read_authorisation(signed_by_tomas(all, {}))), "SIGN-01") << name;
    EXPECT_EQ(code_of(read_authorisation(with(name, 7))), "SIGN-01") << name;
  }
  EXPECT_EQ(code_of(read_authorisation(with("time", "2026-11-03T02:14:09"))), "SIGN-01");
  EXPECT_EQ(code_of(read_authorisation(with("payload", "AB"))), "SIGN-01");
}

TEST_F(AuthorisationTest, AThumbprintOfAnotherLengthIsNotRead) {
  const std::string payload = codec::write_json(claims());
  for (const char* const thumbprint : {"", "AAAA", "not base64url!"}) {
    const auto compact =
        crypto::sign_compact({{"typ", "comity-authorisation+json"}, {"x5t#S256", thumbprint}},
                             value::bytes_of(payload), tomas_);
    EXPECT_NE(code_of(read_authorisation(*compact)), "") << thumbprint;
  }
}

TEST_F(AuthorisationTest, AStatementIsNoAuthorisation) {
  const std::string payload = codec::write_json(claims());
  const auto compact = crypto::sign_compact(
      {{"typ", "comity-statement+json"}, {"x5t#S256", crypto::thumbprint_of(tomas_.certificate())}},
      value::bytes_of(payload), tomas_);
  EXPECT_EQ(code_of(read_authorisation(*compact)), "SIGN-01");
}

TEST_F(AuthorisationTest, AnotherPersonsCertificateDoesNotVerify) {
  const std::string compact = house_.authorised(text, "tomas", "decision_grant");
  EXPECT_EQ(code_of(verify_authorisation(compact, house_.signer("vera").certificate())), "SIGN-02");
}

TEST_F(AuthorisationTest, AlteredClaimsAndSignaturesDoNotVerify) {
  const std::string one = house_.authorised(text, "tomas", "decision_grant");
  const std::string two = house_.authorised("another text", "tomas", "decision_grant");
  const auto tail = [](const std::string& compact) { return compact.substr(compact.rfind('.')); };
  const std::string head = one.substr(0, one.rfind('.'));
  EXPECT_EQ(code_of(verify_authorisation(head + tail(two), tomas_.certificate())), "SIGN-03");
  EXPECT_EQ(code_of(verify_authorisation(head + tail(one), tomas_.certificate())), "");
}

TEST_F(AuthorisationTest, TheKeyOfSomebodyElseUnderThisThumbprintDoesNotVerify) {
  const std::string payload = codec::write_json(claims());
  const auto forged =
      crypto::sign_compact({{"typ", "comity-authorisation+json"},
                            {"x5t#S256", crypto::thumbprint_of(tomas_.certificate())}},
                           value::bytes_of(payload), house_.signer("vera"));
  EXPECT_EQ(code_of(verify_authorisation(*forged, tomas_.certificate())), "SIGN-03");
}

TEST_F(AuthorisationTest, TheBindingDependsOnEachAndOnTheirOrder) {
  // printf 'comity/authorisations/v1\n' | sha256sum
  EXPECT_EQ(bind_authorisations({}), crypto::sha256(value::bytes_of("comity/authorisations/v1\n")));
  EXPECT_EQ(bind_authorisations({"a", "b"}),
            crypto::sha256(value::bytes_of("comity/authorisations/v1\na\nb\n")));
  EXPECT_NE(bind_authorisations({"a", "b"}), bind_authorisations({"b", "a"}));
  EXPECT_NE(bind_authorisations({"a"}), bind_authorisations({}));
}

}  // namespace
}  // namespace comity::signed_
