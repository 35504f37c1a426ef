#include "exchange/letter.h"

#include "codec/json.h"
#include "crypto/age.h"
#include "crypto/jws.h"
#include "crypto/sha256.h"
#include "crypto/signer.h"
#include "fakes/organisation.h"
#include "support/code.h"
#include "support/json_members.h"
#include "support/signing_house.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace comity::exchange {
namespace {

using codec::Json;
using support::code_of;
using support::detail_of;

class LetterTest : public testing::Test {
 protected:
  LetterTest() : bytes_(letter(enclosure_)) {}

  static LetterHeader header() {
    LetterHeader header;
    header.letter_id = value::parse_uuid("0192f0c1-7f00-7000-8000-00000000000a").value();
    header.from_node = "xa";
    header.to_node = "xb";
    header.from_desk = "xa.desk";
    header.to_desk = "xb.desk";
    header.made_at = value::parse_instant("2026-11-03T02:14:09Z").value();
    header.expires = value::parse_instant("2026-11-10T02:14:09Z").value();
    header.checkpoint = "xa.ledger.example\n1\n";
    return header;
  }

  value::Bytes letter(std::string_view enclosure) {
    return make_letter(
               {header(), value::bytes_of(enclosure), belmora_.opener().recipients().front()},
               desk_, arvandia_.organisation().root(), fakes::Organisation::random())
        .value();
  }

  [[nodiscard]] std::string line() const {
    const std::string_view text = value::text_of(bytes_);
    return std::string(text.substr(0, text.find('\n')));
  }

  [[nodiscard]] std::string sealed() const {
    const std::string_view text = value::text_of(bytes_);
    return std::string(text.substr(text.find('\n') + 1));
  }

  static value::Result<Letter> read(std::string_view text) {
    return read_letter(value::bytes_of(text));
  }

  [[nodiscard]] Json::Object claims() const {
    const auto jws = crypto::parse_compact(line(), "comity-letter+json").value();
    return support::members_of(codec::parse_json(jws.payload, {}).value());
  }

  /// The letter with other claims, signed again by its own desk.
  value::Result<Letter> with(const std::string& name, const Json& changed) {
    Json::Object all = claims();
    all.insert_or_assign(name, changed);
    return signed_again(all);
  }

  value::Result<Letter> signed_again(const Json& claims) {
    const auto chain = arvandia_.organisation().chain(desk_);
    const std::string text = codec::write_json(claims);
    const auto jws =
        crypto::sign_compact({{"typ", "comity-letter+json"}, {"x5c", crypto::x5c_of(chain)}},
                             value::bytes_of(text), desk_);
    return read(*jws + "\n" + sealed());
  }

  support::SigningHouse arvandia_{"xa"};
  support::SigningHouse belmora_{"xb"};
  crypto::Signer& desk_ = arvandia_.signer("desk");
  std::string enclosure_ = "slip\nenvelope\n";
  value::Bytes bytes_;
};

TEST_F(LetterTest, TellsTheEdgeWhoAndHowMuchAndOpensAtTheDesk) {
  const auto letter = read_letter(bytes_);
  ASSERT_EQ(code_of(letter), "");
  EXPECT_EQ(letter->header.letter_id, header().letter_id);
  EXPECT_EQ(letter->header.from_node, "xa");
  EXPECT_EQ(letter->header.to_node, "xb");
  EXPECT_EQ(letter->header.from_desk, "xa.desk");
  EXPECT_EQ(letter->header.to_desk, "xb.desk");
  EXPECT_EQ(letter->header.made_at, header().made_at);
  EXPECT_EQ(letter->header.expires, header().expires);
  EXPECT_EQ(letter->header.suite, "age-x25519");
  EXPECT_EQ(letter->header.checkpoint, header().checkpoint);
  EXPECT_EQ(letter->header.sealed_digest, crypto::sha256(letter->sealed));
  EXPECT_EQ(letter->header.sealed_length, letter->sealed.size());
  EXPECT_EQ(letter->chain, arvandia_.organisation().chain(desk_));
  const auto opened = crypto::age_open(belmora_.opener(), letter->sealed);
  ASSERT_EQ(code_of(opened), "");
  EXPECT_EQ(value::text_of(*opened), enclosure_);
}

TEST_F(LetterTest, NobodyElseOpensIt) {
  const auto letter = read_letter(bytes_);
  ASSERT_EQ(code_of(letter), "");
  EXPECT_EQ(code_of(crypto::age_open(arvandia_.opener(), letter->sealed)), "AGE-04");
}

TEST_F(LetterTest, NothingOfTheEnclosureIsInTheClear) {
  const value::Bytes secret = letter("slip\na name that nobody may see\n");
  EXPECT_EQ(value::text_of(secret).find("a name"), std::string_view::npos);
}

TEST_F(LetterTest, EveryCutIsSeen) {
  const std::string_view text = value::text_of(bytes_);
  for (std::size_t length = 0; length < text.size(); length += 53) {
    const std::string code = code_of(read(text.substr(0, length)));
    EXPECT_EQ(code, length <= line().size() ? "EXCH-02" : "EXCH-04") << length;
  }
  EXPECT_EQ(code_of(read(text.substr(0, text.size() - 1))), "EXCH-04");
  EXPECT_EQ(code_of(read(std::string(text) + "x")), "EXCH-04");
}

TEST_F(LetterTest, AnAlteredSealedPartIsSeen) {
  const std::size_t begin = line().size() + 1;
  for (std::size_t at = begin; at < bytes_.size(); at += 31) {
    value::Bytes altered = bytes_;
    altered[at] ^= 1U;
    EXPECT_EQ(code_of(read_letter(altered)), "EXCH-04") << at;
  }
}

TEST_F(LetterTest, TheHeaderOfAnotherLetterDoesNotFit) {
  const value::Bytes other = letter("slip\nanother envelope\n");
  const std::string_view text = value::text_of(other);
  EXPECT_EQ(code_of(read(line() + std::string(text.substr(text.find('\n'))))), "EXCH-04");
}

TEST_F(LetterTest, AnAlteredHeaderIsSeen) {
  const value::Bytes other = letter("slip\nanother envelope\n");
  const std::string_view text = value::text_of(other);
  const std::string theirs(text.substr(0, text.find('\n')));
  const std::string ours = line();
  const std::string mixed = ours.substr(0, ours.rfind('.')) + theirs.substr(theirs.rfind('.'));
  EXPECT_EQ(code_of(read(mixed + "\n" + sealed())), "EXCH-03");
}

TEST_F(LetterTest, AKeyThatItsChainDoesNotNameIsSeen) {
  const auto chain = arvandia_.organisation().chain(desk_);
  const std::string text = codec::write_json(claims());
  const auto forged =
      crypto::sign_compact({{"typ", "comity-letter+json"}, {"x5c", crypto::x5c_of(chain)}},
                           value::bytes_of(text), arvandia_.signer("vera"));
  EXPECT_EQ(code_of(read(*forged + "\n" + sealed())), "EXCH-03");
}

TEST_F(LetterTest, MissingUnknownAndMistypedClaimsAreRefused) {
  EXPECT_EQ(code_of(signed_again(claims())), "");
  for (const auto& [name, ignored] : claims()) {
    Json::Object all = claims();
    all.erase(name);
    EXPECT_EQ(code_of(signed_again(all)), "EXCH-02") << name;
    EXPECT_EQ(code_of(with(name, true)), "EXCH-02") << name;
  }
  const auto unknown = with("priority", "high");
  EXPECT_EQ(code_of(unknown), "EXCH-02");
  EXPECT_EQ(detail_of(unknown), "JSON-09 letter.priority");
}

TEST_F(LetterTest, NewerVersionsAndSuitesAreRefused) {
  EXPECT_EQ(code_of(with("schema", "letter/2")), "EXCH-02");
  EXPECT_EQ(code_of(with("suite", "age-hybrid")), "EXCH-02");
}

TEST_F(LetterTest, MalformedClaimsAreRefused) {
  EXPECT_EQ(code_of(with("from_node", "XA")), "EXCH-02");
  EXPECT_EQ(code_of(with("to_desk", "")), "EXCH-02");
  EXPECT_EQ(code_of(with("letter_id", "1")), "EXCH-02");
  EXPECT_EQ(code_of(with("expires", "2026-11-10T02:14:09")), "EXCH-02") << "without its zone";
  EXPECT_EQ(code_of(with("sealed_digest", "AA")), "EXCH-02");
  EXPECT_EQ(code_of(with("sealed_length", -1)), "EXCH-04");
}

TEST_F(LetterTest, AnotherDocumentOrChainIsNoLetter) {
  const std::string text = codec::write_json(claims());
  const auto chain = crypto::x5c_of(arvandia_.organisation().chain(desk_));
  const auto statement = crypto::sign_compact({{"typ", "comity-statement+json"}, {"x5c", chain}},
                                              value::bytes_of(text), desk_);
  EXPECT_EQ(code_of(read(*statement + "\n" + sealed())), "EXCH-02");
  const auto bare =
      crypto::sign_compact({{"typ", "comity-letter+json"}}, value::bytes_of(text), desk_);
  EXPECT_EQ(code_of(read(*bare + "\n" + sealed())), "EXCH-02");
  EXPECT_EQ(code_of(read("no header at all")), "EXCH-02");
}

TEST_F(LetterTest, SizesAreBounded) {
  EXPECT_EQ(code_of(read_letter(value::Bytes(max_letter_bytes + 1, 'a'))), "EXCH-05");
  EXPECT_EQ(code_of(read_letter(value::Bytes(max_letter_bytes, 'a'))), "EXCH-02");
  const std::string large(max_letter_bytes, 'x');
  EXPECT_EQ(code_of(make_letter(
                {header(), value::bytes_of(large), belmora_.opener().recipients().front()}, desk_,
                arvandia_.organisation().root(), fakes::Organisation::random())),
            "EXCH-05");
}

}  // namespace
}  // namespace comity::exchange
