// The list of a courier file, against the vectors of docs/protocol/vectors/courier.
#include "exchange/courier_head.h"

#include "crypto/jws.h"
#include "crypto/sha256.h"
#include "exchange/directory.h"
#include "exchange/letter.h"
#include "fakes/organisation.h"
#include "support/code.h"
#include "support/signing_house.h"
#include "support/source_file.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace comity::exchange {
namespace {

using support::code_of;

const std::string vectors = "docs/protocol/vectors/courier/";

CourierHead head() {
  CourierHead head;
  head.from_node = "xa";
  head.to_node = "xb";
  head.from_desk = "xa.desk";
  head.made_at = value::parse_instant("2026-11-03T02:14:09Z").value();
  head.checkpoint = "xa.ledger.example\n1\n";
  head.chain = crypto::sha256(value::bytes_of("chain"));
  head.chain_length = 5;
  const auto id = value::parse_uuid("0192f0c1-7f00-7000-8000-00000000000a").value();
  head.complete = {id};
  head.letters = {{id, crypto::sha256(value::bytes_of("letter")), 6}};
  head.packages = {{id, crypto::sha256(value::bytes_of("outer")), 5}};
  head.length = 16;
  return head;
}

class CourierHeadTest : public testing::Test {
 protected:
  std::string line(const CourierHead& head) {
    return write_courier_head(head, house_.signer("desk"), house_.organisation().root()).value();
  }

  support::SigningHouse house_{"xa"};
};

TEST_F(CourierHeadTest, WhatIsWrittenReadsBack) {
  const auto read = read_courier_head(line(head()));
  ASSERT_EQ(code_of(read), "");
  EXPECT_EQ(read->head, head());
  EXPECT_EQ(read->chain.front().fingerprint(), house_.signer("desk").certificate().fingerprint());
}

TEST_F(CourierHeadTest, AnotherSignatureIsRefused) {
  const std::string one = line(head());
  CourierHead other = head();
  other.to_node = "xc";
  const std::string two = line(other);
  const auto end = [](const std::string& text) { return text.rfind('.'); };
  EXPECT_EQ(code_of(read_courier_head(one.substr(0, end(one)) + two.substr(end(two)))), "EXCH-22");
}

TEST_F(CourierHeadTest, ALetterHeaderIsNoList) {
  EXPECT_EQ(code_of(read_courier_head("no list")), "EXCH-20");
  const auto letter = crypto::sign_compact({{"typ", "comity-letter+json"}},
                                           encode_courier_head(head()), house_.signer("desk"));
  EXPECT_EQ(code_of(read_courier_head(*letter)), "EXCH-20");
  const auto bare = crypto::sign_compact({{"typ", "comity-courier+json"}},
                                         encode_courier_head(head()), house_.signer("desk"));
  EXPECT_EQ(code_of(read_courier_head(*bare)), "EXCH-20") << "without its certificates";
}

TEST_F(CourierHeadTest, MoreThanAFileMayHoldIsNotWritten) {
  CourierHead many = head();
  many.letters.assign(max_courier_letters + 1, many.letters.front());
  EXPECT_EQ(code_of(write_courier_head(many, house_.signer("desk"), house_.organisation().root())),
            "EXCH-23");
}

TEST_F(CourierHeadTest, MoreThanAFileMayHoldIsNotRead) {
  EXPECT_EQ(code_of(read_courier_head(std::string(max_courier_line + 1, 'a'))), "EXCH-23");
  EXPECT_EQ(code_of(decode_courier_head(value::Bytes(max_courier_head_bytes + 1))), "EXCH-23");
  CourierHead many = head();
  many.packages.assign(max_courier_packages + 1, many.packages.front());
  EXPECT_EQ(code_of(decode_courier_head(encode_courier_head(many))), "EXCH-23");
}

TEST_F(CourierHeadTest, EachBadVectorHasTheCodeOfItsName) {
  std::size_t seen = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(testing_support::source_root() / vectors / "bad")) {
    const std::string name = file.path().filename().string();
    std::string path = vectors + "bad/";
    path += name;
    const std::string text = testing_support::source_file(path);
    EXPECT_EQ(code_of(decode_courier_head(value::bytes_of(text))), name.substr(0, 7)) << name;
    ++seen;
  }
  EXPECT_EQ(seen, 17U);
}

TEST_F(CourierHeadTest, TheGoodVectorHoldsWhatItsListSays) {
  const std::string file = testing_support::source_file(vectors + "file.courier");
  const std::string line = file.substr(0, file.find('\n'));
  const auto read = read_courier_head(line);
  ASSERT_EQ(code_of(read), "");
  EXPECT_EQ(value::text_of(encode_courier_head(read->head)),
            testing_support::source_file(vectors + "head.json"));
  std::string_view rest = std::string_view(file).substr(line.size() + 1);
  EXPECT_EQ(rest.size(), read->head.length);
  const auto take = [&](std::uint64_t count) {
    const std::string_view part = rest.substr(0, count);
    rest.remove_prefix(part.size());
    return value::bytes_of(part);
  };
  const auto chain = take(read->head.chain_length);
  EXPECT_EQ(crypto::sha256(chain), read->head.chain);
  const std::string root = testing_support::source_file(vectors + "root.txt").substr(0, 64);
  const auto writer =
      read_node({"xb", value::parse_digest(root).value(), value::to_bytes(chain), "", {}});
  ASSERT_EQ(code_of(writer), "");
  EXPECT_EQ(writer->chain.latest().desk("xb.247")->certificate.fingerprint(),
            read->chain.front().fingerprint());
  for (const CourierPart& part : read->head.letters) {
    const auto bytes = take(part.length);
    EXPECT_EQ(crypto::sha256(bytes), part.digest);
    EXPECT_EQ(read_letter(bytes)->header.letter_id, part.id);
  }
  ASSERT_EQ(read->head.packages.size(), 1U);
  EXPECT_EQ(crypto::sha256(take(read->head.packages.front().length)),
            read->head.packages.front().digest);
}

}  // namespace
}  // namespace comity::exchange
