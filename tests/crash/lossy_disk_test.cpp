// The disk that forgets, shown on a program that writes with and without syncing: what was synced
// stays under every seed, what was not is lost, torn or kept, as the seed says.
#include "support/shell.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ios>
#include <optional>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

namespace {

namespace fs = std::filesystem;
using comity::testing_support::shell;
using comity::testing_support::TemporaryFolder;

constexpr int seeds = 32;

std::string bin() {
  const char* folder = std::getenv("COMITY_BIN");  // NOLINT(concurrency-mt-unsafe): one thread
  return folder != nullptr ? folder : "build/dev";
}

/// A machine with a disk of its own: acts before the cut, the cut, and what is left.
class Machine {
 public:
  Machine() {
    fs::create_directories(root());
    fs::create_directories(keep() / "kept");
  }

  /// Without the disk: what stood there before all.
  void had(const std::string& acts) const {
    EXPECT_EQ(shell("cd " + root().string() + " && " + probe(acts)).status, 0);
  }

  void does(const std::string& acts, const std::string& settings = "") const {
    const auto done =
        shell("cd " + root().string() + " && LD_PRELOAD=" + bin() +
              "/lossy_disk.so COMITY_DISK_ROOT=" + root().string() +
              "/ COMITY_DISK_KEEP=" + keep().string() + " " + settings + " " + probe(acts));
    EXPECT_EQ(done.status, 0) << acts;
  }

  void cut(int seed) const {
    const auto done = shell(bin() + "/lossy_disk_cut " + root().string() + " " + keep().string() +
                            " " + std::to_string(seed));
    EXPECT_EQ(done.status, 0);
  }

  [[nodiscard]] std::optional<std::string> file(const std::string& name) const {
    if (!fs::exists(root() / name)) {
      return std::nullopt;
    }
    const std::ifstream in(root() / name, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }

  [[nodiscard]] fs::path root() const { return folder_.path() / "disk"; }

  [[nodiscard]] fs::path keep() const { return folder_.path() / "keep"; }

 private:
  static std::string probe(const std::string& acts) { return bin() + "/lossy_disk_probe " + acts; }

  TemporaryFolder folder_;
};

/// What is left of file `name` under each seed.
std::set<std::optional<std::string>> left(const std::string& before, const std::string& acts,
                                          const std::string& name,
                                          const std::string& settings = "") {
  std::set<std::optional<std::string>> found;
  for (int seed = 0; seed < seeds; ++seed) {
    const Machine machine;
    if (!before.empty()) {
      machine.had(before);
    }
    machine.does(acts, settings);
    machine.cut(seed);
    found.insert(machine.file(name));
  }
  return found;
}

std::string of(char octet, std::size_t length) { return std::string(length, octet); }

constexpr std::string_view nothing_said = "leave";

struct Way {
  std::string name;
  std::string acts;
};

void PrintTo(const Way& way, std::ostream* out) { *out << way.name; }

class EachWayOfWriting : public testing::TestWithParam<Way> {};

TEST_P(EachWayOfWriting, LosesNothingThatWasSynced) {
  const auto found = left("", GetParam().acts + " sync f sync . " + std::string(nothing_said), "f");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.begin()->value_or(""), of('n', 8192));
}

TEST_P(EachWayOfWriting, LosesOrTearsWhatWasNot) {
  const auto found = left("", GetParam().acts + " " + std::string(nothing_said), "f");
  EXPECT_TRUE(found.contains(std::nullopt)) << "the name was never lost";
  EXPECT_TRUE(found.contains(of('n', 8192))) << "it was never kept";
  EXPECT_TRUE(std::any_of(found.begin(), found.end(), [](const auto& one) {
    return one && one->size() == 8192 && one->find('\0') != std::string::npos;
  })) << "no page was ever lost";
}

INSTANTIATE_TEST_SUITE_P(Ways, EachWayOfWriting,
                         testing::Values(Way{"Write", "write f n 0 8192"},
                                         Way{"Append", "append f n 8192"},
                                         Way{"Direct", "direct f n 8192"},
                                         Way{"Gather", "gather f n 0 8192"},
                                         Way{"Stream", "stream f n 8192"}),
                         [](const auto& one) { return one.param.name; });

TEST(LossyDisk, TearsAtSectors) {
  const auto found = left("write f o 0 4096", "write f n 0 4096 leave", "f");
  EXPECT_TRUE(found.contains(of('o', 4096)));
  EXPECT_TRUE(found.contains(of('n', 4096)));
  EXPECT_GT(found.size(), 4U) << "torn pages differ";
  for (const auto& one : found) {
    const std::string text = one.value_or("");
    for (std::size_t at = 0; at < text.size(); at += 512) {
      EXPECT_EQ(text.substr(at, 512), of(text[at], 512)) << "torn within a sector";
    }
  }
}

TEST(LossyDisk, LeavesSyncedNeighboursInAPageAlone) {
  const auto found = left("", "write f a 0 100 sync f sync . write f b 100 100 leave", "f");
  for (const auto& one : found) {
    EXPECT_EQ(one.value_or("").substr(0, 100), of('a', 100));
  }
  EXPECT_GT(found.size(), 1U);
}

TEST(LossyDisk, SetsSizesBack) {
  EXPECT_TRUE(left("write f o 0 100", "append f n 5000 leave", "f").contains(of('o', 100)));
  const auto cut = left("write f o 0 9000", "cut f 10 leave", "f");
  EXPECT_EQ(cut, (std::set<std::optional<std::string>>{of('o', 10), of('o', 9000)}));
}

TEST(LossyDisk, CopiedOctetsAreWrittenOctets) {
  const auto found = left("write g n 0 4096", "copy g f leave", "f");
  EXPECT_GT(found.size(), 2U);
}

TEST(LossyDisk, RenamesAreLostWholeUntilTheFolderIsSynced) {
  const std::string before = "write f o 0 10 write g n 0 10";
  EXPECT_EQ(left(before, "rename g f leave", "f"),
            (std::set<std::optional<std::string>>{of('o', 10), of('n', 10)}));
  EXPECT_EQ(left(before, "rename g f sync . leave", "f"),
            std::set<std::optional<std::string>>{of('n', 10)});
}

TEST(LossyDisk, ARenameBeforeTheContentIsSyncedTearsTheFile) {
  const auto found = left("write f o 0 4096", "write g n 0 4096 rename g f sync . leave", "f");
  EXPECT_TRUE(std::any_of(found.begin(), found.end(),
                          [](const auto& one) { return one && *one != of('n', 4096); }));
}

TEST(LossyDisk, RemovedFilesComeBackUntilTheFolderIsSynced) {
  EXPECT_EQ(left("write f o 0 10", "remove f leave", "f"),
            (std::set<std::optional<std::string>>{std::nullopt, of('o', 10)}));
  EXPECT_EQ(left("write f o 0 10", "remove f sync . leave", "f"),
            std::set<std::optional<std::string>>{std::nullopt});
}

TEST(LossyDisk, LinksAndFoldersAreNames) {
  EXPECT_TRUE(left("write f o 0 10", "link f g leave", "g").contains(std::nullopt));
  EXPECT_EQ(left("write f o 0 10", "link f g sync . leave", "g").size(), 1U);
  const std::string inside = "folder d write d/f n 0 10 sync d/f sync d";
  EXPECT_TRUE(left("", inside + " leave", "d/f").contains(std::nullopt))
      << "the folder's own name was not synced";
  EXPECT_EQ(left("", inside + " sync . leave", "d/f").size(), 1U);
}

TEST(LossyDisk, AFileWithoutANameIsGoneUntilItIsLinked) {
  EXPECT_EQ(left("", "unnamed f n 5000 leave", "f"),
            (std::set<std::optional<std::string>>{std::nullopt, of('n', 5000)}));
}

TEST(LossyDisk, NotesOfARemovedFileDoNotTouchTheNextWithItsNumber) {
  // File systems give the number again at once.
  const auto found =
      left("", "write g o 0 4096 sync . remove g sync . write f n 0 4096 sync f sync . leave", "f");
  EXPECT_EQ(found, std::set<std::optional<std::string>>{of('n', 4096)});
}

TEST(LossyDisk, AProcessKeepsWhatAnotherWrote) {
  for (int seed = 0; seed < seeds; ++seed) {
    const Machine machine;
    machine.does("write f n 0 8192 leave");
    machine.does("sync f sync . leave");
    machine.cut(seed);
    EXPECT_EQ(machine.file("f"), of('n', 8192));
  }
}

TEST(LossyDisk, ASyncKeepsWhatAnEarlierOneWasKilledOver) {
  for (int seed = 0; seed < seeds; ++seed) {
    const Machine machine;
    machine.had("write f o 0 8192");
    machine.does("write f n 0 8192 leave");
    // As a process leaves its notes that is killed while it syncs: put aside.
    for (const auto& entry : fs::directory_iterator(machine.keep())) {
      if (entry.path().filename().string().starts_with("pages.")) {
        fs::rename(entry.path(), entry.path().string() + "1-1-0");
        break;
      }
    }
    machine.does("sync f sync . leave");
    machine.cut(seed);
    EXPECT_EQ(machine.file("f"), of('n', 8192)) << seed;
  }
}

TEST(LossyDisk, ADeafDiskAnswersAndForgets) {
  const auto found =
      left("write f o 0 4096", "write f n 0 4096 sync f leave", "f", "COMITY_DISK_DEAF='^f$'");
  EXPECT_TRUE(found.contains(of('o', 4096)));
}

TEST(LossyDisk, TheSameSeedLosesTheSame) {
  const Machine one;
  const Machine other;
  for (const Machine* machine : {&one, &other}) {
    machine->does("write f n 0 65536 leave");
    machine->cut(7);
  }
  EXPECT_EQ(one.file("f"), other.file("f"));
}

TEST(CrashPoints, EndTheProcessGroupAtTheNamedPointAndSaySo) {
  const Machine machine;
  const fs::path log = machine.keep() / "log";
  const std::string acts = "write f n 0 10 sync f rename f g sync . write h n 0 10";
  const auto died =
      shell("cd " + machine.root().string() + " && LD_PRELOAD=" + bin() +
            "/lossy_disk.so COMITY_DISK_ROOT=" + machine.root().string() +
            "/ COMITY_DISK_KEEP=" + machine.keep().string() + " COMITY_CRASH_LOG=" + log.string() +
            " COMITY_CRASH_AT='before fsync . 1' setsid --wait " + bin() + "/lossy_disk_probe " +
            acts + " 2>/dev/null");
  EXPECT_NE(died.status, 0);
  EXPECT_TRUE(machine.file("g"));
  EXPECT_FALSE(machine.file("h")) << "it went on";
  const std::ifstream lines(log);
  std::ostringstream said;
  said << lines.rdbuf();
  EXPECT_EQ(
      said.str(),
      "before fsync f 1\nafter fsync f 1\nbefore rename g 1\nafter rename g 1\nbefore fsync . 1\n");
  EXPECT_TRUE(fs::exists(log.string() + ".died"));
}

}  // namespace
