#include "house/words.h"

#include "house/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace comity::house {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(WordsTest, SourcesKeepTheStyleOfTheHouse) {
  EXPECT_THAT(style_offences(source_root()), IsEmpty());
}

TEST(WordsTest, WhatDocumentsNameIsThere) {
  EXPECT_THAT(dead_references(source_root()), IsEmpty());
}

TEST(WordsTest, TheIndependentVerifierIsSmallAndAlone) {
  EXPECT_THAT(verifier_offences(source_root()), IsEmpty());
}

TEST(PlantedVerifierTest, OneLineTooManyOneTooLongAndCodeOfOursAreSeen) {
  const PlantedTree tree;
  tree.plant("conformance/verify.mjs", "");
  EXPECT_THAT(verifier_offences(tree.root()), ElementsAre("conformance/verify.mjs has 0 lines"));
  std::string lines = "import {join} from 'node:path';\n";
  for (int i = 1; i < 400; ++i) {
    lines += "a\n";
  }
  tree.plant("conformance/verify.mjs", lines);
  EXPECT_THAT(verifier_offences(tree.root()), IsEmpty());
  tree.plant("conformance/verify.mjs",
             "import {a} from './more.mjs';\n" + lines + std::string(121, 'a') + "\n");
  EXPECT_THAT(verifier_offences(tree.root()),
              ElementsAre("conformance/verify.mjs has 402 lines",
                          "conformance/verify.mjs:1 takes code from beside it",
                          "conformance/verify.mjs:402 is longer than 120"));
}

TEST(PlantedStyleTest, AFileAtTheLimitPassesAndOneLineMoreDoesNot) {
  const PlantedTree tree;
  std::string lines;
  for (int i = 0; i < 500; ++i) {
    lines += "\n";
  }
  tree.plant("src/net/a.cpp", lines);
  tree.plant("src/net/b.cpp", lines + "\n");
  tree.plant("src/net/b_test.cpp", lines + "\n");
  EXPECT_THAT(style_offences(tree.root()), ElementsAre("src/net/b.cpp has 501 lines"));
}

TEST(PlantedStyleTest, SeesAHeaderThatSaysNothing) {
  const PlantedTree tree;
  tree.plant("src/net/a.h", "#pragma once\n");
  tree.plant("src/net/b.h", "// The peer as the transport sees it.\n#pragma once\n");
  EXPECT_THAT(style_offences(tree.root()),
              ElementsAre("src/net/a.h does not open with what it represents"));
}

TEST(PlantedStyleTest, SeesMarksDrawersAndTheWallClock) {
  const PlantedTree tree;
  tree.plant("src/net/a.cpp",
             "// TODO later\nclass PeerManager {};\nauto t = std::chrono::system_clock::now();\n");
  tree.plant("src/node/clock.cpp", "auto t = std::chrono::system_clock::now();\n");
  EXPECT_THAT(style_offences(tree.root()),
              ElementsAre("src/net/a.cpp:1 leaves a mark for later",
                          "src/net/a.cpp:2 names a drawer, not a thing",
                          "src/net/a.cpp:3 reads the wall clock: take the Clock port"));
}

TEST(PlantedReferenceTest, LinksAndPathsThatAreThereAreFine) {
  const PlantedTree tree;
  tree.plant("docs/a.md",
             "# One thing: first\n[b](../b.md) [c](#one-thing-first) `src/net` "
             "[web](https://example.org/x) `src/ROOM/x.cpp` [d](../b.md#two)\n");
  tree.plant("b.md", "## Two\n`docs/a.md`\n");
  tree.plant("src/net/a.cpp", "");
  EXPECT_THAT(dead_references(tree.root()), IsEmpty());
}

TEST(PlantedReferenceTest, SeesADeadLinkAnchorAndPath) {
  const PlantedTree tree;
  tree.plant("docs/a.md", "# One\n[b](b.md) [c](#two)\n`src/net/gone.cpp`\n");
  EXPECT_THAT(dead_references(tree.root()),
              ElementsAre("docs/a.md links to b.md, which is not there",
                          "docs/a.md links to #two, which is not there",
                          "docs/a.md names src/net/gone.cpp, which is not there"));
}

}  // namespace
}  // namespace comity::house
