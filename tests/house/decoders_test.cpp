#include "house/decoders.h"

#include "house/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace comity::house {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(DecodersTest, EachSourceThatTurnsOctetsIntoValuesHasARow) {
  EXPECT_THAT(decoder_offences(source_root()), IsEmpty());
}

class PlantedDecoderTest : public testing::Test {
 protected:
  PlantedDecoderTest() {
    tree_.plant("tests/coverage/decoders", "# two\nsrc/net/word.cpp\nsrc/data/table.cpp: ours\n");
    tree_.plant("src/net/word.h", "Word read(Text);\n");
    tree_.plant("src/net/word.cpp", "Word read(Text) {}\n");
    tree_.plant("src/net/word_test.cpp", "parse_json(bytes);\n");
    tree_.plant("src/data/table.cpp", "auto json = parse_json(bytes);\n");
    tree_.plant("src/data/other.cpp", "#include <nlohmann/json.hpp>\nint i;  // no parse_json\n");
    tree_.plant("fuzz/word.cpp", "#include \"net/word.h\"\n#include \"value/words.h\"\n");
  }

  PlantedTree tree_;
};

TEST_F(PlantedDecoderTest, TheTreeWithoutOffenceIsClean) {
  EXPECT_THAT(decoder_offences(tree_.root()), IsEmpty());
}

TEST_F(PlantedDecoderTest, SeesADecoderOfAFuzzTargetWithoutARow) {
  tree_.plant("src/value/words.cpp", "int i;\n");
  EXPECT_THAT(decoder_offences(tree_.root()),
              ElementsAre("src/value/words.cpp has no row in tests/coverage/decoders"));
}

TEST_F(PlantedDecoderTest, SeesASourceThatTurnsOctetsIntoValuesByItself) {
  tree_.plant("src/net/port.cpp", "std::from_chars(begin, end, port);\n");
  EXPECT_THAT(decoder_offences(tree_.root()),
              ElementsAre("src/net/port.cpp has no row in tests/coverage/decoders"));
}

TEST_F(PlantedDecoderTest, SeesRowsThatSayNothing) {
  tree_.plant("src/net/plain.cpp", "int i;\n");
  tree_.plant("tests/coverage/decoders",
              "src/net/word.cpp\nsrc/net/word.cpp\nsrc/net/gone.cpp\nsrc/data/table.cpp: \n"
              "src/data/table.cpp: ours\nsrc/net/plain.cpp: harmless\n");
  EXPECT_THAT(decoder_offences(tree_.root()),
              ElementsAre("src/net/word.cpp has two rows", "src/net/gone.cpp is not there",
                          "no row: src/data/table.cpp: ",
                          "src/net/plain.cpp needs no reason: it decodes nothing"));
}

}  // namespace
}  // namespace comity::house
