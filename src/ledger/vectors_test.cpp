// The vectors of docs/protocol/vectors/ledger are what this room makes, octet for octet.
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/vkey.h"
#include "support/ledger_files.h"
#include "support/source_file.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <string>

namespace comity::ledger {
namespace {

const std::string folder = "docs/protocol/vectors/ledger/";

TEST(LedgerVectors, AreWhatIsMadeToday) {
  const auto files = support::ledger_files(5);
  EXPECT_EQ(files.size(), 9U);
  for (const auto& [path, bytes] : files) {
    EXPECT_EQ(testing_support::source_file(folder + path), value::text_of(bytes)) << path;
  }
}

TEST(LedgerVectors, VerifyWithTheirOwnKey) {
  const auto vkey = testing_support::source_file(folder + "log/vkey");
  const auto key = parse_vkey(std::string_view(vkey).substr(0, vkey.size() - 1));
  ASSERT_TRUE(key.has_value());
  const auto cosigned = parse_note(testing_support::source_file(folder + "cosigned"));
  ASSERT_TRUE(cosigned.has_value());
  EXPECT_EQ(signatures_by(*cosigned, *key).value().size(), 1U);
  EXPECT_TRUE(open_checkpoint(testing_support::source_file(folder + "cosigned"), *key).has_value());
}

}  // namespace
}  // namespace comity::ledger
