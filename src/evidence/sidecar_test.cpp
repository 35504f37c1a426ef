#include "evidence/sidecar.h"

#include "crypto/sha256.h"
#include "support/package_story.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

namespace comity::evidence {
namespace {

using testing_support::code;
using testing_support::content;

constexpr std::size_t mib = std::size_t{1} << 20U;

Sidecar sidecar_of(const value::Bytes& bytes) {
  Sidecar sidecar{bytes.size(), crypto::sha256(bytes), {}};
  crypto::Sha256 hash;
  for (std::size_t at = 0; at + mib <= bytes.size(); at += mib) {
    hash.update(value::BytesView(bytes).subspan(at, mib));
    sidecar.states.push_back(hash.midstate());
  }
  return sidecar;
}

class SidecarTest : public testing::TestWithParam<std::size_t> {
 protected:
  value::Bytes bytes = content(GetParam());
  Sidecar sidecar = sidecar_of(bytes);
};

TEST_P(SidecarTest, ReadsBackWhatItWrote) {
  const value::Bytes encoded = encode_sidecar(sidecar);
  EXPECT_EQ(encoded.size(), sidecar_octets(bytes.size()));
  const auto read = decode_sidecar(encoded);
  ASSERT_EQ(code(read), "");
  EXPECT_EQ(*read, sidecar);
}

TEST_P(SidecarTest, FollowsTheWholeInPiecesOfAnySize) {
  MidstateCheck check(sidecar);
  for (std::size_t at = 0; at < bytes.size(); at += 300'007) {
    const std::size_t take = std::min<std::size_t>(300'007, bytes.size() - at);
    ASSERT_EQ(code(check.update(value::BytesView(bytes).subspan(at, take))), "");
  }
  EXPECT_EQ(code(check.finish()), "");
}

TEST_P(SidecarTest, EachMibVerifiesAlone) {
  const std::uint64_t count = bytes.size() / mib + (bytes.size() % mib == 0 ? 0 : 1);
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::size_t take = std::min(mib, bytes.size() - i * mib);
    value::Bytes part(bytes.begin() + static_cast<std::ptrdiff_t>(i * mib),
                      bytes.begin() + static_cast<std::ptrdiff_t>(i * mib + take));
    EXPECT_EQ(code(check_chunk(sidecar, i, part)), "");
    part.back() ^= 1U;
    EXPECT_EQ(code(check_chunk(sidecar, i, part)), "PKG-18");
    part.pop_back();
    EXPECT_EQ(code(check_chunk(sidecar, i, part)), "PKG-18");
  }
  EXPECT_EQ(code(check_chunk(sidecar, count + 1, bytes)), "PKG-18");
}

INSTANTIATE_TEST_SUITE_P(Sizes, SidecarTest,
                         testing::Values(0, 1, mib - 1, mib, mib + 1, 3 * mib, 3 * mib + 64));

TEST(MidstateCheckTest, SaysWhichMibIsDamaged) {
  value::Bytes bytes = content(5 * mib);
  const Sidecar sidecar = sidecar_of(bytes);
  bytes[3 * mib + 12] ^= 1U;
  MidstateCheck check(sidecar);
  const auto found = check.update(bytes);
  ASSERT_EQ(code(found), "PKG-18");
  EXPECT_EQ(found.error().detail, "MiB 3");
}

TEST(MidstateCheckTest, RefusesAnotherLengthAndAnotherEnd) {
  value::Bytes bytes = content(mib + 10);
  const Sidecar sidecar = sidecar_of(bytes);
  MidstateCheck shorter(sidecar);
  ASSERT_EQ(code(shorter.update(value::BytesView(bytes).first(mib + 9))), "");
  EXPECT_EQ(code(shorter.finish()), "PKG-17");
  bytes.back() ^= 1U;
  MidstateCheck other(sidecar);
  ASSERT_EQ(code(other.update(bytes)), "");
  EXPECT_EQ(code(other.finish()), "PKG-17");
}

TEST(SidecarFormTest, HasOneSpellingOnly) {
  const std::string digest(64, 'a');
  const auto decoded = [](const std::string& text) {
    return code(decode_sidecar(value::bytes_of(text)));
  };
  EXPECT_EQ(decoded("comity/midstates/v1 5 " + digest + "\n"), "");
  EXPECT_EQ(decoded(""), "PKG-20");
  EXPECT_EQ(decoded("comity/midstates/v2 5 " + digest + "\n"), "PKG-20");
  EXPECT_EQ(decoded("comity/midstates/v1 05 " + digest + "\n"), "PKG-20");
  EXPECT_EQ(decoded("comity/midstates/v1 -5 " + digest + "\n"), "PKG-20");
  EXPECT_EQ(decoded("comity/midstates/v1 +5 " + digest + "\n"), "PKG-20");
  EXPECT_EQ(decoded("comity/midstates/v1  5 " + digest + "\n"), "PKG-20");
  EXPECT_EQ(decoded("comity/midstates/v1 5 " + digest), "PKG-20");
  EXPECT_EQ(decoded("comity/midstates/v1 5 " + digest + " \n"), "PKG-20");
  EXPECT_EQ(decoded("comity/midstates/v1 5 " + digest + "\nx"), "PKG-20");
  EXPECT_EQ(decoded("comity/midstates/v1 1048576 " + digest + "\n"), "PKG-20");
  EXPECT_EQ(decoded("comity/midstates/v1 99999999999999999999 " + digest + "\n"), "PKG-20");
  EXPECT_EQ(decoded("comity/midstates/v1 9223372036854775807 " + digest + "\n"), "PKG-20");
}

}  // namespace
}  // namespace comity::evidence
