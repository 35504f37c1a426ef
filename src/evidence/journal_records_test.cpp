// Records that no sealing could have written: each is refused where it stands. Whole journals, with
// what they are sealed in, are in sealing_journal_test.cpp.
#include "evidence/journal_records.h"

#include "crypto/age_head.h"
#include "crypto/sha256.h"
#include "evidence/sealing_state.h"
#include "evidence/sidecar.h"
#include "evidence/source.h"
#include "fakes/organisation.h"
#include "support/code.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

using support::code_of;
using value::Bytes;

constexpr std::string_view id = "01890a5d-ac96-774b-bcce-b302099a8057";

SealingPlan plan_of(std::vector<SealingFile> files) {
  const value::Uuid uuid = value::parse_uuid(id).value();
  return {uuid, uuid, uuid, "xb.ca", "", {"age1"}, std::move(files)};
}

ObjectBegun begun(std::uint32_t number = 1) {
  const auto recipients = fakes::Organisation::opener()->recipients();
  const value::Instant started{1'793'671'449'000};
  return {number, crypto::make_age_head(recipients, fakes::Organisation::random()).value(), started,
          SourceFacts{5, started, 17, "64769:131077"}};
}

ObjectDone done() {
  ObjectDone done;
  done.object.name = "a.txt";
  done.object.media_type = "text/plain";
  done.object.acquisition.how.method = "copied";
  done.object.length = 5;
  done.sealed.extent.length = 221;
  done.sidecar.extent.length = 200;
  return done;
}

class JournalRecords : public testing::Test {
 protected:
  /// A plan of one file, and that file.
  void plan() {
    const SealingPlan plan = plan_of({{"/srv/a.txt", "a.txt"}});
    EXPECT_EQ(take(record_of(plan)), "");
    EXPECT_EQ(take(record_of(plan.files.front())), "");
  }

  std::string take(const Bytes& record) { return code_of(reader.take(record)); }

  std::string take(std::string_view record) { return take(value::to_bytes(record)); }

  JournalReader reader;
};

TEST_F(JournalRecords, BeginWithAPlan) {
  EXPECT_EQ(take(""), "SEAL-08");
  EXPECT_EQ(take(record_of(SealingFile{"/srv/a.txt", "a.txt"})), "SEAL-08");
  EXPECT_EQ(take("P{"), "SEAL-08");
  EXPECT_EQ(code_of(std::move(reader).finish()), "SEAL-08");
}

TEST_F(JournalRecords, APlanNamesItsRecipientsAndCountsItsFiles) {
  const std::string uuid(id);
  const auto plan = [&](const std::string& recipient, const std::string& files) {
    return R"(P{"case_id":")" + uuid + R"(","data_row":"","desk":"xb.ca","files":)" + files +
           R"(,"package_id":")" + uuid + R"(","recipients":[)" + recipient +
           R"(],"statement_id":")" + uuid + "\"}";
  };
  for (const auto& wrong :
       {plan("1", "1"), plan("\"\"", "1"), plan("\"age1\"", "-1"), plan("\"age1\"", "4097")}) {
    JournalReader fresh;
    EXPECT_EQ(code_of(fresh.take(value::to_bytes(wrong))), "SEAL-08") << wrong;
  }
  EXPECT_EQ(take(plan("\"age1\"", "1")), "");
  EXPECT_EQ(take(plan("\"age1\"", "1")), "SEAL-08") << "a second one";
  EXPECT_EQ(code_of(std::move(reader).finish()), "SEAL-08") << "its file is missing";
}

TEST_F(JournalRecords, FilesHaveNamesAndAreNoMoreThanThePlanSays) {
  plan();
  EXPECT_EQ(take(R"(F{"name":"a/b","path":"L3M="})"), "SEAL-08");
  EXPECT_EQ(take(record_of(SealingFile{"/srv/b.txt", "b.txt"})), "SEAL-08");
}

TEST_F(JournalRecords, AnObjectBeginsInItsTurnWithAHeadOfItsKey) {
  plan();
  EXPECT_EQ(take(record_of(begun(2))), "SEAL-08");
  auto other = begun();
  other.head.octets.back() ^= 1U;
  EXPECT_EQ(take(record_of(other)), "") << "the nonce is anything";
  other.head.octets.pop_back();
  EXPECT_EQ(take(record_of(other)), "SEAL-08");
  other = begun();
  other.head.key = begun().head.key;
  EXPECT_EQ(take(record_of(other)), "SEAL-08");
  EXPECT_EQ(take(R"(O{"head":"","key":"AA==","number":1,"started":"2026-11-22T10:00:00Z"})"),
            "SEAL-08");
  EXPECT_EQ(take(record_of(begun())), "");
}

TEST_F(JournalRecords, StatesAndTheEndHaveTheirPlace) {
  plan();
  const crypto::Midstate state = crypto::initial_midstate();
  const SourceEnd end{midstate_step + 1, {}};
  EXPECT_EQ(take(record_of(state)), "SEAL-08");
  EXPECT_EQ(take(record_of(end)), "SEAL-08");
  EXPECT_EQ(take(record_of(begun())), "");
  EXPECT_EQ(take(record_of(end)), "SEAL-08") << "a state is missing";
  EXPECT_EQ(take("Bshort"), "SEAL-08");
  EXPECT_EQ(take(record_of(state)), "");
  EXPECT_EQ(take(record_of(end)), "");
  EXPECT_EQ(take(record_of(end)), "SEAL-08");
  EXPECT_EQ(take(record_of(state)), "SEAL-08") << "behind the end";
}

TEST_F(JournalRecords, ACheckpointIsOfATreeThatGrows) {
  plan();
  const Checkpoint one{1, {value::Digest{}}};
  EXPECT_EQ(take(record_of(one)), "SEAL-08") << "of no object";
  EXPECT_EQ(take(record_of(begun())), "");
  EXPECT_EQ(take(record_of(Checkpoint{0, {}})), "SEAL-08");
  EXPECT_EQ(take(record_of(Checkpoint{2, {{}, {}}})), "SEAL-08") << "two chunks have one peak";
  EXPECT_EQ(take(R"(C{"chunks":1,"peaks":["zz"]})"), "SEAL-08");
  EXPECT_EQ(take(R"(C{"chunks":1,"peaks":[1]})"), "SEAL-08");
  EXPECT_EQ(take(record_of(one)), "");
  EXPECT_EQ(take(record_of(one)), "SEAL-08") << "the same again";
  EXPECT_EQ(take(record_of(Checkpoint{3, {{}, {}}})), "");
}

TEST_F(JournalRecords, NoObjectIsDoneThatNobodyPlanned) {
  plan();
  EXPECT_EQ(take(record_of(done())), "");
  EXPECT_EQ(take(record_of(done())), "SEAL-08");
}

TEST_F(JournalRecords, AKindOfANewerVersionIsSaidToBeThat) {
  plan();
  EXPECT_EQ(take("X{}"), "SEAL-10");
}

TEST_F(JournalRecords, WhatIsReadIsWrittenAgain) {
  SealingState state;
  state.plan = plan_of({{"/srv/a.txt", "a.txt"}, {"/srv/b.txt", "b.txt"}});
  state.done = {done()};
  state.under_way = ObjectUnderWay{
      begun(2), {crypto::initial_midstate()}, SourceEnd{midstate_step, {}}, {{1, {{}}}}};
  const std::vector<Bytes> records = records_of(state);
  for (const Bytes& record : records) {
    EXPECT_EQ(take(record), "") << value::text_of(record);
  }
  const auto read = std::move(reader).finish();
  ASSERT_TRUE(read);
  EXPECT_EQ(records_of(*read), records);
}

}  // namespace
}  // namespace comity::evidence
