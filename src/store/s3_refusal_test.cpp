#include "store/s3_refusal.h"

#include "store/s3_transfer.h"
#include "value/bytes.h"
#include "value/instant.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace comity::store {

namespace {

struct Refused {
  std::string_view name;
  long status;
  std::string_view word;  ///< the service's
  std::string_view code;
};

class RefusalTest : public testing::TestWithParam<Refused> {};

const value::Instant now = value::parse_instant("2026-11-22T10:00:00Z").value();

HttpAnswer answer(long status, std::string_view word, const std::string& date = "") {
  HttpAnswer out;
  out.status = status;
  out.body = value::to_bytes("<Error><Code>" + std::string(word) + "</Code></Error>");
  if (!date.empty()) {
    out.headers.emplace("date", date);
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(
    Words, RefusalTest,
    testing::Values(Refused{"Signature", 403, "SignatureDoesNotMatch", "STORE-16"},
                    Refused{"UnknownKey", 403, "InvalidAccessKeyId", "STORE-16"},
                    Refused{"Rights", 403, "AccessDenied", "STORE-16"},
                    Refused{"Anonymous", 401, "", "STORE-16"},
                    Refused{"Failing", 500, "InternalError", "STORE-17"},
                    Refused{"Unknown", 400, "MalformedXML", "STORE-17"},
                    Refused{"Clock", 403, "RequestTimeTooSkewed", "STORE-18"},
                    Refused{"Bucket", 404, "NoSuchBucket", "STORE-24"},
                    Refused{"Elsewhere", 301, "PermanentRedirect", "STORE-24"},
                    Refused{"Region", 400, "AuthorizationHeaderMalformed", "STORE-24"},
                    Refused{"TooLarge", 400, "EntityTooLarge", "STORE-21"},
                    Refused{"Length", 413, "", "STORE-21"}, Refused{"Full", 507, "", "STORE-03"},
                    Refused{"Quota", 403, "QuotaExceeded", "STORE-03"}),
    [](const auto& refused) { return std::string(refused.param.name); });

TEST_P(RefusalTest, HasItsCode) {
  const auto failure = s3_refusal(answer(GetParam().status, GetParam().word), "b/k", now);
  EXPECT_EQ(failure.value().code.text(), GetParam().code);
  EXPECT_TRUE(failure.value().detail.starts_with("b/k: " + std::to_string(GetParam().status)));
}

// An answer to HEAD has no body, so nothing says RequestTimeTooSkewed but its date.
TEST(RefusalDateTest, AClockThatIsFarOffIsNamedWithoutAWord) {
  const auto code = [](const std::string& date) {
    return std::string(s3_refusal(answer(403, "", date), "b/k", now).value().code.text());
  };
  EXPECT_EQ(code("Sun, 22 Nov 2026 09:00:00 GMT"), "STORE-18");
  EXPECT_EQ(code("Sun, 22 Nov 2026 10:16:00 GMT"), "STORE-18");
  EXPECT_EQ(code("Sun, 22 Nov 2026 09:50:00 GMT"), "STORE-16");
  EXPECT_EQ(code("yesterday"), "STORE-16");
  EXPECT_EQ(code(""), "STORE-16");
}

// A service may repeat what was signed; none of it may reach a log.
TEST(RefusalWordTest, OnlyAPlainWordIsRepeated) {
  const auto detail = [](std::string_view word) {
    return s3_refusal(answer(400, word), "b/k", now).value().detail;
  };
  EXPECT_EQ(detail("MalformedXML"), "b/k: 400 MalformedXML");
  EXPECT_EQ(detail("key AKIA/1"), "b/k: 400");
  EXPECT_EQ(detail(std::string(65, 'x')), "b/k: 400");
}

TEST(PassingTest, IsWhatMayPass) {
  for (const long status : {500L, 502L, 503L, 504L, 408L, 409L, 429L}) {
    EXPECT_TRUE(s3_passing(answer(status, ""))) << status;
  }
  for (const long status : {200L, 301L, 400L, 403L, 404L, 412L, 413L, 501L, 507L}) {
    EXPECT_FALSE(s3_passing(answer(status, ""))) << status;
  }
}

}  // namespace

}  // namespace comity::store
