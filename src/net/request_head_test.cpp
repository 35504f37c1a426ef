#include "net/request_head.h"

#include "net/problem.h"
#include "support/must.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>

namespace comity::net {
namespace {

RequestHead upload() {
  RequestHead head;
  head.method = "POST";
  head.target = "/letters";
  head.version = 11;
  head.host_fields = 1;
  head.content_length = 12;
  return head;
}

struct Fault {
  const char* name;
  std::function<void(RequestHead&)> spoil;
  int status;
};

class FaultyHead : public testing::TestWithParam<Fault> {};

TEST_P(FaultyHead, GetsItsStatus) {
  auto head = upload();
  GetParam().spoil(head);
  EXPECT_EQ(testing_support::must(fault_of(head)).status, GetParam().status);
}

INSTANTIATE_TEST_SUITE_P(
    Heads, FaultyHead,
    testing::Values(Fault{"OldVersion", [](auto& head) { head.version = 10; }, 505},
                    Fault{"NoHost", [](auto& head) { head.host_fields = 0; }, 400},
                    Fault{"TwoHosts", [](auto& head) { head.host_fields = 2; }, 400},
                    Fault{"UnknownMethod", [](auto& head) { head.method = "DELETE"; }, 405},
                    Fault{"SmallLetters", [](auto& head) { head.method = "post"; }, 405},
                    Fault{"Query", [](auto& head) { head.target = "/letters?a=b"; }, 400},
                    Fault{"NoLength", [](auto& head) { head.content_length.reset(); }, 411},
                    Fault{"Chunked", [](auto& head) { head.transfer_encoding = true; }, 411}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(RequestHead, TakesUploadsWithALengthAndReadsWithout) {
  EXPECT_FALSE(fault_of(upload()));
  auto head = upload();
  head.method = "PUT";
  EXPECT_FALSE(fault_of(head));
  head.method = "GET";
  head.content_length.reset();
  EXPECT_FALSE(fault_of(head));
}

TEST(PlainPath, HasOneSpelling) {
  for (const char* path : {"/", "/letters", "/ledger/tile/0/x001/067.p/5", "/a-b_c~d.e", "/..."}) {
    EXPECT_TRUE(is_plain_path(path)) << path;
  }
  for (const char* path :
       {"", "letters", "//", "/a//b", "/a/", "/.", "/..", "/a/../b", "/./a", "/a%2fb", "/a?b",
        "/a#b", "/a b", "*", "https://192.0.2.7/a", "/a:b", "/a\\b", "/caf\xc3\xa9"}) {
    EXPECT_FALSE(is_plain_path(path)) << path;
  }
  EXPECT_TRUE(is_plain_path("/" + std::string(1023, 'a')));
  EXPECT_FALSE(is_plain_path("/" + std::string(1024, 'a')));
}

TEST(Problem, IsJsonWithCodeAndSentence) {
  const auto response = response_to(problems::no_length);
  EXPECT_EQ(response.status, 411);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(value::text_of(response.body),
            R"({"code":"NET-24","what":"The body needs a Content-Length."})");
}

}  // namespace
}  // namespace comity::net
