#include "ledger/slip.h"

#include "codec/json.h"
#include "fakes/ledger_key.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/vkey.h"
#include "support/example_log.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace comity::ledger {
namespace {

using support::example_act;
using support::example_salt;
using support::example_statistics;
using value::Code;

class SlipTest : public testing::Test {
 protected:
  SlipTest() : checkpoint_(log_.grow_to(300)), key_(log_.key()) {}

  Slip slip(std::uint64_t index) {
    return make_slip(log_.tiles(), checkpoint_, index, example_salt(index)).value();
  }

  value::Result<Checkpoint> verify_act(const Slip& slip, const std::string& act) {
    return verify_slip(slip, {key_, act_label, value::bytes_of(act)});
  }

  std::string code(const Slip& slip, const std::string& act) {
    const auto verified = verify_act(slip, act);
    return verified ? "" : std::string(verified.error().code.text());
  }

  support::ExampleLog log_;
  std::string checkpoint_;
  VerifierKey key_;
};

TEST_F(SlipTest, ShowsThatAnActIsInTheLog) {
  for (const std::uint64_t index : {0U, 1U, 255U, 256U, 299U}) {
    const auto checkpoint = verify_act(slip(index), example_act(index));
    ASSERT_TRUE(checkpoint.has_value()) << index;
    EXPECT_EQ(checkpoint->head.size, 300U);
    EXPECT_EQ(checkpoint->origin, support::example_origin);
  }
}

TEST_F(SlipTest, ShowsItsStatisticsRecordToo) {
  const auto statistics = example_statistics(17);
  EXPECT_TRUE(
      verify_slip(slip(17), {key_, statistics_label, value::bytes_of(statistics)}).has_value());
  EXPECT_FALSE(verify_slip(slip(17), {key_, act_label, value::bytes_of(statistics)}).has_value());
}

TEST_F(SlipTest, DoesNotServeAnotherAct) {
  EXPECT_EQ(code(slip(5), example_act(6)), "LEDGER-19");
  auto moved = slip(5);
  moved.index = 6;
  EXPECT_EQ(code(moved, example_act(5)), "MERKLE-04");
  auto resalted = slip(5);
  resalted.salt = example_salt(6);
  EXPECT_EQ(code(resalted, example_act(5)), "LEDGER-19");
}

TEST_F(SlipTest, DoesNotServeAnotherLog) {
  auto renamed = slip(5);
  renamed.origin = "xb.ledger.example";
  EXPECT_EQ(code(renamed, example_act(5)), "LEDGER-14");
  key_.key = fakes::ledger_key(9)->public_key();
  EXPECT_EQ(code(slip(5), example_act(5)), "LEDGER-14");
}

TEST_F(SlipTest, AnEntryMadeUpAfterwardsIsRefused) {
  auto forged = slip(5);
  const std::string act = "an act that never was";
  auto entry = decode_entry(forged.entry).value();
  entry.act = commitment(act_label, forged.salt, value::bytes_of(act));
  forged.entry = encode_entry(entry);
  EXPECT_EQ(code(forged, act), "MERKLE-04");
}

TEST_F(SlipTest, AnUnsignedOrChangedCheckpointIsRefused) {
  auto changed = slip(5);
  changed.checkpoint.replace(changed.checkpoint.find("300"), 3, "301");
  EXPECT_EQ(code(changed, example_act(5)), "LEDGER-12");
  auto cut = slip(5);
  cut.checkpoint.pop_back();
  EXPECT_EQ(code(cut, example_act(5)), "LEDGER-11");
  auto shorter = slip(5);
  shorter.proof.pop_back();
  EXPECT_EQ(code(shorter, example_act(5)), "MERKLE-03");
}

TEST_F(SlipTest, ReadsBackWhatWasWritten) {
  for (const std::uint64_t index : {0U, 299U}) {
    const auto text = encode_slip(slip(index));
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const auto decoded = decode_slip(value::bytes_of(text));
    ASSERT_TRUE(decoded.has_value()) << decoded.error().detail;
    EXPECT_EQ(*decoded, slip(index));
    EXPECT_EQ(slip_from(slip_json(slip(index))).value(), slip(index));
  }
}

TEST_F(SlipTest, RefusesEveryOtherSpelling) {
  const auto text = encode_slip(slip(7));
  const auto code_of = [](const std::string& changed) {
    const auto decoded = decode_slip(value::bytes_of(changed));
    return decoded ? "" : std::string(decoded.error().code.text());
  };
  EXPECT_EQ(code_of(""), "LEDGER-18");
  EXPECT_EQ(code_of("[]"), "LEDGER-18");
  EXPECT_EQ(code_of(text + "\n"), "LEDGER-18");
  EXPECT_EQ(code_of(" " + text), "LEDGER-18");
  EXPECT_EQ(code_of(text.substr(0, text.size() - 1) + R"(,"extra":1})"), "LEDGER-18");
  EXPECT_EQ(code_of(std::string(max_slip_size, ' ') + text), "LEDGER-18");
}

TEST_F(SlipTest, RefusesMembersOutOfRange) {
  const auto changed = [this](const std::string& name, const codec::Json& value) {
    const codec::Json json = slip_json(slip(7));
    codec::Json::Object members;
    if (const auto* whole = json.object()) {
      members = *whole;
    }
    members[name] = value;
    const auto decoded = slip_from(members);
    return decoded ? "" : std::string(decoded.error().code.text());
  };
  EXPECT_EQ(changed("index", -1), "LEDGER-18");
  EXPECT_EQ(changed("index", "7"), "LEDGER-18");
  EXPECT_EQ(changed("entry", "AQ=="), "LEDGER-18");
  EXPECT_EQ(changed("salt", "AQ=="), "LEDGER-18");
  EXPECT_EQ(changed("proof", codec::Json::Array{"AQ=="}), "LEDGER-18");
  EXPECT_EQ(changed("proof", codec::Json::Array{7}), "LEDGER-18");
  EXPECT_EQ(changed("proof", codec::Json::Array(65, codec::Json("AQ=="))), "LEDGER-18");
  EXPECT_EQ(changed("checkpoint", 7), "LEDGER-18");
  EXPECT_EQ(changed("index", 7), "");
}

TEST_F(SlipTest, IsOnlyMadeFromTilesThatLeadToTheCheckpoint) {
  EXPECT_EQ(make_slip(log_.tiles(), checkpoint_, 300, example_salt(0)).error().code,
            Code("MERKLE-02"));
  EXPECT_EQ(make_slip(log_.tiles(), "no note", 0, example_salt(0)).error().code, Code("LEDGER-11"));
  log_.tiles().files()["tile/0/000"][0] ^= 1U;
  EXPECT_EQ(make_slip(log_.tiles(), checkpoint_, 1, example_salt(1)).error().code,
            Code("LEDGER-17"));
}

}  // namespace
}  // namespace comity::ledger
