#include "data/data.h"

#include "support/must.h"
#include "support/source_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>

namespace comity::data {
namespace {

TEST(Data, CarriesTheFieldTables) {
  const auto casework = testing_support::must(file("casework.json"));
  EXPECT_TRUE(casework.starts_with("{"));
  EXPECT_NE(casework.find("preservation_request"), std::string::npos);
}

TEST(Data, AnswersNothingForAnUnknownPath) {
  EXPECT_FALSE(file("casework").has_value());
  EXPECT_FALSE(file("casework.json/").has_value());
  EXPECT_FALSE(file("").has_value());
  EXPECT_FALSE(file("zzz").has_value());
}

TEST(Data, ListsPathsInByteOrderAndFindsEach) {
  const auto all = paths();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  for (const auto path : all) {
    EXPECT_TRUE(file(path).has_value()) << path;
  }
}

TEST(Data, ListsOneFolder) {
  const auto profiles = paths_in("state-profiles/");
  ASSERT_EQ(profiles.size(), 4U);
  EXPECT_EQ(profiles.front(), "state-profiles/XA.json");
}

TEST(Data, CarriesEveryFileByteForByte) {
  const std::filesystem::path root = testing_support::source_root() / "data";
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) {
      const std::string path = std::filesystem::relative(entry.path(), root).string();
      EXPECT_EQ(file(path), testing_support::source_file("data/" + path)) << path;
      ++count;
    }
  }
  EXPECT_EQ(count, paths().size());
}

}  // namespace
}  // namespace comity::data
