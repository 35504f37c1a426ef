#include "request/identifier_value.h"

#include "codec/json.h"
#include "record/form.h"
#include "record/view.h"
#include "request/check_input.h"
#include "request/decimal.h"
#include "request/folding.h"
#include "request/ip_ranges.h"
#include "request/subject.h"
#include "request/wallet.h"
#include "support/casework.h"
#include "support/must.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace comity::request {
namespace {

using testing_support::json_of;

using HashTable = std::map<std::string, std::string>;

/// Answers from a table of known inputs (hexadecimal), so that this room's tests need no
/// cryptography either; anything else hashes to zeros. The table outlives the function.
HashFunction known(const HashTable& table) {
  return [&table](value::BytesView bytes) {
    Hash256 out{};
    const auto found = table.find(value::to_hex(bytes));
    if (found != table.end()) {
      for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<std::uint8_t>(std::stoul(found->second.substr(2 * i, 2), nullptr, 16));
      }
    }
    return out;
  };
}

/// Made with Python's hashlib and an independent Keccak.
HashFunctions lent_hashes() {
  static const HashTable sha256{
      {"0077bff20c60e522dfaa3350c39b030a5d004e839a",
       "af334f73ee0930feb7da5897afa6c34789dc67681efb5af7ed8c7e1cfbf97ea9"},
      {"af334f73ee0930feb7da5897afa6c34789dc67681efb5af7ed8c7e1cfbf97ea9",
       "f415766b5f558aad59e37332e5c3143402c089a886f1585ee25ec20383f12cd5"},
      {"05e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a",
       "5dad64852fbff1510074011803d9bf50b9650a517240d298a07ea5c525cdc5e7"},
      {"5dad64852fbff1510074011803d9bf50b9650a517240d298a07ea5c525cdc5e7",
       "7f297f3156a14d114af23b33c339817a1241afcb52a154d19683c67c538b7278"}};
  static const HashTable sha3_256{
      {"2e6f6e696f6e20636865636b73756dee5b2697e28fed394cdd260a0ed1bae90024da"
       "26d2d2af18a97a9f77b31fb89c03",
       "e0d9336f3239f5c6a6a5fefb99d46340ba299f67f36b5ea6ff0391f73d09a73e"}};
  static const HashTable keccak_256{
      {"35616165623630353366336539346339623961303966333336363934333565376566316265616564",
       "d385650ce8fdc6db7ee3a091d34814dbc4ce18219ffae52182efff4034d707e5"}};
  return {.sha256 = known(sha256), .sha3_256 = known(sha3_256), .keccak_256 = known(keccak_256)};
}

struct Sample {
  std::string type;
  std::string value;
  Verdict verdict;

  friend void PrintTo(const Sample& each, std::ostream* out) {
    *out << each.type << " " << each.value;
  }
};

class ValueOf : public testing::TestWithParam<Sample> {};

TEST_P(ValueOf, IsJudged) {
  const codec::Json record =
      json_of(R"({"identifiers":[{"id":"i1","id_type":")" + GetParam().type + R"(","value":")" +
              GetParam().value + R"(","chain":"other"}]})");
  const auto identifiers = identifiers_of(record::View(&record));
  ASSERT_EQ(identifiers.size(), 1U);
  const ValueCheck checked = check_value(identifiers.front(), lent_hashes());
  EXPECT_EQ(checked.verdict, GetParam().verdict) << checked.sentence;
}

const auto good = Verdict::good;
const auto bad = Verdict::bad;

INSTANTIATE_TEST_SUITE_P(
    IdentifierValue, ValueOf,
    testing::Values(
        Sample{"imei", "490154203237518", good}, Sample{"imei", "490154203237519", bad},
        Sample{"imei", "49015420323751", bad}, Sample{"iccid", "8944501311217770003", good},
        Sample{"iccid", "8944501311217770006", bad}, Sample{"iccid", "7944501311217770003", bad},
        Sample{"iban", "GB33BUKB20201555555555", good},
        Sample{"iban", "GB33 BUKB 2020 1555 5555 55", good},
        Sample{"iban", "GB34BUKB20201555555555", bad}, Sample{"iban", "GB33BUKB2020155555555", bad},
        Sample{"iban", "gb33bukb20201555555555", bad},
        Sample{"pan_truncated", "4111 11** **** 1111", good},
        Sample{"pan_truncated", "4111111111111111", bad},
        Sample{"pan_truncated", "411111****", bad},
        Sample{"file_hash", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
               good},
        Sample{"file_hash", "sha1:a9993e364706816aba3e25717850c26c9cd0d89d", good},
        Sample{"file_hash", "a9993e364706816aba3e25717850c26c9cd0d8", bad},
        Sample{"mac", "00:00:5E:00:53:01", good}, Sample{"mac", "00:00:5E:00:53", bad},
        Sample{"domain", "market.example.net", good}, Sample{"domain", "market", bad},
        Sample{"url", "https://market.example.net/x?y=1", good},
        Sample{"url", "market.example.net/x", bad}, Sample{"phone_e164", "+44 20 7946 0123", good},
        Sample{"phone_e164", "020 7946 0123", bad}, Sample{"imsi", "001010123456789", good},
        Sample{"imsi", "00101012345678901", bad}, Sample{"ipv4", "203.0.113.77", good},
        Sample{"ipv4", "2001:db8::7", bad}, Sample{"ipv6", "2001:db8::7", good},
        Sample{"ipv6", "203.0.113.77", bad}, Sample{"ip_port", "203.0.113.77:51514", good},
        Sample{"ip_port", "203.0.113.777:51514", bad}, Sample{"asn", "AS64501", good},
        Sample{"asn", "ASX", bad}, Sample{"email", "a@b", bad},
        Sample{"crypto_tx", "4d3c2b1a4d3c2b1a4d3c2b1a4d3c2b1a4d3c2b1a4d3c2b1a4d3c2b1a4d3c2b1a",
               good},
        Sample{"crypto_tx", "4d3c", bad}, Sample{"licence_plate", "XA 12 ABC", good},
        Sample{"username", "", bad},
        Sample{"onion_v3", "5znsnf7cr7wtstg5eyfa5un25eacjwrg2ljk6gfjpkpxpmy7xcoobwid.onion", good},
        Sample{"onion_v3", "5znsnf7cr7wtstg5eyfa5un25eacjwrg2ljk6gfjpkpxpmy7xcoobwie.onion", bad},
        Sample{"onion_v3", "6znsnf7cr7wtstg5eyfa5un25eacjwrg2ljk6gfjpkpxpmy7xcoobwid.onion", bad},
        Sample{"onion_v3", "expyuzz4wqqyqhjn.onion", bad}));

struct Address {
  std::string chain;
  std::string address;
  Verdict with_hashes;
  Verdict without_hashes;

  friend void PrintTo(const Address& each, std::ostream* out) {
    *out << each.chain << " " << each.address;
  }
};

class WalletAddress : public testing::TestWithParam<Address> {};

TEST_P(WalletAddress, IsJudged) {
  const Address& each = GetParam();
  EXPECT_EQ(check_wallet(each.address, each.chain, lent_hashes()).verdict, each.with_hashes);
  EXPECT_EQ(check_wallet(each.address, each.chain, {}).verdict, each.without_hashes);
}

const auto open = Verdict::not_checked;

// Segwit vectors: BIP 173 and BIP 350. Base58Check: BIP 13 and the Bitcoin wiki. EIP-55: its text.
INSTANTIATE_TEST_SUITE_P(
    Wallet, WalletAddress,
    testing::Values(
        Address{"bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", good, good},
        Address{"bitcoin", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", good, good},
        Address{"bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", bad, bad},
        Address{"bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4", bad, bad},
        Address{"bitcoin",
                "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y", good,
                good},
        Address{"bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", good,
                good},
        Address{"bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", bad,
                bad},
        Address{"bitcoin", "bc1gmk9yu", bad, bad}, Address{"bitcoin", "bc1qbioooo", bad, bad},
        Address{"bitcoin", "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", bad, bad},
        Address{"bitcoin", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", good, open},
        Address{"bitcoin", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", bad, open},
        Address{"bitcoin", "3P14159f73E4gFr7JterCCQh9QjiTjiZrG", good, open},
        Address{"bitcoin", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN0", bad, bad},
        Address{"litecoin", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", bad, bad},
        Address{"bitcoin", "1Bv", bad, bad},
        Address{"ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", good, open},
        Address{"ethereum", "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", bad, open},
        Address{"ethereum", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", good, good},
        Address{"ethereum", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae", bad, bad},
        Address{"ethereum", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg", bad, bad},
        Address{"monero", "44AFFq5kSiGBoZ", open, open}, Address{"", "44AFFq5kSiGBoZ", bad, bad}));

struct Range {
  std::string address;
  std::string name;  // the beginning of the range's name; empty: public
  bool documentation;

  friend void PrintTo(const Range& each, std::ostream* out) { *out << each.address; }
};

record::IpAddress ip(const std::string& text) {
  return testing_support::must(record::parse_ip(text));
}

class RangeOf : public testing::TestWithParam<Range> {};

TEST_P(RangeOf, IsNamed) {
  const IpRange range = range_of(ip(GetParam().address));
  EXPECT_TRUE(range.name.starts_with(GetParam().name)) << range.name;
  EXPECT_EQ(range.name.empty(), GetParam().name.empty()) << range.name;
  EXPECT_EQ(range.documentation, GetParam().documentation);
}

INSTANTIATE_TEST_SUITE_P(
    IpRanges, RangeOf,
    testing::Values(
        Range{"8.8.8.8", "", false}, Range{"9.255.255.255", "", false},
        Range{"10.0.0.0", "private", false}, Range{"11.0.0.0", "", false},
        Range{"100.63.255.255", "", false}, Range{"100.64.0.0", "shared", false},
        Range{"100.127.255.255", "shared", false}, Range{"100.128.0.0", "", false},
        Range{"127.0.0.1", "loopback", false}, Range{"169.254.1.1", "link-local", false},
        Range{"172.15.255.255", "", false}, Range{"172.16.0.0", "private", false},
        Range{"172.31.255.255", "private", false}, Range{"172.32.0.0", "", false},
        Range{"192.168.0.1", "private", false}, Range{"192.0.2.1", "documentation", true},
        Range{"198.51.100.1", "documentation", true}, Range{"203.0.113.255", "documentation", true},
        Range{"203.0.114.0", "", false}, Range{"224.0.0.1", "multicast", false},
        Range{"255.255.255.255", "reserved", false}, Range{"2001:4860:4860::8888", "", false},
        Range{"2001:db8::1", "documentation", true}, Range{"3fff:0fff::1", "documentation", true},
        Range{"::1", "loopback", false}, Range{"fd00::1", "unique local", false},
        Range{"fe80::1", "link-local", false}, Range{"ff02::1", "multicast", false},
        Range{"::ffff:8.8.8.8", "an IPv4", false}, Range{"4000::1", "reserved", false},
        Range{"64:ff9b::808:808", "", false}));

TEST(IpRanges, ContainOnlyTheSameVersion) {
  EXPECT_FALSE(contains(ip("::/0"), ip("8.8.8.8")));
  EXPECT_TRUE(contains(ip("203.0.113.0/25"), ip("203.0.113.127")));
  EXPECT_FALSE(contains(ip("203.0.113.0/25"), ip("203.0.113.128")));
}

TEST(Folding, ForgetsCaseAccentsAndPunctuation) {
  EXPECT_EQ(fold("  L\xE2\x80\x99Int\xC3\xA9gralit\xC3\xA9, \xC5\x92uvre! "),
            U"l integralite ouvre");
  EXPECT_EQ(fold("e\xCC\x81t\xC3\xA9"), U"ete");
  EXPECT_EQ(fold("\xD0\x92\xD1\x81\xD1\x91"), fold("\xD0\xB2\xD1\x81\xD0\xB5"));
  EXPECT_EQ(fold("\xEF\xBC\xA1ll"), U"all");
  EXPECT_EQ(fold(""), U"");
  EXPECT_EQ(fold("\xFF\xC3"), U"");
}

bool holds_phrase(std::string_view text, std::string_view phrase) {
  return Folded(text).holds(Folded(phrase));
}

TEST(Folding, FindsWholeWordsOnly) {
  EXPECT_TRUE(holds_phrase("Give us ALL\n DATA.", "all data"));
  EXPECT_TRUE(holds_phrase("a\xE2\x80\x8Bll data", "all data"));
  EXPECT_FALSE(holds_phrase("overall database", "all data"));
  EXPECT_FALSE(holds_phrase("all of the data", "all data"));
  EXPECT_FALSE(holds_phrase("anything", ""));
  EXPECT_FALSE(holds_phrase("", ""));
  EXPECT_FALSE(holds_phrase("", "all data"));
}

TEST(Folding, FindsArabicWithAndWithoutVowelSigns) {
  const std::string phrase = "\xD8\xA3\xD9\x8A \xD8\xA8\xD9\x8A\xD8\xA7\xD9\x86\xD8\xA7\xD8\xAA";
  EXPECT_TRUE(holds_phrase(
      "\xD8\xA7\xD9\x8A \xD8\xA8\xD9\x8E\xD9\x8A\xD8\xA7\xD9\x86\xD8\xA7\xD8\xAA", phrase));
}

TEST(Folding, FindsChineseAnywhere) {
  const std::string phrase = "\xE6\x89\x80\xE6\x9C\x89\xE6\x95\xB0\xE6\x8D\xAE";
  EXPECT_TRUE(holds_phrase("\xE8\xAF\xB7" + phrase + "\xE3\x80\x82", phrase));
  EXPECT_TRUE(holds_phrase("\xE6\x89\x80\xE6\x9C\x89 \xE6\x95\xB0\xE6\x8D\xAE", phrase));
  EXPECT_FALSE(holds_phrase("\xE6\x89\x80\xE6\x9C\x89", phrase));
}

TEST(Decimal, ComparesExactly) {
  EXPECT_TRUE(decimal_less("4999.99", "5000"));
  EXPECT_FALSE(decimal_less("5000.00", "5000"));
  EXPECT_FALSE(decimal_less("5000", "5000.0"));
  EXPECT_TRUE(decimal_less("999", "1000"));
  EXPECT_TRUE(decimal_less("0.5", "0.51"));
  EXPECT_FALSE(decimal_less("10", "9.99"));
}

TEST(Luhn, GivesTheCheckDigit) {
  EXPECT_EQ(luhn_digit("7992739871"), '3');
  EXPECT_EQ(luhn_digit("49015420323751"), '8');
}

TEST(HashOfNothing, IsKnownInEveryUsualAlgorithm) {
  EXPECT_TRUE(
      is_hash_of_nothing("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"));
  EXPECT_TRUE(is_hash_of_nothing("md5:d41d8cd98f00b204e9800998ecf8427e"));
  EXPECT_FALSE(
      is_hash_of_nothing("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

}  // namespace
}  // namespace comity::request
