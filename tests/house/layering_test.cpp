#include "house/layers.h"
#include "house/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace comity::house {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Room> our_rooms() { return read_layers(source_root() / "src/LAYERS"); }

TEST(LayeringTest, EveryRoomIncludesOnlyWhatItIsGranted) {
  EXPECT_THAT(ungranted_includes(source_root(), our_rooms()), IsEmpty());
}

TEST(LayeringTest, TheOrderHasNoCycle) {
  const auto rooms = our_rooms();
  EXPECT_GE(rooms.size(), 20U);
  EXPECT_THAT(out_of_order(rooms), IsEmpty());
}

TEST(LayeringTest, OversightAndVerifyCannotReachWhatTheyMustNot) {
  for (const Room& room : our_rooms()) {
    const auto granted = [&](const char* name) {
      return std::ranges::find(room.grants, name) != room.grants.end();
    };
    if (room.name == "edge" || room.name == "verify") {
      EXPECT_FALSE(granted("keys")) << room.name << " must hold no secret";
      EXPECT_FALSE(granted("casework")) << room.name;
      EXPECT_FALSE(granted("store")) << room.name;
    }
    if (room.name == "treaty" || room.name == "request" || room.name == "casework") {
      EXPECT_FALSE(granted("store") || granted("net")) << room.name << " is pure";
    }
  }
}

// The guard itself: each kind of offence, planted in a tree of two rooms, is seen.
class PlantedIncludeTest : public testing::Test {
 protected:
  PlantedIncludeTest() {
    tree_.plant("src/LAYERS",
                "low: | values\ncodec: low | text\nhigh: low codec/port.h | acts\n"
                "net: low | sockets\n");
    tree_.plant("tests/fakes/clock.h", "");
    tree_.plant("src/low/low.h", "#include <string>\n");
    tree_.plant("src/codec/port.h", "#include \"low/low.h\"\n");
    tree_.plant("src/codec/json.cpp", "#include <nlohmann/json.hpp>\n");
    tree_.plant("src/high/act.cpp", "#include \"high/act.h\"\n#include \"codec/port.h\"\n");
    tree_.plant("src/high/act_test.cpp", "#include \"codec/json.h\"\n#include \"fakes/clock.h\"\n");
    tree_.plant("src/net/server.cpp", "#include <boost/asio.hpp>\n#include <openssl/ssl.h>\n");
  }

  [[nodiscard]] Offences offences() const {
    return ungranted_includes(tree_.root(), read_layers(tree_.root() / "src/LAYERS"));
  }

  PlantedTree tree_;
};

TEST_F(PlantedIncludeTest, TheTreeWithoutOffenceIsClean) { EXPECT_THAT(offences(), IsEmpty()); }

TEST_F(PlantedIncludeTest, SeesAnUpwardInclude) {
  tree_.plant("src/low/low.cpp", "#include \"high/act.h\"\n");
  EXPECT_THAT(offences(), ElementsAre("src/low/low.cpp: room low is not granted high/act.h"));
}

TEST_F(PlantedIncludeTest, SeesAHeaderBesideTheGrantedOne) {
  tree_.plant("src/high/other.h", " #  include \"codec/json.h\"  // for a good reason\n");
  EXPECT_THAT(offences(), ElementsAre("src/high/other.h: room high is not granted codec/json.h"));
}

TEST_F(PlantedIncludeTest, SeesATestThatReachesUp) {
  tree_.plant("src/low/low_test.cpp", "#include \"net/server.h\"\n");
  EXPECT_THAT(offences(),
              ElementsAre("src/low/low_test.cpp: room low is not granted net/server.h"));
}

TEST_F(PlantedIncludeTest, SeesALibraryInTheWrongRoom) {
  tree_.plant("src/high/a.cpp", "#include <nlohmann/json.hpp>\n");
  tree_.plant("src/high/b.cpp", "#include <openssl/evp.h>\n");
  tree_.plant("src/high/c.cpp", "#include <sqlite3.h>\n");
  tree_.plant("src/high/d.cpp", "#include <boost/asio.hpp>\n");
  tree_.plant("src/high/e.cpp", "#include <sodium.h>\n#include <sodium/crypto_kem_xwing.h>\n");
  EXPECT_EQ(offences().size(), 6U);
  EXPECT_THAT(offences(), Contains("src/high/b.cpp: the library openssl/ is not for room high"));
}

TEST_F(PlantedIncludeTest, SeesARoomThatIsNotListed) {
  tree_.plant("src/attic/box.cpp", "");
  EXPECT_THAT(offences(), ElementsAre("src/LAYERS does not list attic"));
}

TEST_F(PlantedIncludeTest, SeesACycleInTheList) {
  tree_.plant("src/LAYERS", "low: high | values\nhigh: low | acts\nlow: | again\n");
  EXPECT_THAT(out_of_order(read_layers(tree_.root() / "src/LAYERS")),
              ElementsAre("low is granted high, not listed above it", "low is listed twice"));
}

// ARCHITECTURE.md shows the list to people; the copy is checked, so that it cannot go stale.
TEST(LayeringTest, TheDocumentShowsTheSameRooms) {
  const auto lines = read_lines(source_root() / "ARCHITECTURE.md");
  const auto begin = std::ranges::find(lines, "<!-- rooms -->");
  const auto end = std::find(begin, lines.end(), "<!-- end of rooms -->");
  std::vector<std::string> shown;
  std::copy_if(begin, end, std::back_inserter(shown),
               [](const std::string& line) { return line.starts_with("| `"); });
  std::vector<std::string> expected;
  for (const auto& line : read_lines(source_root() / "src/LAYERS")) {
    const auto colon = line.find(": ");
    const auto bar = line.find("| ");
    if (line.starts_with('#') || colon == std::string::npos || bar == std::string::npos) {
      continue;
    }
    std::string grants = line.substr(colon + 2, bar - colon - 2);
    while (grants.ends_with(' ')) {
      grants.pop_back();
    }
    expected.push_back("| `" + line.substr(0, colon) + "` | " + line.substr(bar + 2) + " | " +
                       (grants.empty()  ? "-"
                        : grants == "*" ? "every room above"
                                        : grants) +
                       " |");
  }
  EXPECT_EQ(shown, expected)
      << "copy the rooms of src/LAYERS into ARCHITECTURE.md: tools/documents";
}

}  // namespace
}  // namespace comity::house
