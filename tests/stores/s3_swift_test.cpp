// The client and the objects on a real service: what it keeps, what it refuses, what it lacks.
#include "object/blob_store.h"
#include "object/upload.h"
#include "store/s3_blobs.h"
#include "store/s3_client.h"
#include "store/s3_listing.h"
#include "store/s3_target.h"
#include "support/code.h"
#include "support/shell.h"
#include "support/swift_server.h"
#include "support/system_time.h"
#include "value/bytes.h"
#include "value/ports.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace comity::store {

namespace {

using namespace std::chrono_literals;
using support::code_of;
using testing_support::SystemTime;
using testing_support::the_swift;

const value::Bytes hello = value::to_bytes("hello");

class SwiftTest : public testing::Test {
 protected:
  static std::unique_ptr<S3Client> client(const S3Target& target, const value::Clock& clock) {
    return S3Client::make(target, clock).value();
  }

  SystemTime clock_;
  S3Target target_ = the_swift()->new_bucket();
  std::unique_ptr<S3Client> s3_ = client(target_, clock_);
};

TEST_F(SwiftTest, KeepsListsAndRemoves) {
  ASSERT_EQ(code_of(s3_->put("a/1", hello)), "");
  ASSERT_EQ(code_of(s3_->put("a/2", {})), "");
  ASSERT_EQ(code_of(s3_->put("b", hello)), "");
  EXPECT_EQ(s3_->get("a/1", 5).value(), hello);
  EXPECT_EQ(s3_->get("a/2", 5).value(), value::Bytes());
  EXPECT_EQ(s3_->list("a/").value(), (std::vector<S3Entry>{{"a/1", 5}, {"a/2", 0}}));
  ASSERT_EQ(code_of(s3_->remove("a/1")), "");
  EXPECT_EQ(code_of(s3_->remove("a/1")), "");
  EXPECT_EQ(s3_->get("a/1", 5).value(), std::nullopt);
}

TEST_F(SwiftTest, PutsOnceWithoutItsKnowingConditions) {
  EXPECT_EQ(s3_->put_new("a", hello).value(), S3Put::put);
  EXPECT_EQ(s3_->put_new("a", hello).value(), S3Put::same);
  EXPECT_EQ(s3_->put_new("a", value::to_bytes("other")).value(), S3Put::other);
  EXPECT_EQ(s3_->get("a", 5).value(), hello);
}

TEST_F(SwiftTest, ReadsAListOfSeveralPages) {
  constexpr int keys = 103;  // a page of this service has a hundred
  std::vector<std::jthread> threads;
  threads.reserve(4);
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = thread; i < keys; i += 4) {
        EXPECT_EQ(code_of(s3_->put("k/" + std::to_string(1'000 + i), {})), "");
      }
    });
  }
  threads.clear();
  const auto listed = s3_->list("k/").value();
  ASSERT_EQ(listed.size(), static_cast<std::size_t>(keys));
  EXPECT_EQ(listed.front().key, "k/1000");
  EXPECT_EQ(listed.back().key, "k/1102");
}

TEST_F(SwiftTest, WrongCredentialsAreRefused) {
  const testing_support::TemporaryFolder folder;
  target_.credentials_file = folder.path() / "credentials";
  for (const char* access : {"comity:test", "comity:nobody"}) {
    testing_support::write_credentials(target_.credentials_file, access, "wrong");
    const auto other = client(target_, clock_);
    EXPECT_EQ(code_of(other->put("a", hello)), "STORE-16");
    EXPECT_EQ(code_of(other->put_new("a", hello)), "STORE-16");
    EXPECT_EQ(code_of(other->get("a", 5)), "STORE-16");
    EXPECT_EQ(code_of(other->list("a")), "STORE-16");
    EXPECT_EQ(code_of(other->remove("a")), "STORE-16");
  }
}

TEST_F(SwiftTest, AMissingBucketIsNamed) {
  target_.bucket = "no-such-bucket";
  const auto other = client(target_, clock_);
  EXPECT_EQ(code_of(other->put("a", hello)), "STORE-24");
  EXPECT_EQ(code_of(other->put_new("a", hello)), "STORE-24");
  EXPECT_EQ(code_of(other->get("a", 5)), "STORE-24");
  EXPECT_EQ(code_of(other->list("a")), "STORE-24");
  EXPECT_EQ(code_of(other->remove("a")), "STORE-24");
}

TEST_F(SwiftTest, AnotherRegionIsNamed) {
  target_.region = "elsewhere";
  // Ceph's gateway takes whatever region a request was signed for
  const bool judged = testing_support::SwiftServer::service() != "ceph";
  EXPECT_EQ(code_of(client(target_, clock_)->put("a", hello)), judged ? "STORE-24" : "");
}

TEST_F(SwiftTest, AClockThatIsWrongIsNamed) {
  for (const auto off : {-1h, 1h}) {
    const SystemTime wrong(off);
    const auto other = client(target_, wrong);
    EXPECT_EQ(code_of(other->put("a", hello)), "STORE-18");
    EXPECT_EQ(code_of(other->put_new("a", hello)), "STORE-18");
  }
}

TEST_F(SwiftTest, AnObjectThatIsTooLargeIsNamed) {
  const value::Bytes large(std::size_t{3} << 20U, 7);  // this service takes two mebibytes
  EXPECT_EQ(code_of(s3_->put("large", large)), "STORE-21");
  EXPECT_EQ(s3_->get("large", large.size()).value(), std::nullopt);
}

TEST_F(SwiftTest, AnObjectGoesOnAfterACrashOfTheService) {
  constexpr std::uint64_t length = 2 * object::chunk_size + 5;
  const object::ObjectId id;
  target_.patience = 300ms;
  const auto impatient = s3_blobs(client(target_, clock_));
  target_.patience = 20s;
  const auto blobs = s3_blobs(client(target_, clock_));
  std::vector<object::Leaf> leaves;
  const auto put = [&](object::BlobStore& store, std::uint64_t index) {
    const value::Bytes bytes(object::chunk_length(length, index), static_cast<std::uint8_t>(index));
    leaves.push_back({index, object::chunk_leaf(bytes)});
    return code_of(object::accept_chunk(store, id, index, bytes));
  };
  ASSERT_EQ(code_of(blobs->begin(id, length)), "");
  ASSERT_EQ(put(*blobs, 0), "");
  the_swift()->kill();
  EXPECT_EQ(put(*impatient, 1), "OBJ-09");
  the_swift()->start();
  leaves.pop_back();
  EXPECT_EQ(blobs->leaves(id).value(), leaves) << "what was said to be kept is kept";
  ASSERT_EQ(put(*blobs, 1), "");
  ASSERT_EQ(put(*blobs, 2), "");
  ASSERT_EQ(code_of(object::finish_upload(*blobs, id, {length, object::root_of_leaves(leaves)})),
            "");
  EXPECT_EQ(code_of(object::check_stored(*blobs, id)), "");
  ASSERT_EQ(code_of(blobs->remove(id)), "");
  EXPECT_EQ(client(target_, clock_)->list("").value().size(), 0U);
}

}  // namespace

}  // namespace comity::store
