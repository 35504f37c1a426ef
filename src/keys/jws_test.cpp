// The checks of crypto/jws.h need documents that were really signed, so they stand with the
// signers.
#include "crypto/jws.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "crypto/certificate.h"
#include "crypto/signer.h"
#include "fakes/organisation.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::keys {
namespace {

using codec::Json;
using crypto::parse_compact;
using fakes::Organisation;
using value::bytes_of;

constexpr std::string_view type = "comity-statement+json";

class JwsTest : public testing::Test {
 protected:
  std::string compact(Json::Object header, std::string_view payload = "{}") {
    return crypto::sign_compact(std::move(header), bytes_of(payload), *desk_).value();
  }

  /// A document whose header says what signing would never let it say.
  std::string forged(std::string_view header) {
    const std::string input =
        crypto::signing_input(codec::encode_base64url(bytes_of(header)), "e30");
    return input + "." + codec::encode_base64url(desk_->sign_es256(bytes_of(input)).value());
  }

  static std::string code(const std::string& text) {
    const auto parsed = parse_compact(text, type);
    return parsed ? "parsed" : std::string(parsed.error().code.text());
  }

  Organisation xa_{"xa"};
  std::unique_ptr<crypto::Signer> desk_ = xa_.signer("xa.247");
};

TEST_F(JwsTest, SignedDocumentIsParsedAndVerified) {
  const auto jws = parse_compact(compact({{"typ", type}, {"auth", "x"}}, "payload"), type);
  ASSERT_TRUE(jws) << jws.error().detail;
  EXPECT_EQ(value::text_of(jws->payload), "payload");
  EXPECT_EQ(*jws->header.member("alg"), Json("ES256"));
  EXPECT_EQ(*jws->header.member("auth"), Json("x"));
  EXPECT_TRUE(crypto::verify_jws(*jws, desk_->certificate()));
}

TEST_F(JwsTest, PartsOfAFlattenedDocumentAreTheSame) {
  const auto signed_one = crypto::sign_jws({{"typ", type}}, bytes_of("{}"), *desk_);
  ASSERT_TRUE(signed_one);
  const auto jws = crypto::parse_jws(signed_one->protected_text, signed_one->payload_text,
                                     signed_one->signature_text, type);
  ASSERT_TRUE(jws);
  EXPECT_TRUE(crypto::verify_jws(*jws, desk_->certificate()));
  EXPECT_EQ(crypto::compact_text(*jws), crypto::compact_text(*signed_one));
}

TEST_F(JwsTest, AnotherCertificateDoesNotVerify) {
  const auto jws = parse_compact(compact({{"typ", type}}), type).value();
  const auto verified = crypto::verify_jws(jws, xa_.signer("xa.central")->certificate());
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().code.text(), "JWS-07");
}

TEST_F(JwsTest, AnyChangedCharacterIsRefused) {
  const std::string text = compact({{"typ", type}}, "The request was received.");
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto jws = parse_compact(changed, type);
    EXPECT_FALSE(jws && crypto::verify_jws(*jws, desk_->certificate())) << i;
  }
}

TEST_F(JwsTest, SigningSetsTheAlgorithmWhateverTheHeaderSaid) {
  const auto jws = parse_compact(compact({{"typ", type}, {"alg", "none"}}), type);
  ASSERT_TRUE(jws);
  EXPECT_EQ(*jws->header.member("alg"), Json("ES256"));
}

TEST_F(JwsTest, DocumentOfAnotherShapeIsRefused) {
  const std::string text = compact({{"typ", type}});
  for (const std::string& bad :
       {std::string(), std::string("."), text + ".", text + "=", text + "\n", " " + text,
        text.substr(0, text.rfind('.')), std::string("a.b")}) {
    EXPECT_EQ(code(bad), "JWS-01") << bad;
  }
}

TEST_F(JwsTest, HeaderThatIsNoStrictObjectIsRefused) {
  EXPECT_EQ(code(forged("[]")), "JWS-02");
  EXPECT_EQ(code(forged("{")), "JWS-02");
  EXPECT_EQ(code(forged(R"({"alg":"ES256","alg":"ES256","typ":"comity-statement+json"})")),
            "JWS-02");
}

TEST_F(JwsTest, OtherAlgorithmsAreRefused) {
  for (const char* alg : {R"("none")", R"("HS256")", R"("ES384")", R"("es256")", "null", "256"}) {
    EXPECT_EQ(code(forged(std::string(R"({"typ":"comity-statement+json","alg":)") + alg + "}")),
              "JWS-03")
        << alg;
  }
  EXPECT_EQ(code(forged(R"({"typ":"comity-statement+json"})")), "JWS-03");
}

TEST_F(JwsTest, HeaderThatBringsAKeyOrChangesTheReadingIsRefused) {
  for (const char* name : {"crit", "b64", "jwk", "jku", "x5u"}) {
    EXPECT_EQ(code(compact({{"typ", type}, {name, "x"}})), "JWS-04") << name;
  }
}

TEST_F(JwsTest, DocumentOfAnotherTypeIsRefused) {
  EXPECT_EQ(code(compact({{"typ", "comity-letter+json"}})), "JWS-05");
  EXPECT_EQ(code(compact({})), "JWS-05");
}

TEST_F(JwsTest, SignatureOfAnotherLengthIsRefused) {
  const std::string text = compact({{"typ", type}});
  EXPECT_EQ(code(text.substr(0, text.rfind('.') + 1)), "JWS-06");
  EXPECT_EQ(code(text.substr(0, text.rfind('.') + 1) + "AAAA"), "JWS-06");
}

TEST_F(JwsTest, ChainComesBack) {
  const Json::Object header = {{"x5c", crypto::x5c_of(xa_.chain(*desk_))}};
  const auto chain = crypto::chain_of(header);
  ASSERT_TRUE(chain) << chain.error().detail;
  EXPECT_EQ(*chain, xa_.chain(*desk_));
}

TEST_F(JwsTest, ChainOfAnotherRootIsRefused) {
  const std::vector<crypto::Certificate> chain = {desk_->certificate(), Organisation("xa").root()};
  const Json::Object header = {{"x5c", crypto::x5c_of(chain)}};
  EXPECT_EQ(crypto::chain_of(header).error().code.text(), "CRYPTO-04");
}

TEST_F(JwsTest, AChainThatWasGoodOnceDoesNotCoverAnother) {
  const std::vector<crypto::Certificate> good = xa_.chain(*desk_);
  const std::string desk = codec::encode_base64(good[0].der());
  const std::string root = codec::encode_base64(good[1].der());
  ASSERT_TRUE(crypto::chain_of(Json::Object{{"x5c", Json::Array{desk, root}}}));
  EXPECT_TRUE(crypto::chain_of(Json::Object{{"x5c", Json::Array{desk, root}}}));
  EXPECT_FALSE(crypto::chain_of(Json::Object{{"x5c", Json::Array{root, desk}}}));
  EXPECT_FALSE(crypto::chain_of(Json::Object{{"x5c", Json::Array{desk + "." + root}}}));
  EXPECT_FALSE(crypto::chain_of(Json::Object{{"x5c", Json::Array{desk, "?"}}}));
}

TEST_F(JwsTest, MissingOrMalformedChainIsRefused) {
  const std::string der = codec::encode_base64(xa_.root().der());
  for (const Json& x5c : {Json(), Json("x"), Json(Json::Array{}), Json(Json::Array{1}),
                          Json(Json::Array{"***"}), Json(Json::Array(5, Json(der)))}) {
    EXPECT_EQ(crypto::chain_of(Json::Object{{"x5c", x5c}}).error().code.text(), "JWS-08");
  }
  EXPECT_EQ(crypto::chain_of(Json::Object{}).error().code.text(), "JWS-08");
  EXPECT_EQ(crypto::chain_of(Json::Object{{"x5c", Json::Array{"AAAA"}}}).error().code.text(),
            "CRYPTO-01");
}

TEST_F(JwsTest, ThumbprintIsTheUrlFormOfTheFingerprint) {
  const std::string thumbprint = crypto::thumbprint_of(xa_.root());
  EXPECT_EQ(codec::decode_base64url(thumbprint).value(),
            value::to_bytes(xa_.root().fingerprint().view()));
}

}  // namespace
}  // namespace comity::keys
