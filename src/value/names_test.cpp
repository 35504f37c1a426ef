#include "value/names.h"

#include "value/result.h"

#include <gtest/gtest.h>

#include <string>

namespace comity::value {
namespace {

class AcceptedName : public testing::TestWithParam<std::string> {};

TEST_P(AcceptedName, IsKeptAsWritten) {
  const auto name = parse_name(GetParam());
  ASSERT_TRUE(name) << GetParam();
  EXPECT_EQ(*name, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Names, AcceptedName,
                         testing::Values("xa", "xa.247", "xa.p.idris", "xb.north-coast.2", "7",
                                         std::string(64, 'a')));

class RefusedName : public testing::TestWithParam<std::string> {};

TEST_P(RefusedName, IsVal06) {
  EXPECT_FALSE(is_name(GetParam()));
  const auto name = parse_name(GetParam());
  ASSERT_FALSE(name) << GetParam();
  EXPECT_EQ(name.error().code, Code("VAL-06"));
}

INSTANTIATE_TEST_SUITE_P(Names, RefusedName,
                         testing::Values("", ".", "xa.", ".xa", "xa..247", "XA", "xa 247", "-xa",
                                         "xa.-247", "xa/247", "xa_247", "caf\xC3\xA9", "xa\n",
                                         std::string("xa\0", 3), std::string(65, 'a')));

}  // namespace
}  // namespace comity::value
