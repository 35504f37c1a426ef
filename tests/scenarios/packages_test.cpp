// Packages on a hostile way: cut or exchanged bytes, manifests for others, parts nobody announced.
// Nothing of them is ever called complete.
#include "codec/json.h"
#include "edge/package_routes.h"
#include "edge/routes.h"
#include "exchange/package_store.h"
#include "scenarios/house.h"
#include "scenarios/sealed_packages.h"
#include "support/package_story.h"
#include "value/bytes.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace comity::scenarios {
namespace {

using testing_support::content;
using value::Bytes;

class Packages : public SealedPackages {
 protected:
  edge::Response call(const std::string& method, const std::string& path, const Bytes& body,
                      const std::string& peer = "xb") {
    edge::PackageRoutes routes({"xa", xa.directory, xa.store.packages(), xa.blobs, clock});
    return routes.handle({method, "/comity/v1/packages/" + path, body, peer, {}}, path);
  }

  static std::string code_of(const edge::Response& response) {
    const auto json = codec::parse_json(response.body, {});
    if (response.status == 200 || !json) {
      return "done";
    }
    const auto* code = json->member("code");
    return code != nullptr && code->text() != nullptr ? *code->text() : "none";
  }

  void send_object(const value::Uuid& package, std::uint32_t number, bool change) {
    const std::string path = package.text() + "/" + std::to_string(number);
    ASSERT_EQ(code_of(call("GET", path, {})), "done");
    const auto leaves = xb.blobs.leaves({package, number}).value();
    for (const auto& leaf : leaves) {
      Bytes chunk = xb.blobs.get({package, number}, leaf.index).value();
      if (change && leaf.index == 1) {
        chunk.back() ^= 1U;
      }
      ASSERT_EQ(code_of(call("PUT", path + "/" + std::to_string(leaf.index), chunk)), "done");
    }
  }

  std::string state_of(const value::Uuid& package) {
    const auto row = xa.store.packages().get(package).value();
    return !row ? "none" : row->state == exchange::PackageState::complete ? "complete" : "arriving";
  }
};

TEST_F(Packages, AHonestPackageIsCompleteOnceEveryObjectIs) {
  const auto sealed = plan("xa");
  const std::string outer = seal(sealed, xb.desk_signer("xb.ca"));
  const std::string id = sealed.package_id.text();
  ASSERT_EQ(code_of(call("PUT", id, value::to_bytes(outer))), "done");
  const auto objects = xb.blobs.list(sealed.package_id).value();
  for (const auto& object : objects) {
    EXPECT_EQ(state_of(sealed.package_id), "arriving");
    send_object(sealed.package_id, object.number, false);
    EXPECT_EQ(code_of(call("POST", id + "/" + std::to_string(object.number), {})), "done");
  }
  EXPECT_EQ(state_of(sealed.package_id), "complete");
}

TEST_F(Packages, AnAlteredChunkGivesAnotherRoot) {
  const auto sealed = plan("xa");
  const std::string outer = seal(sealed, xb.desk_signer("xb.ca"));
  const std::string id = sealed.package_id.text();
  ASSERT_EQ(code_of(call("PUT", id, value::to_bytes(outer))), "done");
  send_object(sealed.package_id, 1, true);
  EXPECT_EQ(code_of(call("POST", id + "/1", {})), "OBJ-07");
  EXPECT_EQ(state_of(sealed.package_id), "arriving");
}

TEST_F(Packages, ACutChunkIsNoChunkAndItsObjectStaysIncomplete) {
  const auto sealed = plan("xa");
  const std::string outer = seal(sealed, xb.desk_signer("xb.ca"));
  const std::string id = sealed.package_id.text();
  ASSERT_EQ(code_of(call("PUT", id, value::to_bytes(outer))), "done");
  ASSERT_EQ(code_of(call("GET", id + "/1", {})), "done");
  Bytes chunk = xb.blobs.get({sealed.package_id, 1}, 0).value();
  chunk.pop_back();
  EXPECT_EQ(code_of(call("PUT", id + "/1/0", chunk)), "OBJ-03");
  EXPECT_EQ(code_of(call("POST", id + "/1", {})), "OBJ-06");
  EXPECT_EQ(xa.blobs.used(), 0U);
}

TEST_F(Packages, APackageForAnotherNodeIsRefused) {
  const auto sealed = plan("xc");
  const std::string outer = seal(sealed, xb.desk_signer("xb.ca"));
  EXPECT_EQ(code_of(call("PUT", sealed.package_id.text(), value::to_bytes(outer))), "EDGE-06");
  EXPECT_EQ(state_of(sealed.package_id), "none");
}

TEST_F(Packages, APackageInAnothersNameIsRefused) {
  const auto sealed = plan("xa");
  const std::string honest = seal(sealed, xb.desk_signer("xb.ca"));
  EXPECT_EQ(code_of(call("PUT", sealed.package_id.text(), value::to_bytes(honest), "xc")),
            "EDGE-06");
  const auto other = plan("xa");
  const std::string unlisted = seal(other, xb.desk_signer("xb.247"));
  EXPECT_EQ(code_of(call("PUT", other.package_id.text(), value::to_bytes(unlisted))), "EDGE-06");
  EXPECT_EQ(state_of(sealed.package_id), "none");
  EXPECT_EQ(state_of(other.package_id), "none");
}

TEST_F(Packages, PartsThatNobodyAnnouncedAreRefused) {
  const std::string id = plan("xa").package_id.text();
  EXPECT_EQ(code_of(call("PUT", id + "/0/0", content(10))), "EDGE-07");
  EXPECT_EQ(code_of(call("GET", id + "/0", {})), "EDGE-07");
  EXPECT_EQ(xa.blobs.used(), 0U);
}

TEST_F(Packages, TheFirstManifestOfAPackageStays) {
  const auto sealed = plan("xa");
  const Bytes first = value::to_bytes(seal(sealed, xb.desk_signer("xb.ca")));
  const std::string id = sealed.package_id.text();
  ASSERT_EQ(code_of(call("PUT", id, first)), "done");
  ASSERT_EQ(code_of(call("PUT", id, first)), "done");
  const auto objects = xb.blobs.list(sealed.package_id).value();
  for (const auto& object : objects) {
    must(xb.blobs.remove(object));
  }
  const Bytes second = value::to_bytes(seal(sealed, xb.desk_signer("xb.ca")));
  EXPECT_EQ(code_of(call("PUT", id, second)), "EDGE-06");
  EXPECT_EQ(must(xa.store.packages().get(sealed.package_id)).outer, first);
}

}  // namespace
}  // namespace comity::scenarios
