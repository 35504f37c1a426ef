#include "ledger/checkpoint.h"

#include "fakes/ledger_key.h"
#include "ledger/vkey.h"
#include "merkle/tree_hash.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <string>

namespace comity::ledger {
namespace {

using value::Code;

const std::string origin = "xa.ledger.example";

class CheckpointTest : public testing::Test {
 protected:
  [[nodiscard]] std::string note(const Checkpoint& checkpoint) const {
    return sign_checkpoint(checkpoint, *signer_).value();
  }

  [[nodiscard]] VerifierKey key() const {
    return {origin, NoteKeyType::ed25519, signer_->public_key()};
  }

  std::unique_ptr<crypto::Ed25519Signer> signer_ = fakes::ledger_key(1);
  Checkpoint checkpoint_{origin, {42, merkle::leaf_hash(value::bytes_of("a"))}};
};

TEST_F(CheckpointTest, IsOriginSizeAndRoot) {
  const Checkpoint empty{origin, {0, merkle::empty_root()}};
  EXPECT_EQ(checkpoint_text(empty),
            "xa.ledger.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  EXPECT_EQ(parse_checkpoint(checkpoint_text(empty)).value(), empty);
  EXPECT_EQ(parse_checkpoint(checkpoint_text(checkpoint_)).value(), checkpoint_);
}

TEST_F(CheckpointTest, OpensWithItsOwnKey) {
  EXPECT_EQ(open_checkpoint(note(checkpoint_), key()).value(), checkpoint_);
}

TEST_F(CheckpointTest, DoesNotOpenWithAnotherLogsKey) {
  auto other_name = key();
  other_name.name = "xb.ledger.example";
  EXPECT_EQ(open_checkpoint(note(checkpoint_), other_name).error().code, Code("LEDGER-14"));
  auto other_key = key();
  other_key.key = fakes::ledger_key(2)->public_key();
  EXPECT_EQ(open_checkpoint(note(checkpoint_), other_key).error().code, Code("LEDGER-14"));
  auto as_witness = key();
  as_witness.type = NoteKeyType::cosignature;
  EXPECT_EQ(open_checkpoint(note(checkpoint_), as_witness).error().code, Code("LEDGER-14"));
}

TEST_F(CheckpointTest, EveryChangedOctetIsRefused) {
  const auto good = note(checkpoint_);
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto changed = good;
    changed[i] = static_cast<char>(changed[i] ^ 0x01);
    EXPECT_FALSE(open_checkpoint(changed, key()).has_value()) << "octet " << i;
  }
}

TEST_F(CheckpointTest, EveryShorterNoteIsRefused) {
  const auto good = note(checkpoint_);
  for (std::size_t i = 0; i < good.size(); ++i) {
    EXPECT_FALSE(open_checkpoint(good.substr(0, i), key()).has_value()) << i;
  }
}

class NoCheckpoint : public testing::TestWithParam<const char*> {};

TEST_P(NoCheckpoint, IsRefused) {
  const auto checkpoint = parse_checkpoint(GetParam());
  ASSERT_FALSE(checkpoint.has_value());
  EXPECT_EQ(checkpoint.error().code, Code("LEDGER-13"));
}

INSTANTIATE_TEST_SUITE_P(
    Forms, NoCheckpoint,
    testing::Values("", "xa\n", "xa\n5\n", "xa\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                    "xa\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextension\n",
                    "xa\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n",
                    "\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                    "x a\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                    "xa\n05\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                    "xa\n+5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                    "xa\n-5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                    "xa\n5 \n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                    "xa\n\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                    "xa\n18446744073709551616\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                    "xa\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==\n",
                    "xa\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
                    "xa\n5\n47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=\n"));

}  // namespace
}  // namespace comity::ledger
