#include "record/form.h"

#include "record/type.h"
#include "support/must.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace comity::record {
namespace {

struct Sample {
  Form form;
  std::string text;
  bool good;

  friend void PrintTo(const Sample& each, std::ostream* out) { *out << each.text; }
};

class FormOf : public testing::TestWithParam<Sample> {};

TEST_P(FormOf, IsDecided) {
  EXPECT_EQ(!form_refusal(GetParam().form, GetParam().text).has_value(), GetParam().good);
}

INSTANTIATE_TEST_SUITE_P(
    Form, FormOf,
    testing::Values(
        Sample{Form::language, "en", true}, Sample{Form::language, "zh-Hant-TW", true},
        Sample{Form::language, "e", false}, Sample{Form::language, "en-", false},
        Sample{Form::language, "", false}, Sample{Form::state, "XA", true},
        Sample{Form::state, "xa", false}, Sample{Form::state, "XAA", false},
        Sample{Form::subdivision, "XA-01", true}, Sample{Form::subdivision, "XA01", false},
        Sample{Form::currency, "EUR", true}, Sample{Form::currency, "EURO", false},
        Sample{Form::decimal, "0.5", true}, Sample{Form::decimal, "-3", true},
        Sample{Form::decimal, "1.", false}, Sample{Form::decimal, "1,000", false},
        Sample{Form::phone, "+442079460123", true}, Sample{Form::phone, "02079460123", false},
        Sample{Form::phone, "+44 20 7946", false}, Sample{Form::phone, "+4420", false},
        Sample{Form::email, "it@hopital.example.org", true},
        Sample{Form::email, "a.b+c@x.example", true}, Sample{Form::email, "@example.org", false},
        Sample{Form::email, "a@localhost", false}, Sample{Form::email, "a@b@example.org", false},
        Sample{Form::email, "a@-x.example", false}, Sample{Form::email, "a b@example.org", false},
        Sample{Form::email, "a@example..org", false}, Sample{Form::ip, "203.0.113.7", true},
        Sample{Form::ip, "2001:db8::7", true}, Sample{Form::ip, "203.0.113.07", false},
        Sample{Form::ip, "203.0.113", false}, Sample{Form::ip, "::1::2", false},
        Sample{Form::port, "unknown", true}, Sample{Form::port, "443", false},
        Sample{Form::time_zone, "Europe/London", true}, Sample{Form::time_zone, "UTC", true},
        Sample{Form::time_zone, "CST", false}, Sample{Form::label, "ds1", true},
        Sample{Form::label, "ds 1", false}, Sample{Form::name, "xa.247", true},
        Sample{Form::name, "XA", false}, Sample{Form::text, "two\nlines", true},
        Sample{Form::text, std::string("nul\0", 4), false}, Sample{Form::line, "tab\t", false},
        Sample{Form::line, "\xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7", true}));

TEST(Ip, ReadsPrefixesWithinTheirRange) {
  const auto prefix = testing_support::must(parse_ip("2001:db8::/64"));
  EXPECT_EQ(prefix.prefix, 64);
  EXPECT_TRUE(prefix.v6);
  EXPECT_FALSE(parse_ip("2001:db8::/129").has_value());
  EXPECT_FALSE(parse_ip("203.0.113.0/33").has_value());
  EXPECT_FALSE(parse_ip("203.0.113.0/").has_value());
  EXPECT_FALSE(parse_ip("203.0.113.0/2x").has_value());
  EXPECT_EQ(testing_support::must(parse_ip("203.0.113.0/25")).octets[2], 113);
}

TEST(Chars, AreCodePoints) {
  EXPECT_EQ(count_chars("abc"), 3U);
  EXPECT_EQ(count_chars("\xE6\x89\x80\xE6\x9C\x89"), 2U);
}

}  // namespace
}  // namespace comity::record
