#include "evidence/file_output.h"

#include "evidence/file_descriptor.h"
#include "evidence/file_source.h"
#include "support/must.h"
#include "support/package_story.h"
#include "support/shell.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace comity::evidence {
namespace {

using testing_support::code;
using testing_support::content;

constexpr std::size_t mib = std::size_t{1} << 20U;

class FileOutputTest : public testing::TestWithParam<Temporary> {
 protected:
  value::Result<std::unique_ptr<FileOutput>> create(const std::string& name) {
    return FileOutput::create(folder, name, GetParam());
  }

  [[nodiscard]] std::string listed() const {
    return testing_support::shell("ls -A " + at.path().string()).output;
  }

  [[nodiscard]] value::Bytes read(const std::string& name) const {
    const auto source = FileSource::open_in(folder, name).value();
    value::Bytes bytes(20 * mib);
    bytes.resize(source->read(bytes).value());
    return bytes;
  }

  testing_support::TemporaryFolder at;
  FileDescriptor folder = open_folder(at.path()).value();
};

TEST_P(FileOutputTest, HasItsNameOnlyOnceItIsComplete) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{4096}, 4 * mib, 4 * mib + 1, 9 * mib + 4097}) {
    const std::string name = "f" + std::to_string(size);
    const value::Bytes bytes = content(size, size);
    const auto output = create(name);
    ASSERT_EQ(code(output), "");
    // Pieces that fit no block.
    for (std::size_t done = 0; done < size; done += 777'777) {
      const std::size_t take = std::min<std::size_t>(777'777, size - done);
      ASSERT_EQ(code((*output)->write(value::BytesView(bytes).subspan(done, take))), "");
    }
    EXPECT_FALSE(std::filesystem::exists(at.path() / name));
    ASSERT_EQ(code((*output)->commit()), "");
    EXPECT_EQ(read(name), bytes);
  }
  EXPECT_EQ(listed().find("part"), std::string::npos);
}

TEST_P(FileOutputTest, LeavesNothingWhenGivenUp) {
  {
    const auto output = create("a");
    ASSERT_EQ(code(output), "");
    ASSERT_EQ(code((*output)->write(content(5 * mib))), "");
  }
  EXPECT_EQ(listed(), "");
}

TEST_P(FileOutputTest, NeverReplacesAFile) {
  {
    const auto output = create("a");
    ASSERT_EQ(code(output), "");
    std::ofstream(at.path() / "a") << "mine";
    ASSERT_EQ(code((*output)->write(content(5))), "");
    EXPECT_EQ(code((*output)->commit()), "SEAL-07");
  }
  EXPECT_EQ(listed(), "a\n");
  EXPECT_EQ(value::text_of(read("a")), "mine");
  EXPECT_EQ(code(create("a")), "SEAL-07");
}

TEST_P(FileOutputTest, NeverWritesThroughALink) {
  std::ofstream(at.path() / "target") << "mine";
  std::filesystem::create_symlink("target", at.path() / "a");
  std::filesystem::create_symlink("nowhere", at.path() / "b");
  EXPECT_EQ(code(create("a")), "SEAL-07");
  EXPECT_EQ(code(create("b")), "SEAL-07");
  EXPECT_EQ(value::text_of(read("target")), "mine");
  EXPECT_FALSE(std::filesystem::exists(at.path() / "nowhere"));
}

TEST_P(FileOutputTest, IsForItsOwnerOnly) {
  const auto output = create("a");
  ASSERT_EQ(code((*output)->commit()), "");
  EXPECT_EQ(testing_support::shell("stat -c %a " + (at.path() / "a").string()).output, "600\n");
}

INSTANTIATE_TEST_SUITE_P(Kinds, FileOutputTest,
                         testing::Values(Temporary::unnamed, Temporary::named));

TEST(FileDescriptorTest, AFullDeviceHasItsOwnCode) {
  errno = ENOSPC;
  EXPECT_EQ(write_failure("a").value().code.text(), "SEAL-03");
  errno = EIO;
  EXPECT_EQ(write_failure("a").value().code.text(), "SEAL-04");
  EXPECT_EQ(code(open_folder("/no/such/folder")), "SEAL-04");
}

TEST(FileSourceTest, RefusesFoldersAndWhatIsNotThere) {
  EXPECT_EQ(code(FileSource::open("/")), "SEAL-01");
  EXPECT_EQ(code(FileSource::open("/no/such/file")), "SEAL-01");
}

TEST(FileSourceTest, AFileHasFactsAndAStreamHasNone) {
  const testing_support::TemporaryFolder folder;
  std::ofstream(folder.path() / "a") << "12345";
  const auto file = FileSource::open(folder.path() / "a").value();
  const auto facts = testing_support::must(file->facts());
  EXPECT_EQ(facts.size, 5U);
  const auto device = FileSource::open("/dev/zero").value();
  const auto none = device->facts();
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());
}

}  // namespace
}  // namespace comity::evidence
