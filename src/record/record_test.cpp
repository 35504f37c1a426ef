#include "record/record.h"

#include "codec/json.h"
#include "record/view.h"
#include "support/casework.h"
#include "support/must.h"
#include "value/result.h"

#include <gtest/gtest.h>

namespace comity::record {
namespace {

using codec::Json;
using testing_support::example;
using testing_support::tables;
using testing_support::with;

Record preservation() {
  return Record::make(tables(), "preservation_request", example("preservation_request")).value();
}

TEST(Record, ReadsByFieldPath) {
  const Record record = preservation();
  EXPECT_EQ(record.kind(), "preservation_request");
  EXPECT_EQ(record.text("sender"), "xa.247");
  EXPECT_EQ(record.text("provider.state"), "XB");
  EXPECT_EQ(record.value("offences[0].life").boolean(), false);
  EXPECT_EQ(record.value("offences[0].max_penalty_months").integer(), 120);
  EXPECT_EQ(record.value("data_sets").items().size(), 3U);
  EXPECT_TRUE(record.value("offences[0].conduct_elements").has("data_encryption"));
}

TEST(Record, AnswersNothingForWhatIsNotThere) {
  const Record record = preservation();
  EXPECT_FALSE(record.text("provider.asn").has_value());
  EXPECT_FALSE(record.text("provider").has_value());
  EXPECT_FALSE(record.text("offences[7].life").has_value());
  EXPECT_FALSE(record.text("offences[x].life").has_value());
  EXPECT_FALSE(record.text("offences[0.life").has_value());
  EXPECT_FALSE(record.value("sender.more.yet").present());
  EXPECT_TRUE(record.value("sender").items().empty());
  EXPECT_TRUE(record.value("sender").names().empty());
}

TEST(Record, ReadsTimesAndDatesAsInstants) {
  const Record record = preservation();
  const auto time = [&](const char* path) {
    return testing_support::must(record.value(path).instant()).text();
  };
  EXPECT_EQ(time("identifiers[1].observed_at"), "2026-11-03T01:14:09Z");
  EXPECT_EQ(time("expected_mla_date"), "2026-12-20T00:00:00Z");
  EXPECT_FALSE(record.value("facts_summary").instant().has_value());
  EXPECT_FALSE(record.value("period_days").instant().has_value());
}

TEST(Record, IsTheSameAfterWritingAndReading) {
  const Record record = preservation();
  const auto again = Record::parse(tables(), record.kind(), record.canonical());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->json(), record.json());
  EXPECT_EQ(again->canonical(), record.canonical());
}

TEST(Record, GivesTheFirstFindingAsItsError) {
  auto refused = Record::make(tables(), "preservation_request",
                              with(example("preservation_request"), "provider.state", Json("x")));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, value::Code("REC-06"));
  EXPECT_EQ(refused.error().detail, "provider.state \"x\" is not a State code such as XA");
}

TEST(Record, RefusesUnknownKindsAndWhatIsNoJson) {
  EXPECT_EQ(Record::make(tables(), "love_letter", Json()).error().code, value::Code("REC-02"));
  EXPECT_EQ(Record::parse(tables(), "withdrawal", "{").error().code, value::Code("JSON-02"));
}

TEST(Record, KeepsKindsThatAreNotEnabledReadable) {
  EXPECT_TRUE(Record::make(tables(), "extradition_request", example("extradition_request")));
}

TEST(View, OfNothingIsNothing) {
  const View nothing;
  EXPECT_FALSE(nothing.present());
  EXPECT_FALSE(nothing.at("a.b[1]").present());
  EXPECT_FALSE(nothing.has(""));
}

}  // namespace
}  // namespace comity::record
