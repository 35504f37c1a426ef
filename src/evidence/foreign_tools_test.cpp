// What a court has: Debian's age, sha256sum, openssl and the coreutils open and check a package.
#include "evidence/file_descriptor.h"
#include "evidence/file_output.h"
#include "evidence/file_source.h"
#include "evidence/package_folder.h"
#include "evidence/package_opening.h"
#include "evidence/package_sealing.h"
#include "evidence/verdict.h"
#include "fakes/organisation.h"
#include "keys/age_identity.h"
#include "keys/file_opener.h"
#include "keys/private_key.h"
#include "support/package_story.h"
#include "support/shell.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <string>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

using testing_support::code;
using testing_support::content;
using testing_support::PackageStory;
using testing_support::shell;

constexpr std::size_t mib = std::size_t{1} << 20U;

class ForeignToolsTest : public testing::Test {
 protected:
  void SetUp() override {
    auto key = fakes::Organisation::fresh(keys::KeyKind::x25519);
    std::ofstream(path("identity.txt")) << keys::export_identity(key).value() << "\n";
    story.opener = keys::FileOpener::make(std::move(key)).value();
    PackageFolder objects(open_folder(folder.path()).value());
    MemorySource first(content(2 * mib + 9, 1));
    MemorySource second(value::Bytes{});
    std::vector<EvidenceItem> items(2);
    items[0] = {&first, "image.dd", "application/octet-stream", "", {}};
    items[1] = {&second, "empty.txt", "text/plain", "", {}};
    auto sealed = seal_package(story.plan, items, objects, story.desk(), {});
    ASSERT_EQ(code(sealed), "");
    package = *std::move(sealed);
  }

  [[nodiscard]] std::string path(const std::string& name) const { return folder.path() / name; }

  [[nodiscard]] std::string opened(const std::string& object) const {
    return "age -d -i " + path("identity.txt") + " " + path(object);
  }

  testing_support::TemporaryFolder folder;
  PackageStory story;
  SealedPackage package;
};

TEST_F(ForeignToolsTest, AgeAndSha256sumGiveTheDigestOfTheManifest) {
  for (const std::size_t i : {0U, 1U}) {
    const auto sum = shell(opened(object_file_name(static_cast<std::uint32_t>(i + 1))) +
                           " | sha256sum | cut -c1-64");
    EXPECT_EQ(sum.output, package.inner.objects.at(i).sha256.hex() + "\n");
  }
}

TEST_F(ForeignToolsTest, AgeOpensTheSidecarAndItsLineIsReadable) {
  const auto line = shell(opened("0003.age") + " | head -n1");
  EXPECT_EQ(line.output,
            "comity/midstates/v1 2097161 " + package.inner.objects.at(0).sha256.hex() + "\n");
  const auto sum = shell(opened("0003.age") + " | sha256sum | cut -c1-64");
  EXPECT_EQ(sum.output, package.inner.objects.at(0).sidecar_sha256.hex() + "\n");
}

TEST_F(ForeignToolsTest, TheCommitmentCanBeRecomputedWithTheShell) {
  const auto sum =
      shell("( printf 'comity/inner/v1\\n'; " + opened("0000.age") + " | head -n1 | base64 -d; " +
            opened("0000.age") + " | tail -n +2 ) | sha256sum | cut -c1-64");
  EXPECT_EQ(sum.output, package.manifest.inner_commitment.hex() + "\n");
}

TEST_F(ForeignToolsTest, TheHeaderDigestIsOverTheLinesOfTheAgeHeader) {
  const auto plain =
      shell("LC_ALL=C sed '/^---/q' " + path("0001.age") + " | sha256sum | cut -c1-64");
  EXPECT_EQ(plain.output, package.manifest.objects.at(1).age_header.hex() + "\n");
}

TEST_F(ForeignToolsTest, ThePackageInAFolderOpensIntoAFolder) {
  std::filesystem::create_directory(path("out"));
  const PackageFolder objects(open_folder(folder.path()).value());
  OpenFolder out(open_folder(path("out")).value());
  PackageOpening opening(objects, story.recipient());
  ASSERT_EQ(code(opening.read(package.outer)), "");
  ASSERT_EQ(code(opening.open_all(out, {})), "");
  EXPECT_EQ(shell("ls -A " + path("out")).output, "0001-image.dd\n0002-empty.txt\n");
  EXPECT_EQ(shell("sha256sum < " + path("out/0001-image.dd") + " | cut -c1-64").output,
            package.inner.objects.at(0).sha256.hex() + "\n");
  EXPECT_EQ(code(opening.open(1, out, {})), "SEAL-07");
}

TEST_F(ForeignToolsTest, ADamagedObjectLeavesNoFile) {
  std::filesystem::create_directory(path("out"));
  {
    std::fstream object(path("0001.age"), std::ios::in | std::ios::out | std::ios::binary);
    object.seekp(-1, std::ios::end);
    object.put('\0');
    object.seekp(1'000'000);
    object.put('\0');
  }
  for (const Temporary kind : {Temporary::unnamed, Temporary::named}) {
    const PackageFolder objects(open_folder(folder.path()).value());
    OpenFolder out(open_folder(path("out")).value(), kind);
    PackageOpening opening(objects, story.recipient());
    ASSERT_EQ(code(opening.read(package.outer)), "");
    EXPECT_EQ(code(opening.open(1, out, {})), "PKG-10");
    EXPECT_EQ(shell("ls -A " + path("out")).output, "");
  }
}

TEST_F(ForeignToolsTest, ASymbolicLinkInPlaceOfAnObjectIsNotFollowed) {
  std::filesystem::rename(path("0001.age"), path("elsewhere"));
  std::filesystem::create_symlink(path("elsewhere"), path("0001.age"));
  const PackageFolder objects(open_folder(folder.path()).value());
  const Verdict verdict = check_sealed(package.outer, objects, story.recipient().trust, {});
  EXPECT_FALSE(verdict.good());
  EXPECT_NE(verdict.text().find("PKG-09 sealed object, object 1"), std::string::npos);
}

}  // namespace
}  // namespace comity::evidence
