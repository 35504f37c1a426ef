// What every TileStore does, checked against the fake and each adapter. A fixture type offers
// `ledger::TileStore& store()` and `void reopen()`: as after a restart of the process (the fake may
// do nothing). Use: INSTANTIATE_TYPED_TEST_SUITE_P(Disk, TileStoreContract, DiskTileStoreFixture);
#pragma once

#include "ledger/tile_store.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace comity::contracts {

template <class Fixture>
class TileStoreContract : public testing::Test {
 protected:
  ledger::TileStore& store() { return fixture_.store(); }

  void reopen() { fixture_.reopen(); }

  static ledger::TileFile file(std::string path, std::string_view text) {
    return {std::move(path), value::to_bytes(text)};
  }

  std::string read(std::string_view path) {
    const auto bytes = value::required(store().get(path), "LEDGER-02", std::string(path));
    return bytes ? std::string(value::text_of(*bytes)) : "(none)";
  }

  static std::string code(const value::Result<void>& result) {
    return result ? "" : std::string(result.error().code.text());
  }

  Fixture fixture_;
};

TYPED_TEST_SUITE_P(TileStoreContract);

TYPED_TEST_P(TileStoreContract, HasNoFilesAtFirst) {
  for (const auto* path : {"checkpoint", "tile/0/000", "tile/entries/x001/234.p/17"}) {
    const auto bytes = this->store().get(path);
    ASSERT_TRUE(bytes.has_value()) << path;
    EXPECT_EQ(*bytes, std::nullopt) << path;
  }
}

TYPED_TEST_P(TileStoreContract, KeepsFilesAcrossARestart) {
  ASSERT_EQ(this->code(this->store().put(
                {this->file("tile/0/000", "a"), this->file("tile/0/x001/234", "b"),
                 this->file("tile/entries/000.p/3", "c"), this->file("tile/0/001.p/255", "")})),
            "");
  this->reopen();
  EXPECT_EQ(this->read("tile/0/000"), "a");
  EXPECT_EQ(this->read("tile/0/x001/234"), "b");
  EXPECT_EQ(this->read("tile/entries/000.p/3"), "c");
  EXPECT_EQ(this->read("tile/0/001.p/255"), "");
  EXPECT_EQ(this->read("tile/0/001"), "(none)");
}

TYPED_TEST_P(TileStoreContract, WritesTheSameBytesAgainAndNoOther) {
  const auto file = this->file("tile/0/000", "same");
  ASSERT_EQ(this->code(this->store().put({file})), "");
  EXPECT_EQ(this->code(this->store().put({file})), "");
  EXPECT_EQ(this->code(this->store().put({this->file("tile/0/000", "else")})), "LEDGER-05");
  EXPECT_EQ(this->code(this->store().put({this->file("tile/0/000", "same and more")})),
            "LEDGER-05");
  EXPECT_EQ(this->read("tile/0/000"), "same");
}

TYPED_TEST_P(TileStoreContract, AFullTileStandsBesideItsPartials) {
  ASSERT_EQ(this->code(this->store().put({this->file("tile/0/000.p/3", "abc"),
                                          this->file("tile/0/000.p/4", "abcd"),
                                          this->file("tile/0/000", "abcde")})),
            "");
  EXPECT_EQ(this->read("tile/0/000.p/3"), "abc");
  EXPECT_EQ(this->read("tile/0/000"), "abcde");
}

TYPED_TEST_P(TileStoreContract, DropsThePartialsOfOneTileOnly) {
  ASSERT_EQ(this->code(this->store().put(
                {this->file("tile/0/000.p/3", "abc"), this->file("tile/0/000.p/4", "abcd"),
                 this->file("tile/0/000", "abcde"), this->file("tile/0/001.p/3", "x")})),
            "");
  ASSERT_EQ(this->code(this->store().drop_partials("tile/0/000")), "");
  EXPECT_EQ(this->code(this->store().drop_partials("tile/0/000")), "");
  this->reopen();
  EXPECT_EQ(this->read("tile/0/000.p/3"), "(none)");
  EXPECT_EQ(this->read("tile/0/000.p/4"), "(none)");
  EXPECT_EQ(this->read("tile/0/000"), "abcde");
  EXPECT_EQ(this->read("tile/0/001.p/3"), "x");
}

TYPED_TEST_P(TileStoreContract, ReplacesTheCheckpointAsAWhole) {
  ASSERT_EQ(this->code(this->store().replace(this->file("checkpoint", "the first, longer"))), "");
  ASSERT_EQ(this->code(this->store().replace(this->file("checkpoint", "second"))), "");
  this->reopen();
  EXPECT_EQ(this->read("checkpoint"), "second");
}

REGISTER_TYPED_TEST_SUITE_P(TileStoreContract, HasNoFilesAtFirst, KeepsFilesAcrossARestart,
                            WritesTheSameBytesAgainAndNoOther, AFullTileStandsBesideItsPartials,
                            DropsThePartialsOfOneTileOnly, ReplacesTheCheckpointAsAWhole);

}  // namespace comity::contracts
