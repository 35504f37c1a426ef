#include "evidence/package_opening.h"

#include "crypto/sha256.h"
#include "evidence/file_name.h"
#include "evidence/inner_manifest.h"
#include "evidence/outer_manifest.h"
#include "evidence/package_sealing.h"
#include "evidence/signed_manifest.h"
#include "evidence/verdict.h"
#include "support/package_story.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

using testing_support::code;
using testing_support::content;
using testing_support::MemoryFiles;
using testing_support::PackageStory;

constexpr std::size_t mib = std::size_t{1} << 20U;
constexpr std::size_t age_chunk = std::size_t{64} << 10U;

class PackageTest : public testing::Test {
 protected:
  SealedPackage seal(std::vector<value::Bytes> contents) {
    auto sealed = story.seal(std::move(contents));
    EXPECT_EQ(code(sealed), "");
    return *std::move(sealed);
  }

  /// The first code that reading and opening all gives; what was opened is in `files`.
  std::string open(const std::string& outer) {
    PackageOpening opening(*story.objects, story.recipient());
    if (const auto read = opening.read(outer); !read) {
      EXPECT_FALSE(opening.verdict().good());
      return code(read);
    }
    const std::string result = code(opening.open_all(files, {}));
    EXPECT_EQ(opening.verdict().good(), result.empty());
    return result;
  }

  /// The outer manifest after a change, signed again by the sending desk.
  std::string resigned(SealedPackage package, const std::function<void(OuterManifest&)>& change) {
    change(package.manifest);
    return sign_outer(package.manifest, story.desk().signing).value();
  }

  PackageStory story;
  MemoryFiles files;
};

class PackageSizeTest : public PackageTest, public testing::WithParamInterface<std::size_t> {};

TEST_P(PackageSizeTest, OpensToTheBytesThatWereSealed) {
  const value::Bytes bytes = content(GetParam());
  const SealedPackage package = seal({bytes});
  EXPECT_EQ(package.inner.objects.at(0).length, bytes.size());
  EXPECT_EQ(package.inner.objects.at(0).sha256, crypto::sha256(bytes));
  EXPECT_EQ(open(package.outer), "");
  ASSERT_EQ(files.files.size(), 1U);
  EXPECT_EQ(files.files.at("0001-part-1.bin"), bytes);
  EXPECT_TRUE(check_sealed(package.outer, *story.objects, story.recipient().trust, {}).good());
}

INSTANTIATE_TEST_SUITE_P(Sizes, PackageSizeTest,
                         testing::Values(0, 1, age_chunk - 1, age_chunk, age_chunk + 1, mib - 300,
                                         mib - 1, mib, mib + 1, 2 * mib, 5 * mib + 12345));

TEST_F(PackageTest, CarriesManyObjects) {
  std::vector<value::Bytes> contents;
  contents.reserve(20);
  for (std::size_t i = 0; i < 20; ++i) {
    contents.push_back(content(i * 1000, i));
  }
  const SealedPackage package = seal(contents);
  EXPECT_EQ(package.manifest.objects.size(), 41U);
  EXPECT_EQ(open(package.outer), "");
  for (std::size_t i = 0; i < contents.size(); ++i) {
    EXPECT_EQ(files.files.at(safe_file_name(static_cast<std::uint32_t>(i + 1),
                                            "part-" + std::to_string(i + 1) + ".bin")),
              contents[i]);
  }
}

TEST_F(PackageTest, TellsWhatTheSenderSaid) {
  const SealedPackage package = seal({content(10)});
  PackageOpening opening(*story.objects, story.recipient());
  ASSERT_EQ(code(opening.read(package.outer)), "");
  EXPECT_EQ(opening.inner(), package.inner);
  EXPECT_EQ(opening.outer(), package.manifest);
  EXPECT_EQ(opening.inner().restrictions, story.plan.restrictions);
  EXPECT_EQ(opening.inner().objects.at(0).acquisition.how.tool, "comity");
}

TEST_F(PackageTest, TheOuterManifestGivesNoDigestOfPlaintext) {
  const value::Bytes bytes = content(1000);
  const SealedPackage package = seal({bytes});
  const value::Bytes payload = encode_outer(package.manifest);
  const std::string text(value::text_of(payload));
  EXPECT_EQ(text.find(crypto::sha256(bytes).hex()), std::string::npos);
  EXPECT_EQ(text.find(package.inner.objects.at(0).sidecar_sha256.hex()), std::string::npos);
  EXPECT_EQ(text.find("part-1"), std::string::npos);
  EXPECT_EQ(text.find(story.plan.case_ref.text()), std::string::npos);
}

TEST_F(PackageTest, SealingTwiceGivesOtherCiphertextAndOtherCommitment) {
  const SealedPackage first = seal({content(1000)});
  story.begin_another_package();
  const SealedPackage second = seal({content(1000)});
  EXPECT_EQ(first.inner.objects.at(0).sha256, second.inner.objects.at(0).sha256);
  EXPECT_NE(first.manifest.objects.at(1).extent.root, second.manifest.objects.at(1).extent.root);
  EXPECT_NE(first.manifest.inner_commitment, second.manifest.inner_commitment);
}

// Object 0 is the inner manifest, 1 and 2 evidence, 3 and 4 their midstates.
class TamperedObjectTest : public PackageTest, public testing::WithParamInterface<std::uint32_t> {
 protected:
  void SetUp() override { package = seal({content(mib + 500), content(70'000)}); }

  void expect_refused(const std::string& expected) {
    EXPECT_EQ(open(package.outer), expected);
    const Verdict relay = check_sealed(package.outer, *story.objects, story.recipient().trust, {});
    EXPECT_FALSE(relay.good());
    for (const Check& check : relay.checks()) {
      const bool damaged = check.object == GetParam();
      EXPECT_EQ(check.error ? std::string(check.error->code.text()) : "", damaged ? expected : "");
    }
  }

  SealedPackage package;
};

TEST_P(TamperedObjectTest, AFlippedBitAtTheEndIsRefused) {
  value::Bytes bytes = story.ciphertext(GetParam());
  bytes.back() ^= 1U;
  story.replace(GetParam(), bytes);
  expect_refused("PKG-10");
}

TEST_P(TamperedObjectTest, AFlippedBitInTheHeaderIsRefused) {
  value::Bytes bytes = story.ciphertext(GetParam());
  bytes[40] ^= 1U;
  story.replace(GetParam(), bytes);
  expect_refused("PKG-10");
}

TEST_P(TamperedObjectTest, AMissingLastByteIsRefused) {
  value::Bytes bytes = story.ciphertext(GetParam());
  bytes.pop_back();
  story.replace(GetParam(), bytes);
  expect_refused("PKG-09");
}

TEST_P(TamperedObjectTest, AnAddedByteIsRefused) {
  value::Bytes bytes = story.ciphertext(GetParam());
  bytes.push_back(0);
  story.replace(GetParam(), bytes);
  expect_refused("PKG-09");
}

TEST_P(TamperedObjectTest, AMissingObjectIsRefused) {
  story.objects->remove(GetParam());
  expect_refused("PKG-09");
}

INSTANTIATE_TEST_SUITE_P(Objects, TamperedObjectTest, testing::Values(0, 1, 2, 3, 4));

TEST_F(PackageTest, ADamagedObjectDoesNotKeepTheOthersShut) {
  const SealedPackage package = seal({content(1000, 1), content(2000, 2), content(3000, 3)});
  value::Bytes bytes = story.ciphertext(2);
  bytes.back() ^= 1U;
  story.replace(2, bytes);
  EXPECT_EQ(open(package.outer), "PKG-10");
  EXPECT_EQ(files.files.count("0001-part-1.bin"), 1U);
  EXPECT_EQ(files.files.count("0002-part-2.bin"), 0U);
  EXPECT_EQ(files.files.count("0003-part-3.bin"), 1U);
}

TEST_F(PackageTest, SwappedObjectsOfOneLengthAreRefused) {
  const SealedPackage package = seal({content(1000, 1), content(1000, 2)});
  const value::Bytes first = story.ciphertext(1);
  story.replace(1, story.ciphertext(2));
  story.replace(2, first);
  EXPECT_EQ(open(package.outer), "PKG-10");
}

TEST_F(PackageTest, ObjectsThatTheSenderSwappedInTheSignedListAreRefused) {
  const SealedPackage package = seal({content(1000, 1), content(1000, 2)});
  const value::Bytes first = story.ciphertext(1);
  story.replace(1, story.ciphertext(2));
  story.replace(2, first);
  EXPECT_EQ(
      open(resigned(package,
                    [](OuterManifest& outer) { std::swap(outer.objects[1], outer.objects[2]); })),
      "PKG-17");
  EXPECT_TRUE(files.files.empty());
}

TEST_F(PackageTest, MidstatesOfAnotherObjectAreRefused) {
  const SealedPackage package = seal({content(1000, 1), content(1000, 2)});
  const value::Bytes first = story.ciphertext(3);
  story.replace(3, story.ciphertext(4));
  story.replace(4, first);
  EXPECT_EQ(
      open(resigned(package,
                    [](OuterManifest& outer) { std::swap(outer.objects[3], outer.objects[4]); })),
      "PKG-20");
}

TEST_F(PackageTest, AnotherHeaderDigestIsRefused) {
  const SealedPackage package = seal({content(1000)});
  EXPECT_EQ(
      open(resigned(package,
                    [](OuterManifest& outer) { outer.objects[1].age_header.octets[0] ^= 1U; })),
      "PKG-11");
}

TEST_F(PackageTest, AChangedManifestIsRefused) {
  const SealedPackage package = seal({content(10)});
  for (const std::size_t part : {0U, 1U, 2U}) {
    std::string changed = package.outer;
    std::size_t at = 0;
    for (std::size_t i = 0; i < part; ++i) {
      at = changed.find('.', at) + 1;
    }
    changed[at + 30] = changed[at + 30] == 'A' ? 'B' : 'A';
    EXPECT_EQ(open(changed), "PKG-05") << part;
  }
  EXPECT_EQ(open(""), "PKG-05");
  EXPECT_EQ(open(package.outer + "A"), "PKG-05");
}

TEST_F(PackageTest, AManifestOfAnotherTypeIsRefused) {
  const SealedPackage package = seal({content(10)});
  EXPECT_EQ(open(sign_inner(package.inner, story.desk().signing).value()), "PKG-05");
}

TEST_F(PackageTest, AnotherSenderIsRefused) {
  const SealedPackage package = seal({content(10)});
  story.signer = story.arvandia.signer("xa.247");
  EXPECT_EQ(open(package.outer), "SIG-99");
}

TEST_F(PackageTest, APackageForAnotherDeskIsRefused) {
  story.plan.recipients = {{"xc", "xc.central"}};
  EXPECT_EQ(open(seal({content(10)}).outer), "PKG-07");
}

TEST_F(PackageTest, APackageSealedToAnotherKeyIsRefused) {
  const SealedPackage package = seal({content(10)});
  story.opener = fakes::Organisation::opener();
  EXPECT_EQ(open(package.outer), "PKG-12");
}

TEST_F(PackageTest, APackageThatCameTooLateIsRefused) {
  const SealedPackage package = seal({content(10)});
  story.clock.advance(std::chrono::hours(24 * 31));
  EXPECT_EQ(open(package.outer), "PKG-08");
}

TEST_F(PackageTest, AReplayUnderANewerStatementIsRefused) {
  const SealedPackage package = seal({content(10)});
  story.plan.statement_id = story.id();
  EXPECT_EQ(open(package.outer), "PKG-21");
}

TEST_F(PackageTest, APackageOfAnotherCaseIsRefused) {
  const SealedPackage package = seal({content(10)});
  story.plan.case_ref = story.id();
  EXPECT_EQ(open(package.outer), "PKG-21");
}

TEST_F(PackageTest, AnotherPackageIdOutsideIsRefused) {
  const SealedPackage package = seal({content(10)});
  const value::Uuid other = story.id();
  EXPECT_EQ(open(resigned(package, [&](OuterManifest& outer) { outer.package_id = other; })),
            "PKG-16");
}

TEST_F(PackageTest, ForwardingUnderAnotherCoverIsRefused) {
  // xb.central gets a package and sends it on as its own to xc, inner manifest and all.
  const SealedPackage package = seal({content(10)});
  EXPECT_EQ(
      open(resigned(
          package, [](OuterManifest& outer) { outer.recipients.push_back({"xc", "xc.central"}); })),
      "PKG-16");
  story.signer = story.arvandia.signer("xa.247");
  EXPECT_EQ(open(resigned(package, [](OuterManifest&) {})), "PKG-15");
}

TEST_F(PackageTest, AnotherCommitmentIsRefused) {
  const SealedPackage package = seal({content(10)});
  EXPECT_EQ(
      open(resigned(package, [](OuterManifest& outer) { outer.inner_commitment.octets[5] ^= 1U; })),
      "PKG-14");
}

TEST_F(PackageTest, TheInnerManifestOfAnotherPackageIsRefused) {
  const SealedPackage first = seal({content(10)});
  const value::Bytes old_inner = story.ciphertext(0);
  story.begin_another_package();
  const SealedPackage second = seal({content(10)});
  story.replace(0, old_inner);
  EXPECT_EQ(open(second.outer),
            old_inner.size() == second.manifest.objects.at(0).extent.length ? "PKG-10" : "PKG-09");
  EXPECT_EQ(
      open(resigned(second,
                    [&](OuterManifest& outer) { outer.objects[0] = first.manifest.objects[0]; })),
      "PKG-14");
}

TEST_F(PackageTest, ThereIsNoObjectBesidesTheListedOnes) {
  const SealedPackage package = seal({content(10)});
  PackageOpening opening(*story.objects, story.recipient());
  ASSERT_EQ(code(opening.read(package.outer)), "");
  EXPECT_EQ(code(opening.open(0, files, {})), "PKG-02");
  EXPECT_EQ(code(opening.open(2, files, {})), "PKG-02");
  EXPECT_EQ(code(opening.open(1, files, {})), "");
}

TEST_F(PackageTest, OpeningCanBeStopped) {
  const SealedPackage package = seal({content(3 * mib), content(10)});
  PackageOpening opening(*story.objects, story.recipient());
  ASSERT_EQ(code(opening.read(package.outer)), "");
  EXPECT_EQ(code(opening.open_all(files, [](std::uint64_t done) { return done < mib; })),
            "SEAL-05");
  EXPECT_TRUE(files.files.empty());
}

TEST_F(PackageTest, TheVerdictSaysEachCheckAndWhatItMeans) {
  const SealedPackage package = seal({content(10)});
  PackageOpening opening(*story.objects, story.recipient());
  ASSERT_EQ(code(opening.read(package.outer)), "");
  ASSERT_EQ(code(opening.open_all(files, {})), "");
  EXPECT_EQ(opening.verdict().text(),
            "ok outer signature\nok sender\nok addressed here\nok in time\nok announced\n"
            "ok inner manifest opened, object 0\nok inner commitment, object 0\n"
            "ok inner signature, object 0\nok inner and outer agree, object 0\n"
            "ok announced, object 0\nok midstates, object 1\nok plaintext, object 1\n");
  for (const Check& check : opening.verdict().checks()) {
    EXPECT_FALSE(meaning_of(check.kind).proves.empty());
    EXPECT_FALSE(meaning_of(check.kind).does_not_prove.empty());
  }
  EXPECT_FALSE(Verdict().good());
}

}  // namespace
}  // namespace comity::evidence
