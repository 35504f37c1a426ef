#include "ledger/entry.h"

#include "crypto/sha256.h"
#include "fakes/seeded_random.h"
#include "ledger/bundle.h"
#include "ledger/ledger_store.h"
#include "ledger/tile_path.h"
#include "value/bytes.h"
#include "value/digest.h"
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
using value::Digest;

Digest filled(std::uint8_t octet) {
  Digest digest;
  digest.octets.fill(octet);
  return digest;
}

EntryBytes entry_of(std::uint8_t octet) {
  return encode_entry({filled(octet), filled(octet), {filled(octet), filled(octet)}});
}

TEST(Entry, IsAVersionAndFourSlots) {
  const auto bytes = encode_entry({filled(1), filled(2), {filled(3), filled(4)}});
  const std::string hex = value::to_hex(bytes);
  EXPECT_EQ(hex.substr(0, 2), "01");
  EXPECT_EQ(hex.substr(2, 64), filled(1).hex());
  EXPECT_EQ(hex.substr(66, 64), filled(2).hex());
  EXPECT_EQ(hex.substr(130, 64), filled(3).hex());
  EXPECT_EQ(hex.substr(194, 64), filled(4).hex());
}

TEST(Entry, ReadsBackWhatWasWritten) {
  const Entry entry{filled(1), filled(2), {filled(3), filled(4)}};
  EXPECT_EQ(decode_entry(encode_entry(entry)).value(), entry);
}

TEST(Entry, RefusesOtherLengthsAndVersions) {
  auto bytes = entry_of(7);
  EXPECT_EQ(decode_entry(value::BytesView(bytes).first(128)).error().code, Code("LEDGER-07"));
  value::Bytes longer(bytes.begin(), bytes.end());
  longer.push_back(0);
  EXPECT_EQ(decode_entry(longer).error().code, Code("LEDGER-07"));
  EXPECT_EQ(decode_entry({}).error().code, Code("LEDGER-07"));
  bytes[0] = 2;
  EXPECT_EQ(decode_entry(bytes).error().code, Code("LEDGER-07"));
}

TEST(Entry, CommitsToLabelSaltAndBytes) {
  const auto salt = filled(9);
  const std::string input = "comity/act/v1\n" + std::string(32, '\x09') + "envelope";
  EXPECT_EQ(commitment(act_label, salt, value::bytes_of("envelope")),
            crypto::sha256(value::bytes_of(input)));
}

TEST(Entry, AnotherLabelSaltOrActIsAnotherCommitment) {
  const auto act = value::bytes_of("envelope");
  const std::set<Digest> different{commitment(act_label, filled(1), act),
                                   commitment(statistics_label, filled(1), act),
                                   commitment(act_label, filled(2), act),
                                   commitment(act_label, filled(1), value::bytes_of("envelopE"))};
  EXPECT_EQ(different.size(), 4U);
}

TEST(Entry, UnusedSlotsAreRandom) {
  fakes::SeededRandom random;
  const auto first = make_entry(filled(1), filled(2), random);
  const auto second = make_entry(filled(1), filled(2), random);
  const std::set<Digest> slots{first.reserved[0], first.reserved[1], second.reserved[0],
                               second.reserved[1]};
  EXPECT_EQ(slots.size(), 4U);
  EXPECT_FALSE(slots.contains(Digest{}));
  EXPECT_EQ(first.act, filled(1));
  EXPECT_EQ(first.statistics, filled(2));
}

value::Bytes bundle_of(std::size_t entries) {
  value::Bytes bundle;
  for (std::size_t i = 0; i < entries; ++i) {
    append_to_bundle(bundle, entry_of(static_cast<std::uint8_t>(i)));
  }
  return bundle;
}

TEST(Bundle, PrefixesEachEntryWithItsLength) {
  const auto bundle = bundle_of(2);
  EXPECT_EQ(bundle.size(), bundle_length(2));
  EXPECT_EQ(bundle[0], 0);
  EXPECT_EQ(bundle[1], 129);
  EXPECT_EQ(bundle[2], 1);
  EXPECT_EQ(bundle[131], 0);
  EXPECT_EQ(bundle[132], 129);
}

TEST(Bundle, ReadsBackWhatWasWritten) {
  for (const std::size_t count : {0U, 1U, 2U, 255U, 256U}) {
    const auto entries = parse_bundle(bundle_of(count));
    ASSERT_TRUE(entries.has_value()) << count;
    ASSERT_EQ(entries->size(), count);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ((*entries)[i], entry_of(static_cast<std::uint8_t>(i)));
    }
  }
}

TEST(Bundle, RefusesCutAndForeignBundles) {
  auto bundle = bundle_of(3);
  EXPECT_EQ(parse_bundle(value::BytesView(bundle).first(bundle.size() - 1)).error().code,
            Code("LEDGER-09"));
  bundle.push_back(0);
  EXPECT_EQ(parse_bundle(bundle).error().code, Code("LEDGER-09"));
  auto wrong_length = bundle_of(3);
  wrong_length[bundle_length(1) + 1] = 128;
  EXPECT_EQ(parse_bundle(wrong_length).error().code, Code("LEDGER-09"));
  auto high_octet = bundle_of(3);
  high_octet[0] = 1;
  EXPECT_EQ(parse_bundle(high_octet).error().code, Code("LEDGER-09"));
  EXPECT_EQ(parse_bundle(bundle_of(tile_width + 1)).error().code, Code("LEDGER-09"));
}

}  // namespace
}  // namespace comity::ledger
