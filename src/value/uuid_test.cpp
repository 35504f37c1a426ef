#include "value/uuid.h"

#include "value/bytes.h"
#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace comity::value {
namespace {

/// Gives the octets it was made with, in turn.
class Scripted : public Random {
 public:
  explicit Scripted(Bytes octets) : octets_(std::move(octets)) {}

  void fill(std::span<std::uint8_t> out) override {
    std::ranges::generate(out, [this] { return octets_.at(next_++ % octets_.size()); });
  }

 private:
  Bytes octets_;
  std::size_t next_ = 0;
};

TEST(UuidTest, IsTheExampleOfTheStandard) {
  // RFC 9562 appendix A.6: 0x017F22E279B0, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
  Scripted random({0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F});
  const Uuid id = make_uuid(Instant{0x017F22E279B0}, random);
  EXPECT_EQ(id.text(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(UuidTest, SetsVersionAndVariantWhateverTheRandomness) {
  for (const std::uint8_t octet : Bytes{0x00, 0x55, 0xAA, 0xFF}) {
    Scripted random({octet});
    const Uuid id = make_uuid(Instant{1}, random);
    EXPECT_EQ(id.octets[6] >> 4U, 7);
    EXPECT_EQ(id.octets[8] >> 6U, 2);
  }
}

RC_GTEST_PROP(UuidTest, LaterIdsSortLater, ()) {
  const auto first = *rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << 47);
  const auto gap = *rc::gen::inRange<std::int64_t>(1, std::int64_t{1} << 40);
  Scripted random(*rc::gen::container<Bytes>(20, rc::gen::arbitrary<std::uint8_t>()));
  const Uuid early = make_uuid(Instant{first}, random);
  const Uuid late = make_uuid(Instant{first + gap}, random);
  RC_ASSERT(early < late);
  RC_ASSERT(early.text() < late.text());
  RC_ASSERT(parse_uuid(early.text()).value() == early);
}

class RefusedUuid : public testing::TestWithParam<std::string> {};

TEST_P(RefusedUuid, IsVal05) {
  const auto id = parse_uuid(GetParam());
  ASSERT_FALSE(id) << GetParam();
  EXPECT_EQ(id.error().code, Code("VAL-05"));
}

INSTANTIATE_TEST_SUITE_P(
    Uuid, RefusedUuid,
    testing::Values("", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
                    "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",  // upper case
                    "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",  //
                    "017f22e279b0-7cc3-98c4-dc0c0c07398f-",  // dashes elsewhere
                    "017f22e2 79b0 7cc3 98c4 dc0c0c07398f",  //
                    "c232ab00-9414-11ec-b3c8-9f6bdeced846",  // version 1, RFC 9562 A.1
                    "919108f7-52d1-4320-9bac-f847db4148a8",  // version 4, RFC 9562 A.3
                    "017f22e2-79b0-7cc3-58c4-dc0c0c07398f",  // variant 01
                    "017f22e2-79b0-7cc3-d8c4-dc0c0c07398f",  // variant 11
                    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
                    "017f22e2-79b0-7cc3-98c4-dc0c0c07398g"));

}  // namespace
}  // namespace comity::value
