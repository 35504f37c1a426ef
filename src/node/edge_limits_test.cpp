#include "node/edge_limits.h"

#include "exchange/mail_store.h"
#include "net/server.h"
#include "node/config.h"
#include "node/files.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>

namespace comity::node {
namespace {

class EdgeLimitsTest : public testing::Test {
 protected:
  EdgeLimitsTest() { std::filesystem::create_directory(folder_.root); }

  ~EdgeLimitsTest() override { std::filesystem::remove_all(folder_.root); }

  value::Result<EdgeLimits> with(const std::string& limits) {
    const std::string text =
        R"({"node":"xa","name":"","listen":"127.0.0.1:1","origin":"xa.comity/2026","desks":[])" +
        limits + "}";
    EXPECT_TRUE(replace_file(folder_.config(), value::bytes_of(text)));
    return read_limits(folder_);
  }

  Folder folder_{std::filesystem::temp_directory_path() /
                 ("comity-limits-" + std::to_string(getpid()))};
};

TEST_F(EdgeLimitsTest, WhatIsNotNamedKeepsItsDefault) {
  const auto limits = with("").value();
  EXPECT_EQ(limits.server.connections, net::ServerLimits().connections);
  EXPECT_EQ(limits.server.idle_time, net::ServerLimits().idle_time);
}

TEST_F(EdgeLimitsTest, WhatIsNamedIsTaken) {
  const auto limits = with(R"(,"limits":{"of_one_node":3,"idle_seconds":7})").value();
  EXPECT_EQ(limits.server.of_one_node, 3U);
  EXPECT_EQ(limits.server.idle_time, std::chrono::seconds(7));
  EXPECT_EQ(limits.server.of_one_address, net::ServerLimits().of_one_address);
}

TEST_F(EdgeLimitsTest, HowMuchOfAPeerMayLieHereIsTakenInLettersAndMebibytes) {
  const auto limits =
      with(R"(,"limits":{"waiting_letters":5,"waiting_mebibytes":2,"quarantined_letters":7,
           "retry_seconds":9})")
          .value();
  EXPECT_EQ(limits.inbox.waiting_letters, 5U);
  EXPECT_EQ(limits.inbox.waiting_octets, 2U * 1024 * 1024);
  EXPECT_EQ(limits.inbox.quarantined_letters, 7U);
  EXPECT_EQ(limits.retry, std::chrono::seconds(9));
  EXPECT_EQ(limits.inbox.quarantined_octets, exchange::InboxBounds().quarantined_octets);
}

TEST_F(EdgeLimitsTest, TheRestOfTheConfigurationIsReadBesideThem) {
  ASSERT_TRUE(with(R"(,"limits":{"of_one_node":3})"));
  EXPECT_EQ(read_config(folder_).value().node, "xa");
}

TEST_F(EdgeLimitsTest, OthersAreRefused) {
  for (const char* limits :
       {R"(,"limits":{"idle_seconds":0})", R"(,"limits":{"idle_seconds":-1})",
        R"(,"limits":{"idle_seconds":3601})", R"(,"limits":{"connections":"many"})",
        R"(,"limits":{"patience":3})", R"(,"limits":{"waiting_letters":0})",
        R"(,"limits":{"quarantined_mebibytes":1048577})", R"(,"limits":[])", R"(,"limits":7)"}) {
    const auto read = with(limits);
    ASSERT_FALSE(read) << limits;
    EXPECT_EQ(read.error().code, value::Code("NODE-02")) << limits;
  }
}

}  // namespace
}  // namespace comity::node
