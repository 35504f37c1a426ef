// comity.json itself; what it says about stores is in storage_test.cpp, about limits in
// edge_limits_test.cpp.
#include "node/config.h"

#include "node/storage.h"
#include "support/code.h"
#include "support/must.h"
#include "support/shell.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <string_view>

namespace comity::node {
namespace {

using support::code_of;
using testing_support::must;
using testing_support::TemporaryFolder;

class ConfigTest : public testing::Test {
 protected:
  std::string refusal(std::string_view text) {
    std::ofstream(folder_.config()) << text;
    return code_of(read_config(folder_));
  }

  TemporaryFolder temporary_;
  Folder folder_{temporary_.path()};
  Config config_{"xa", "Arvandia", "192.0.2.1:7101", "xa/1", {"xa.247", "xa.ca"}, {}};
};

TEST_F(ConfigTest, WhatIsWrittenReadsBackAndIsNotWrittenOver) {
  EXPECT_EQ(code_of(read_config(folder_)), "NODE-01");
  must(write_config(folder_, config_));
  const Config read = must(read_config(folder_));
  EXPECT_EQ(read.node, "xa");
  EXPECT_EQ(read.name, "Arvandia");
  EXPECT_EQ(read.listen, "192.0.2.1:7101");
  EXPECT_EQ(read.origin, "xa/1");
  EXPECT_EQ(read.desks, config_.desks);
  EXPECT_EQ(read.storage, Storage());
  EXPECT_EQ(code_of(write_config(folder_, config_)), "NODE-03");
}

TEST_F(ConfigTest, WhatIsNoConfigurationIsRefused) {
  EXPECT_EQ(refusal("{"), "NODE-02");
  EXPECT_EQ(refusal("{}"), "NODE-02");
  const std::string start =
      R"({"node":"xa","name":"Arvandia","listen":"192.0.2.1:7101","origin":"xa/1","desks":)";
  EXPECT_EQ(refusal(start + R"(["xa.247"]})"), "");
  EXPECT_EQ(refusal(start + "[7]}"), "NODE-02");
  EXPECT_EQ(refusal(start + R"(["../keys"]})"), "NODE-02");
  EXPECT_EQ(refusal(start + R"(["xa.247"],"other":1})"), "NODE-02");
}

}  // namespace
}  // namespace comity::node
