#include "desk/peer_answer.h"

#include "desk/outgoing.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>

namespace comity::desk {
namespace {

PeerAnswer answer(int status, std::string_view body) {
  return read_answer({status, value::to_bytes(body)});
}

struct Said {
  int status;
  std::string code;
  Step step;
  Advice advice;

  friend std::ostream& operator<<(std::ostream& out, const Said& said) {
    return out << said.status << " " << said.code;
  }
};

class PeerSaid : public testing::TestWithParam<Said> {};

TEST_P(PeerSaid, IsFollowed) {
  const Said& said = GetParam();
  EXPECT_EQ(advice_of(answer(said.status, R"({"code":")" + said.code + "\"}"), said.step),
            said.advice);
}

INSTANTIATE_TEST_SUITE_P(Codes, PeerSaid,
                         testing::Values(Said{404, "EDGE-07", Step::chunk, Advice::announce_again},
                                         Said{410, "EDGE-44", Step::chunk, Advice::announce_again},
                                         Said{410, "EDGE-44", Step::announce, Advice::never},
                                         Said{409, "EDGE-43", Step::chunk, Advice::ask_again},
                                         Said{422, "OBJ-01", Step::chunk, Advice::ask_again},
                                         Said{422, "OBJ-06", Step::close, Advice::ask_again},
                                         Said{409, "OBJ-04", Step::chunk, Advice::other_bytes},
                                         Said{422, "OBJ-07", Step::close, Advice::other_root},
                                         Said{422, "PKG-02", Step::announce, Advice::never},
                                         Said{413, "EDGE-40", Step::announce, Advice::never},
                                         Said{503, "EDGE-41", Step::announce, Advice::later},
                                         // What stands between two nodes has words of its own.
                                         Said{413, "PROXY-1", Step::chunk, Advice::later},
                                         Said{413, "", Step::chunk, Advice::later}));

TEST(PeerAnswer, IsReadFromWhateverAPeerSends) {
  for (const char* body : {"", "{", "[]", R"({"code":7})", R"({"what":"no code"})"}) {
    EXPECT_EQ(answer(500, body).code, "") << body;
  }
  EXPECT_EQ(answer(500, R"({"code":"EDGE-05"})").code, "EDGE-05");
  EXPECT_EQ(answer(200, R"({"code":"EDGE-05"})").code, "") << "success has no code";
}

TEST(PeerAnswer, IsSaidToAPersonInOneLineOfPlainText) {
  EXPECT_EQ(answer(503, "").words(), "EXCH-41 503");
  EXPECT_EQ(answer(422, R"({"code":"OBJ-07","what":"a\nb\u0007"})").words(),
            "EXCH-41 422 OBJ-07 a?b?");
  const std::string long_text(1000, 'a');
  EXPECT_EQ(answer(422, R"({"what":")" + long_text + "\"}").words(),
            "EXCH-41 422 " + long_text.substr(0, 300));
}

}  // namespace
}  // namespace comity::desk
