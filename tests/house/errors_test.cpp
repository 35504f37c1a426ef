#include "house/catalogue.h"
#include "house/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace comity::house {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(ErrorsTest, CodesUsedAndCodesCataloguedAreTheSame) {
  EXPECT_THAT(disagreements(source_root()), IsEmpty());
}

TEST(ErrorsTest, ThePageIsTheCatalogue) {
  Offences offences;
  const std::string page = errors_page(read_catalogue(source_root(), offences));
  EXPECT_EQ(read_text(source_root() / "docs/errors.md"), page) << "run tools/documents";
}

TEST(ErrorsTest, WhatCrossesTheWireIsSaidOfEveryFamily) {
  EXPECT_THAT(wire_disagreements(source_root()), IsEmpty());
}

class PlantedCodeTest : public testing::Test {
 protected:
  PlantedCodeTest() {
    tree_.plant("src/net/peer.cpp", "return fail(\"NET-01\", detail);\n");
    tree_.plant("src/request/who.h", "constexpr Code unknown{\"REQ-ID-04\"};\n");
    tree_.plant("data/rules.json", R"({"rule":"ID-04"})");
    tree_.plant("tools/setup", "refuse SETUP-01 \"no list\"\n");
    tree_.plant("data/errors/net.json", entry("NET-01"));
    tree_.plant("data/errors/request.json", entry("REQ-ID-04"));
    tree_.plant("data/errors/setup.json", entry("SETUP-01"));
  }

  static std::string entry(const std::string& code) {
    return "{\"" + code + R"(":{"what":"It failed.","do":"Try again."}})";
  }

  PlantedTree tree_;
};

TEST_F(PlantedCodeTest, TheTreeWithoutOffenceIsClean) {
  EXPECT_THAT(disagreements(tree_.root()), IsEmpty());
}

TEST_F(PlantedCodeTest, SeesAFamilyACodeAndAStatusThatThePageOfTheWireLacks) {
  tree_.plant("src/net/problem.h", "Problem busy{503, \"NET-01\"};\n");
  tree_.plant("src/edge/gate.cpp", "return 404;\n");
  const std::string page = "| 404, 503 | x |\n| `NET` | x |\n| `REQ-ID` | x |\n| `SETUP` | x |\n";
  tree_.plant("docs/protocol/errors.md", "`NET-01`\n" + page);
  EXPECT_THAT(wire_disagreements(tree_.root()), IsEmpty());
  tree_.plant("docs/protocol/errors.md", "`NET-07`\n| 404 |\n| `NET` |\n| `NET` |\n| `DESK` |\n");
  EXPECT_THAT(
      wire_disagreements(tree_.root()),
      UnorderedElementsAre("NET-07 is not in data/errors/", "NET has two rows", "DESK", "REQ-ID",
                           "SETUP", "status 503 of src/net/problem.h is not explained"));
}

TEST_F(PlantedCodeTest, TakesAnIdOfTheChecklistForNoErrorCode) {
  tree_.plant("src/request/rules.cpp", "Rule{\"ID-01\", f}, Rule{\"ID-99\", g}\n");
  tree_.plant("data/casework.json", R"({"checklist_rules":[{"id":"ID-01"}]})");
  EXPECT_THAT(disagreements(tree_.root()),
              ElementsAre("ID-99 (src/request/rules.cpp) is not in data/errors/"));
}

TEST_F(PlantedCodeTest, SeesACodeThatIsNotCatalogued) {
  tree_.plant("src/net/server.cpp", "constexpr Code busy(\"NET-02\");  // not \"NET-03\"\n");
  tree_.plant("src/net/server_test.cpp", "EXPECT_EQ(code, \"NET-99\");\n");
  EXPECT_THAT(disagreements(tree_.root()),
              ElementsAre("NET-02 (src/net/server.cpp) is not in data/errors/"));
}

TEST_F(PlantedCodeTest, SeesACodeThatNobodyUses) {
  tree_.plant("data/errors/old.json", entry("OLD-01"));
  EXPECT_THAT(disagreements(tree_.root()),
              ElementsAre("OLD-01 (data/errors/old.json) is used nowhere"));
}

TEST_F(PlantedCodeTest, SeesACodeCataloguedTwice) {
  tree_.plant("data/errors/z.json", entry("NET-01"));
  EXPECT_THAT(disagreements(tree_.root()), ElementsAre("NET-01 is catalogued twice"));
}

TEST_F(PlantedCodeTest, SeesAnEntryThatIsNoAdvice) {
  tree_.plant("data/errors/net.json", R"({"NET-01":{"what":"It failed."}})");
  EXPECT_THAT(disagreements(tree_.root()), ElementsAre("data/errors/net.json: NET-01.do"));
  tree_.plant("data/errors/net.json", R"({"NET-01":{"what":"It failed","do":"Try again."}})");
  EXPECT_THAT(disagreements(tree_.root()),
              ElementsAre("NET-01: what happened and what to do are sentences"));
}

}  // namespace
}  // namespace comity::house
