// The package of docs/protocol/vectors/package: it stays readable by every later version.
#include "crypto/certificate.h"
#include "evidence/file_descriptor.h"
#include "evidence/inner_manifest.h"
#include "evidence/outer_manifest.h"
#include "evidence/package_folder.h"
#include "evidence/package_opening.h"
#include "keys/age_identity.h"
#include "keys/file_opener.h"
#include "support/package_story.h"
#include "support/source_file.h"
#include "value/bytes.h"
#include "value/instant.h"

#include <gtest/gtest.h>

#include <span>
#include <string>

namespace comity::evidence {
namespace {

using testing_support::code;
using testing_support::MemoryFiles;
using testing_support::source_file;

const std::string place = "docs/protocol/vectors/package/";

TEST(PackageVectorTest, ThePublishedPackageOpens) {
  const auto keys = keys::parse_identity_file(source_file(place + "identity.txt"));
  ASSERT_EQ(code(keys), "");
  const auto opener = keys::FileOpener::make(keys->front().share()).value();
  const std::string der = source_file(place + "sender.der");
  const auto sender = crypto::Certificate::parse(value::bytes_of(der)).value();
  Recipient recipient;
  recipient.self = {"xb", "xb.central"};
  recipient.taken_in = value::parse_instant("2026-11-04T00:00:00Z").value();
  recipient.opener = opener.get();
  recipient.trust = [&](const Party& party,
                        std::span<const crypto::Certificate> chain) -> value::Result<void> {
    EXPECT_EQ(party.desk, "xa.247");
    EXPECT_TRUE(chain.front() == sender);
    return {};
  };
  const PackageFolder objects(
      open_folder((testing_support::source_root() / place).string()).value());
  PackageOpening opening(objects, recipient);
  ASSERT_EQ(code(opening.read(source_file(place + "outer.jws"))), "");
  EXPECT_EQ(value::text_of(encode_outer(opening.outer())), source_file(place + "outer.json"));
  EXPECT_EQ(value::text_of(encode_inner(opening.inner())), source_file(place + "inner.json"));
  MemoryFiles files;
  ASSERT_EQ(code(opening.open_all(files, {})), "");
  EXPECT_EQ(value::text_of(files.files.at("0001-Session_log_tendu.txt")),
            "203.0.113.7 2026-11-03T02:14:09Z\n");
  EXPECT_TRUE(files.files.at("0002-empty.bin").empty());
}

}  // namespace
}  // namespace comity::evidence
