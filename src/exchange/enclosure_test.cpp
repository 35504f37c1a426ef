#include "exchange/enclosure.h"

#include "support/code.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <string_view>

namespace comity::exchange {
namespace {

using support::code_of;

value::Result<Enclosure> read(std::string_view text) {
  return read_enclosure(value::bytes_of(text));
}

TEST(EnclosureTest, IsASlipLineAndAnEnvelopeLine) {
  const auto enclosure = read("slip\nenvelope\n");
  ASSERT_EQ(code_of(enclosure), "");
  EXPECT_EQ(enclosure->slip, "slip");
  EXPECT_EQ(value::text_of(enclosure->envelope), "envelope");
  EXPECT_EQ(value::text_of(*write_enclosure(*enclosure)), "slip\nenvelope\n");
}

TEST(EnclosureTest, AnotherNumberOfLinesIsRefused) {
  for (const char* const text :
       {"", "\n", "slip\n", "slip\nenvelope", "slip\n\n", "\nenvelope\n", "slip\nenvelope\n\n",
        "slip\nenvelope\nslip\n", "slip\nenvelope\nslip\nenvelope\n"}) {
    EXPECT_EQ(code_of(read(text)), "EXCH-01") << text;
  }
}

TEST(EnclosureTest, EveryByteOfTheEnvelopeIsKept) {
  const auto enclosure = read("slip\r\n \tenvelope\r\n");
  ASSERT_EQ(code_of(enclosure), "");
  EXPECT_EQ(enclosure->slip, "slip\r");
  EXPECT_EQ(value::text_of(enclosure->envelope), " \tenvelope\r");
}

TEST(EnclosureTest, WhatCouldNotBeReadBackIsNotWritten) {
  const value::Bytes envelope = value::to_bytes("envelope");
  EXPECT_EQ(code_of(write_enclosure({"", envelope})), "EXCH-01");
  EXPECT_EQ(code_of(write_enclosure({"slip", {}})), "EXCH-01");
  EXPECT_EQ(code_of(write_enclosure({"sl\nip", envelope})), "EXCH-01");
  EXPECT_EQ(code_of(write_enclosure({"slip", value::to_bytes("enve\nlope")})), "EXCH-01");
}

TEST(EnclosureTest, AChainIsOneAfterTheOther) {
  const auto chain = read_enclosures(value::bytes_of("a\nb\nc\nd\n"));
  ASSERT_EQ(code_of(chain), "");
  ASSERT_EQ(chain->size(), 2U);
  EXPECT_EQ(chain->back().slip, "c");
  EXPECT_TRUE(read_enclosures({})->empty());
  EXPECT_EQ(code_of(read_enclosures(value::bytes_of("a\nb\nc\n"))), "EXCH-01");
}

}  // namespace
}  // namespace comity::exchange
