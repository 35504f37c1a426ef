#include "ledger/log_folder.h"

#include "fakes/ledger_key.h"
#include "fakes/memory_tile_store.h"
#include "ledger/ledger_store.h"
#include "ledger/tile_edge.h"
#include "ledger/vkey.h"
#include "support/example_log.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace comity::ledger {
namespace {

using value::Code;

class LogFolder : public testing::Test {
 protected:
  void export_at(std::uint64_t size) {
    checkpoint_ = log_.grow_to(size);
    export_log(log_.tiles(), checkpoint_, log_.key(), folder_).value();
  }

  std::string code(const VerifierKey& key) {
    const auto verified = verify_folder(folder_, key);
    return verified ? "" : std::string(verified.error().code.text());
  }

  support::ExampleLog log_;
  fakes::MemoryTileStore folder_;
  std::string checkpoint_;
};

TEST_F(LogFolder, HoldsExactlyWhatTheCheckpointImplies) {
  log_.grow_to(100);
  export_at(600);
  std::set<std::string> names;
  for (const auto& [path, bytes] : folder_.files()) {
    names.insert(path);
  }
  EXPECT_EQ(names, (std::set<std::string>{"checkpoint", "vkey", "tile/0/000", "tile/0/001",
                                          "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/000",
                                          "tile/entries/001", "tile/entries/002.p/88"}));
  EXPECT_EQ(folder_.files().at("vkey"), value::to_bytes(log_.key().text() + "\n"));
  EXPECT_EQ(folder_.files().at("checkpoint"), value::to_bytes(checkpoint_));
}

TEST_F(LogFolder, IsVerifiedAtAnySize) {
  for (const std::uint64_t size : {0U, 1U, 255U, 256U, 257U, 600U}) {
    support::ExampleLog log;
    fakes::MemoryTileStore folder;
    const auto note = size == 0 ? log.sequence().checkpoint : log.grow_to(size);
    ASSERT_TRUE(export_log(log.tiles(), note, log.key(), folder).has_value());
    const auto verified = verify_folder(folder, log.key());
    ASSERT_TRUE(verified.has_value()) << size << ": " << verified.error().detail;
    EXPECT_EQ(verified->head.size, size);
  }
}

TEST_F(LogFolder, AnEarlierCheckpointCanStillBeExported) {
  const auto earlier = log_.grow_to(300);
  log_.grow_to(900);
  ASSERT_TRUE(export_log(log_.tiles(), earlier, log_.key(), folder_).has_value());
  EXPECT_EQ(verify_folder(folder_, log_.key()).value().head.size, 300U);
}

TEST_F(LogFolder, EveryFlippedBitIsFound) {
  export_at(600);
  const auto sound = folder_.files();
  for (const auto& [path, bytes] : sound) {
    for (std::size_t at = 0; at < bytes.size(); at += bytes.size() / 7 + 1) {
      folder_.files() = sound;
      folder_.files()[path][at] ^= 0x04U;
      EXPECT_FALSE(verify_folder(folder_, log_.key()).has_value()) << path << " at " << at;
    }
  }
}

TEST_F(LogFolder, EveryMissingFileIsFound) {
  export_at(600);
  const auto sound = folder_.files();
  for (const auto& [path, bytes] : sound) {
    folder_.files() = sound;
    folder_.files().erase(path);
    EXPECT_EQ(code(log_.key()), path == "vkey" ? "" : "LEDGER-15") << path;
  }
}

TEST_F(LogFolder, TheKeyIsNeverTakenFromTheFolder) {
  export_at(10);
  auto key = log_.key();
  key.key = fakes::ledger_key(8)->public_key();
  EXPECT_EQ(code(key), "LEDGER-14");
  folder_.files()["vkey"] = value::to_bytes(key.text() + "\n");
  EXPECT_EQ(code(key), "LEDGER-14");
  EXPECT_EQ(code(log_.key()), "LEDGER-14");
}

TEST_F(LogFolder, ARewrittenHistoryIsFound) {
  export_at(600);
  // Everything is consistent, but one entry is another: only the signed root knows.
  TileEdge edge;
  std::vector<EntryBytes> entries = log_.store().entries(0, 600).value();
  entries[123][50] ^= 1U;
  for (const auto& file : edge.append(entries).files) {
    folder_.files()[file.path] = file.bytes;
  }
  EXPECT_EQ(code(log_.key()), "LEDGER-17");
}

TEST_F(LogFolder, NothingIsExportedUnderAForeignCheckpoint) {
  const auto note = log_.grow_to(10);
  auto key = log_.key();
  key.key = fakes::ledger_key(8)->public_key();
  EXPECT_EQ(export_log(log_.tiles(), note, key, folder_).error().code, Code("LEDGER-14"));
  EXPECT_TRUE(folder_.files().empty());
}

}  // namespace
}  // namespace comity::ledger
