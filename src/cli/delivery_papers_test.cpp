#include "cli/delivery_papers.h"

#include "cli/prepared.h"
#include "support/shell.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace comity::cli {
namespace {

namespace fs = std::filesystem;

class DeliveryPapersTest : public testing::Test {
 protected:
  [[nodiscard]] fs::path base() const { return folder_.path() / "delivery-1"; }

  [[nodiscard]] fs::path path(const std::string& suffix) const { return base().string() + suffix; }

  static std::vector<Paper> papers(const std::vector<std::string>& texts) {
    std::vector<Paper> out;
    out.reserve(texts.size());
    for (const std::string& text : texts) {
      out.push_back({value::to_bytes(text), {"delivery_officer"}});
    }
    return out;
  }

  [[nodiscard]] std::vector<std::string> read() const {
    std::vector<std::string> texts;
    if (const auto found = read_delivery(base())) {
      for (const Prepared& one : *found) {
        texts.emplace_back(value::text_of(one.payload));
      }
    }
    return texts;
  }

  [[nodiscard]] std::size_t files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& one : fs::directory_iterator(folder_.path())) {
      ++count;
    }
    return count;
  }

 private:
  testing_support::TemporaryFolder folder_;
};

TEST_F(DeliveryPapersTest, AreReadBackInTheOrderInWhichTheyAreSent) {
  const std::vector<std::string> texts{"manifest", "notice", "first case", "second case"};
  const auto kept = keep_delivery(base(), papers(texts));
  ASSERT_TRUE(kept);
  ASSERT_EQ(kept->size(), texts.size());
  EXPECT_EQ(kept->front().base, path(".manifest"));
  EXPECT_EQ(kept->at(1).base, path(".notice"));
  EXPECT_EQ(read(), texts);
  EXPECT_EQ(read_delivery(base())->at(2).roles, (std::vector<std::string>{"delivery_officer"}));
}

TEST_F(DeliveryPapersTest, TheManifestStandsOnlyWhereAllOthersStand) {
  // A folder with something in it, in the place of the notice: it cannot be kept, so the manifest
  // must not be either.
  fs::create_directories(path(".notice.payload") / "full");
  EXPECT_FALSE(keep_delivery(base(), papers({"manifest", "notice"})));
  EXPECT_FALSE(fs::exists(path(".manifest.payload")));
}

TEST_F(DeliveryPapersTest, WithoutTheManifestThereAreNone) {
  ASSERT_TRUE(keep_delivery(base(), papers({"manifest", "notice"})));
  fs::remove(path(".manifest.payload"));  // as a crash before it leaves them
  const auto found = read_delivery(base());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code.text(), "CLI-02");
}

TEST_F(DeliveryPapersTest, AnInterruptedForgettingLeavesThemInForce) {
  ASSERT_TRUE(keep_delivery(base(), papers({"manifest", "notice"})));
  forget_prepared({path(".notice"), {}, {}, {}});
  EXPECT_EQ(read(), (std::vector<std::string>{"manifest"}));
}

TEST_F(DeliveryPapersTest, NothingOfAnEarlierDeliveryRemains) {
  ASSERT_TRUE(keep_delivery(base(), papers({"manifest", "notice", "first case"})));
  std::ofstream(path(".notice.xb.lind.delivery_officer.auth")) << "x\n";
  fs::remove(path(".manifest.payload"));
  ASSERT_TRUE(keep_delivery(base(), papers({"fresh manifest", "fresh notice"})));
  EXPECT_EQ(read(), (std::vector<std::string>{"fresh manifest", "fresh notice"}));
  EXPECT_TRUE(read_delivery(base())->at(1).authorisations.empty());
}

TEST_F(DeliveryPapersTest, WhatWasSentLeavesNoFile) {
  ASSERT_TRUE(keep_delivery(base(), papers({"manifest", "notice", "first case"})));
  std::ofstream(path(".manifest.xb.lind.delivery_officer.auth")) << "x\n";
  forget_delivery(base());
  EXPECT_EQ(files(), 0U);
}

}  // namespace
}  // namespace comity::cli
