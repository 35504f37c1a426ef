#include "signed/envelope.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "crypto/certificate.h"
#include "crypto/jws.h"
#include "crypto/sha256.h"
#include "crypto/signer.h"
#include "signed/authorisation.h"
#include "support/code.h"
#include "support/json_members.h"
#include "support/signing_house.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace comity::signed_ {
namespace {

using codec::Json;
using support::code_of;
using support::detail_of;

constexpr const char* text = R"({"schema":"preservation_request/1"})";

class EnvelopeTest : public testing::Test {
 protected:
  EnvelopeTest()
      : authorisations_{house_.authorised(text, "tomas", "preservation_request"),
                        house_.authorised(text, "vera", "preservation_request")},
        bytes_(house_.envelope(text, authorisations_)) {}

  /// The members of the envelope, to be tampered with.
  [[nodiscard]] Json::Object members() const {
    return support::members_of(codec::parse_json(bytes_, {max_envelope_bytes, 4}).value());
  }

  static value::Result<Envelope> read(const Json& json) {
    return read_envelope(value::bytes_of(codec::write_json(json)));
  }

  [[nodiscard]] value::Result<Envelope> with(const std::string& name, const Json& changed) const {
    Json::Object all = members();
    all.insert_or_assign(name, changed);
    return read(all);
  }

  [[nodiscard]] value::Result<Envelope> with_authorisations(
      const std::vector<std::string>& all) const {
    return with("authorisations", Json::Array(all.begin(), all.end()));
  }

  /// An envelope whose protected header is the desk's choice.
  value::Result<Envelope> with_header(Json::Object header) {
    const auto jws = crypto::sign_jws(std::move(header), value::bytes_of(text), desk_).value();
    return read(Json::Object{{"payload", jws.payload_text},
                             {"protected", jws.protected_text},
                             {"signature", jws.signature_text},
                             {"authorisations", Json::Array()}});
  }

  [[nodiscard]] Json::Object header() const {
    return {{"typ", "comity-statement+json"},
            {"auth", codec::encode_base64url(bind_authorisations({}).view())},
            {"x5c", crypto::x5c_of(house_.organisation().chain(desk_))}};
  }

  support::SigningHouse house_;
  crypto::Signer& desk_ = house_.signer("desk");
  std::vector<std::string> authorisations_;
  value::Bytes bytes_;
};

TEST_F(EnvelopeTest, GivesBackWhatWasSigned) {
  const auto envelope = read_envelope(bytes_);
  ASSERT_EQ(code_of(envelope), "");
  EXPECT_EQ(value::text_of(envelope->payload), text);
  EXPECT_EQ(envelope->payload_digest, crypto::sha256(value::bytes_of(text)));
  EXPECT_EQ(envelope->authorisations, authorisations_);
  EXPECT_EQ(envelope->chain, house_.organisation().chain(desk_));
}

TEST_F(EnvelopeTest, MayCarryNoAuthorisationAndARootAlone) {
  const auto envelope = read_envelope(house_.root_envelope(text));
  ASSERT_EQ(code_of(envelope), "");
  EXPECT_TRUE(envelope->authorisations.empty());
  EXPECT_EQ(envelope->chain, std::vector{house_.organisation().root()});
}

TEST_F(EnvelopeTest, StrippedAddedReorderedAndRepeatedAuthorisationsAreSeen) {
  const std::string& first = authorisations_[0];
  const std::string& second = authorisations_[1];
  const std::string third = house_.authorised(text, "idris", "preservation_request");
  EXPECT_EQ(code_of(with_authorisations({first, second})), "");
  EXPECT_EQ(code_of(with_authorisations({})), "SIGN-07");
  EXPECT_EQ(code_of(with_authorisations({first})), "SIGN-07");
  EXPECT_EQ(code_of(with_authorisations({second, first})), "SIGN-07");
  EXPECT_EQ(code_of(with_authorisations({first, second, third})), "SIGN-07");
  EXPECT_EQ(code_of(with_authorisations({first, first, second})), "SIGN-07");
  EXPECT_EQ(code_of(with_authorisations({first, third})), "SIGN-07");
}

TEST_F(EnvelopeTest, TwoAuthorisationsCannotPassForOne) {
  const std::string joined = authorisations_[0] + "\n" + authorisations_[1];
  ASSERT_EQ(bind_authorisations({joined}), bind_authorisations(authorisations_));
  EXPECT_EQ(code_of(with_authorisations({joined})), "SIGN-05");
}

TEST_F(EnvelopeTest, AlteredPayloadHeaderAndSignatureAreSeen) {
  EXPECT_EQ(code_of(with("payload", codec::encode_base64url(value::bytes_of("{}")))), "SIGN-06");
  const Json::Object stranger = support::members_of(
      codec::parse_json(house_.envelope("{}"), {max_envelope_bytes, 4}).value());
  EXPECT_EQ(code_of(with("signature", stranger.at("signature"))), "SIGN-06");
  EXPECT_EQ(code_of(with("protected", stranger.at("protected"))), "SIGN-06");
}

TEST_F(EnvelopeTest, AKeyThatDidNotSignIsSeen) {
  Json::Object chosen = header();
  chosen["x5c"] = crypto::x5c_of(house_.organisation().chain(house_.signer("vera")));
  EXPECT_EQ(code_of(with_header(header())), "");
  EXPECT_EQ(code_of(with_header(chosen)), "SIGN-06");
}

TEST_F(EnvelopeTest, AChainThatDoesNotHoldIsSeen) {
  const support::SigningHouse belmora("xb");
  const std::vector<std::vector<crypto::Certificate>> chains = {
      {desk_.certificate(), belmora.organisation().root()},
      {desk_.certificate(), house_.signer("vera").certificate()},
      {}};
  for (const auto& chain : chains) {
    Json::Object chosen = header();
    chosen["x5c"] = crypto::x5c_of(chain);
    EXPECT_EQ(code_of(with_header(chosen)), "SIGN-08") << chain.size();
  }
}

TEST_F(EnvelopeTest, AnUnprotectedHeaderIsRefused) {
  const auto read = with("header", Json::Object{{"kid", "7"}});
  EXPECT_EQ(code_of(read), "SIGN-05");
  EXPECT_EQ(detail_of(read), "envelope.header");
}

TEST_F(EnvelopeTest, UnknownMembersAreRefusedWhereverTheyStand) {
  EXPECT_EQ(code_of(with("signatures", Json::Array())), "SIGN-05");
  Json::Object more = header();
  more["iat"] = 1;
  EXPECT_EQ(code_of(with_header(more)), "SIGN-05");
  more = header();
  more["crit"] = Json::Array{"exp"};
  EXPECT_EQ(code_of(with_header(more)), "SIGN-05");
  more = header();
  more["jwk"] = Json::Object();
  EXPECT_EQ(code_of(with_header(more)), "SIGN-05");
}

TEST_F(EnvelopeTest, ADocumentOfAnotherTypeIsRefused) {
  Json::Object letter = header();
  letter["typ"] = "comity-letter+json";
  EXPECT_EQ(code_of(with_header(letter)), "SIGN-05");
  Json::Object unbound = header();
  unbound.erase("auth");
  EXPECT_EQ(code_of(with_header(unbound)), "SIGN-05");
}

TEST_F(EnvelopeTest, MissingMembersAndADuplicateAreRefused) {
  for (const auto& [name, ignored] : members()) {
    Json::Object all = members();
    all.erase(name);
    EXPECT_EQ(code_of(read(all)), "SIGN-05") << name;
    EXPECT_EQ(code_of(with(name, 7)), "SIGN-05") << name;
  }
  std::string doubled(value::text_of(bytes_));
  doubled.insert(1, R"("payload":"e30",)");
  const auto read = read_envelope(value::bytes_of(doubled));
  EXPECT_EQ(code_of(read), "SIGN-05");
  EXPECT_TRUE(detail_of(read).starts_with("JSON-03")) << detail_of(read);
}

TEST_F(EnvelopeTest, ACutEnvelopeIsRefused) {
  for (std::size_t length = 0; length < bytes_.size(); length += 97) {
    EXPECT_EQ(code_of(read_envelope(value::BytesView(bytes_).first(length))), "SIGN-05");
  }
}

TEST_F(EnvelopeTest, SizesAreBounded) {
  const std::string largest(max_payload_bytes, 'x');
  EXPECT_EQ(code_of(read_envelope(house_.envelope(largest))), "");
  EXPECT_EQ(code_of(read_envelope(house_.envelope(largest + "x"))), "SIGN-04");
  value::Bytes padded = bytes_;
  padded.resize(max_envelope_bytes, ' ');
  EXPECT_EQ(code_of(read_envelope(padded)), "") << "white space is part of what is kept";
  padded.push_back(' ');
  EXPECT_EQ(code_of(read_envelope(padded)), "SIGN-04");
  const value::Bytes huge(max_envelope_bytes, 'x');
  EXPECT_EQ(code_of(make_envelope(huge, {}, {desk_, nullptr})), "SIGN-04");
}

TEST_F(EnvelopeTest, MoreThanSixteenAuthorisationsAreRefused) {
  const std::vector<std::string> many(17, "a");
  EXPECT_EQ(code_of(with_authorisations(many)), "SIGN-05");
  EXPECT_EQ(code_of(with_authorisations(std::vector<std::string>(16, "a"))), "SIGN-07");
}

}  // namespace
}  // namespace comity::signed_
