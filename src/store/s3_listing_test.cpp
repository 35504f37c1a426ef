#include "store/s3_listing.h"

#include "support/code.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace comity::store {

namespace {

using support::code_of;

std::string page(const std::string& contents, const std::string& truncated = "false") {
  return "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"x\"><Name>b</Name><IsTruncated>" +
         truncated + "</IsTruncated>" + contents + "</ListBucketResult>";
}

std::string code(const std::string& xml) { return code_of(read_s3_page(value::bytes_of(xml))); }

TEST(ListingTest, ReadsKeysAndSizes) {
  const auto read = read_s3_page(
      value::bytes_of(page("<Contents><Key>log/tile/0/000</Key><Size>8192</Size></Contents>"
                           "<Contents><Size>0</Size><Key>b</Key></Contents>",
                           "true")));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->entries, (std::vector<S3Entry>{{"log/tile/0/000", 8192}, {"b", 0}}));
  EXPECT_TRUE(read->more);
}

TEST(ListingTest, RefusesWhatIsNoList) {
  EXPECT_EQ(code(page("")), "");
  EXPECT_EQ(code(""), "STORE-17");
  EXPECT_EQ(code("<html>login</html>"), "STORE-17");
  EXPECT_EQ(code(page("", "true")), "STORE-17");
  EXPECT_EQ(code(page("<Contents><Key>a</Key></Contents>")), "STORE-17");
  EXPECT_EQ(code(page("<Contents><Key>a</Key><Size>x</Size></Contents>")), "STORE-17");
  EXPECT_EQ(code(page("<Contents><Key>a</Key><Size></Size></Contents>")), "STORE-17");
  EXPECT_EQ(code(page("<Contents><Key>a&amp;b</Key><Size>1</Size></Contents>")), "STORE-17");
  EXPECT_EQ(code(page("<Contents><Key></Key><Size>1</Size></Contents>")), "STORE-17");
}

TEST(ListingTest, FindsOneElement) {
  EXPECT_EQ(s3_element(value::bytes_of("<Error><Code>NoSuchKey</Code></Error>"), "Code"),
            "NoSuchKey");
  EXPECT_EQ(s3_element(value::bytes_of("<Error><Code>cut"), "Code"), "");
}

}  // namespace

}  // namespace comity::store
