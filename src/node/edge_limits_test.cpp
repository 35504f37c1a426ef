#include "node/edge_limits.h"

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

class EdgeLimits : public testing::Test {
 protected:
  EdgeLimits() { std::filesystem::create_directory(folder_.root); }

  ~EdgeLimits() override { std::filesystem::remove_all(folder_.root); }

  value::Result<net::ServerLimits> with(const std::string& limits) {
    const std::string text =
        R"({"node":"xa","name":"","listen":"127.0.0.1:1","origin":"xa.comity/2026","desks":[])" +
        limits + "}";
    EXPECT_TRUE(replace_file(folder_.config(), value::bytes_of(text)));
    return read_limits(folder_);
  }

  Folder folder_{std::filesystem::temp_directory_path() /
                 ("comity-limits-" + std::to_string(getpid()))};
};

TEST_F(EdgeLimits, WhatIsNotNamedKeepsItsDefault) {
  const auto limits = with("").value();
  EXPECT_EQ(limits.connections, net::ServerLimits().connections);
  EXPECT_EQ(limits.idle_time, net::ServerLimits().idle_time);
}

TEST_F(EdgeLimits, WhatIsNamedIsTaken) {
  const auto limits = with(R"(,"limits":{"of_one_node":3,"idle_seconds":7})").value();
  EXPECT_EQ(limits.of_one_node, 3U);
  EXPECT_EQ(limits.idle_time, std::chrono::seconds(7));
  EXPECT_EQ(limits.of_one_address, net::ServerLimits().of_one_address);
}

TEST_F(EdgeLimits, TheRestOfTheConfigurationIsReadBesideThem) {
  ASSERT_TRUE(with(R"(,"limits":{"of_one_node":3})"));
  EXPECT_EQ(read_config(folder_).value().node, "xa");
}

TEST_F(EdgeLimits, OthersAreRefused) {
  for (const char* limits :
       {R"(,"limits":{"idle_seconds":0})", R"(,"limits":{"idle_seconds":-1})",
        R"(,"limits":{"idle_seconds":3601})", R"(,"limits":{"connections":"many"})",
        R"(,"limits":{"patience":3})", R"(,"limits":[])", R"(,"limits":7)"}) {
    const auto read = with(limits);
    ASSERT_FALSE(read) << limits;
    EXPECT_EQ(read.error().code, value::Code("NODE-02")) << limits;
  }
}

}  // namespace
}  // namespace comity::node
