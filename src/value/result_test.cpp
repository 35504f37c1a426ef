#include "value/result.h"

#include <gtest/gtest.h>

namespace comity::value {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) {
    return fail("VAL-01", "odd");
  }
  return number / 2;
}

Result<int> quarter(int number) {
  const auto found = half(number);
  if (!found) {
    return fail(found.error());
  }
  return half(*found);
}

TEST(ResultTest, CarriesTheValueOrTheError) {
  EXPECT_EQ(quarter(8).value(), 2);
  const auto failed = quarter(6);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error(), (Error{"VAL-01", "odd"}));
}

TEST(ResultTest, CodesCompareByText) {
  EXPECT_EQ(Code("REQ-ID-04").text(), "REQ-ID-04");
  EXPECT_EQ(Code("VAL-01"), Code("VAL-01"));
  EXPECT_NE(Code("VAL-01"), Code("VAL-02"));
}

}  // namespace
}  // namespace comity::value
