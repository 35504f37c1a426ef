// Packages over a bad link, and receivers and senders that lie: what arrives arrives once and is
// what was signed, and a liar costs little.
#include "codec/json.h"
#include "desk/package_progress.h"
#include "desk/push.h"
#include "edge/package_intake.h"
#include "edge/package_routes.h"
#include "edge/routes.h"
#include "evidence/outer_manifest.h"
#include "evidence/package_sealing.h"
#include "evidence/signed_manifest.h"
#include "exchange/missing_chunks.h"
#include "exchange/package_store.h"
#include "exchange/transport.h"
#include "object/blob_store.h"
#include "object/upload.h"
#include "scenarios/bad_link.h"
#include "scenarios/house.h"
#include "scenarios/sealed_packages.h"
#include "support/package_story.h"
#include "value/bytes.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace comity::scenarios {
namespace {

using exchange::PackageState;
using testing_support::content;
using value::Bytes;

constexpr std::size_t mib = object::chunk_size;

class Transfer : public SealedPackages {
 protected:
  edge::PackageDoor door() {
    return {"xa",  xa.directory, xa.store.packages(), xa.blobs, clock, [this] { return room; },
            limits};
  }

  /// Octets of begun chunks that the receiver holds in memory only, of chunks that are not there
  /// whole.
  std::uint64_t kept_parts(edge::PackageRoutes& routes, const value::Uuid& package) {
    std::uint64_t octets = 0;
    for (std::uint32_t i = 0; i < 3; ++i) {
      const auto leaves = xa.blobs.leaves({package, i});
      for (const auto& part : routes.intake().parts.of("xb", {package, i})) {
        const bool there =
            leaves && std::any_of(leaves->begin(), leaves->end(),
                                  [&](const auto& leaf) { return leaf.index == part.index; });
        octets += there ? 0 : part.octets;
      }
    }
    return octets;
  }

  std::string push(exchange::Transport& link) {
    const auto pushed = desk::push_to(
        xb.context(), link, "xa", [this](const std::string& line) { said.push_back(line); }, {});
    return pushed ? "pushed" : std::string(pushed.error().code.text());
  }

  exchange::StoredPackage sent(const value::Uuid& package) {
    return must(xb.store.packages().get(package));
  }

  evidence::OuterManifest outer_of(const value::Uuid& package) {
    return must(evidence::read_outer(value::text_of(sent(package).outer))).manifest;
  }

  void expect_same_objects(const value::Uuid& package) {
    const auto outer = outer_of(package);
    for (std::uint32_t i = 0; i < outer.objects.size(); ++i) {
      const object::ObjectId id{package, i};
      EXPECT_EQ(must(xa.blobs.info(id)).root, outer.objects[i].extent.root);
      EXPECT_TRUE(object::check_stored(xa.blobs, id));
    }
    EXPECT_EQ(must(xa.store.packages().get(package)).state, PackageState::complete);
  }

  static std::string code_of(const edge::Response& response) {
    const auto json = codec::parse_json(response.body, {});
    const auto* code = json ? json->member("code") : nullptr;
    return code == nullptr ? "done" : *code->text();
  }

  edge::Response call(edge::PackageRoutes& routes, const std::string& method,
                      const std::string& path, const Bytes& body = {},
                      const std::string& peer = "xb") {
    return routes.handle({method, "/comity/v1/packages/" + path, body, peer, {}}, path);
  }

  std::optional<std::uint64_t> room;
  edge::PackageLimits limits;
  std::vector<std::string> said;
};

class BrokenTransfer : public Transfer, public testing::WithParamInterface<std::uint64_t> {};

TEST_P(BrokenTransfer, EveryOctetArrivesOnceHoweverOftenTheLinkBreaks) {
  edge::PackageRoutes routes(door());
  BadLink link(routes, "xb", GetParam());
  link.breaks(30);
  const auto large = leaving("xa", 5 * mib + 17);
  const auto small = leaving("xa", 11);
  int breaks = 0;
  while (push(link) != "pushed") {
    ASSERT_LT(++breaks, 1000);
  }
  for (const auto& made : {large, small}) {
    EXPECT_EQ(sent(made.package_id).state, PackageState::sent);
    expect_same_objects(made.package_id);
  }
  EXPECT_EQ(link.chunk_octets(), evidence::total_octets(outer_of(large.package_id)) +
                                     evidence::total_octets(outer_of(small.package_id)));
}

TEST_P(BrokenTransfer, AReceiverThatForgetsItsPartsLosesOnlyThose) {
  edge::PackageRoutes routes(door());
  BadLink link(routes, "xb", GetParam());
  link.breaks(30);
  const auto made = leaving("xa", 4 * mib);
  std::vector<std::unique_ptr<edge::PackageRoutes>> lives;
  std::uint64_t forgotten = 0;
  while (push(link) != "pushed") {
    ASSERT_LT(lives.size(), 1000U);
    forgotten += kept_parts(lives.empty() ? routes : *lives.back(), made.package_id);
    lives.push_back(std::make_unique<edge::PackageRoutes>(door()));
    link.leads_to(*lives.back());
  }
  expect_same_objects(made.package_id);
  EXPECT_EQ(link.chunk_octets(), evidence::total_octets(outer_of(made.package_id)) + forgotten);
}

INSTANTIATE_TEST_SUITE_P(Seeds, BrokenTransfer, testing::Range<std::uint64_t>(1, 13));

TEST_F(Transfer, BothSidesSeeHowFarItIs) {
  edge::PackageRoutes routes(door());
  BadLink link(routes, "xb", 1);
  const auto made = leaving("xa", 3 * mib);
  const std::string large = "/comity/v1/packages/" + made.package_id.text() + "/1/2";
  link.lie = [&](const exchange::Call& call) {
    return call.path == large ? std::optional(exchange::Reply{503, {}}) : std::nullopt;
  };
  EXPECT_EQ(push(link), "pushed");
  const auto total = evidence::total_octets(outer_of(made.package_id));
  const auto out = must(desk::packages_in_states(xb.context(), {PackageState::sending}));
  const auto in = must(desk::packages_in_states(xa.context(), {PackageState::arriving}));
  ASSERT_EQ(out.size(), 1U);
  ASSERT_EQ(in.size(), 1U);
  EXPECT_EQ(out[0].total, total);
  // What came of the last calls beside the refused one, the sender learns when it asks again.
  EXPECT_GE(out[0].done, 2 * mib);
  EXPECT_LE(out[0].done, in[0].done);
  EXPECT_EQ(in[0].done, total - mib);
  EXPECT_EQ(out[0].row.last_error, "EXCH-41 503");
  link.lie = nullptr;
  EXPECT_EQ(push(link), "pushed");
  EXPECT_EQ(must(desk::packages_in_states(xb.context(), {PackageState::sent})).at(0).done, total);
}

TEST_F(Transfer, ASmallPackageDoesNotWaitForALargeOne) {
  edge::PackageRoutes routes(door());
  BadLink link(routes, "xb", 1);
  leaving("xa", 40 * mib);
  const auto small = leaving("xa", 1);
  EXPECT_EQ(push(link), "pushed");
  const auto& paths = link.paths();
  const std::string last = "POST /comity/v1/packages/" + small.package_id.text();
  std::size_t at = 0;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    at = paths[i].starts_with(last) ? i : at;
  }
  EXPECT_GT(at, 0U);
  EXPECT_LT(at, paths.size() / 2);
}

TEST_F(Transfer, APackageTooLargeOrWithoutRoomIsRefusedBeforeAnOctetOfIt) {
  const auto made = leaving("xa", 3 * mib);
  const auto total = evidence::total_octets(outer_of(made.package_id));
  const std::string id = made.package_id.text();
  const Bytes outer = sent(made.package_id).outer;
  limits.largest_package = total - 1;
  edge::PackageRoutes narrow(door());
  EXPECT_EQ(code_of(call(narrow, "PUT", id, outer)), "EDGE-40");
  limits.largest_package = total;
  room = total + limits.spare_room - 1;
  edge::PackageRoutes full(door());
  EXPECT_EQ(code_of(call(full, "PUT", id, outer)), "EDGE-41");
  EXPECT_EQ(call(full, "PUT", id, outer).status, 503);
  EXPECT_EQ(xa.store.packages().get(made.package_id).value(), std::nullopt);
  room = total + limits.spare_room;
  EXPECT_EQ(code_of(call(full, "PUT", id, outer)), "done");
}

TEST_F(Transfer, RoomPromisedToOnePackageIsNotPromisedAgain) {
  const auto first = leaving("xa", 3 * mib);
  const auto second = leaving("xa", 3 * mib);
  const auto total = evidence::total_octets(outer_of(first.package_id));
  room = 2 * total + limits.spare_room - 1;
  edge::PackageRoutes routes(door());
  EXPECT_EQ(code_of(call(routes, "PUT", first.package_id.text(), sent(first.package_id).outer)),
            "done");
  EXPECT_EQ(code_of(call(routes, "PUT", second.package_id.text(), sent(second.package_id).outer)),
            "EDGE-41");
  BadLink link(routes, "xb", 1);
  EXPECT_EQ(push(link), "pushed");
  EXPECT_EQ(sent(first.package_id).state, PackageState::sent);
  EXPECT_EQ(sent(second.package_id).state, PackageState::sending);
  EXPECT_EQ(push(link), "pushed");  // what is here takes no room any more
  EXPECT_EQ(sent(second.package_id).state, PackageState::sent);
}

TEST_F(Transfer, APeerHasOnlySoManyUnfinishedPackages) {
  limits.unfinished = 1;
  edge::PackageRoutes routes(door());
  const auto first = leaving("xa", 10);
  const auto second = leaving("xa", 10);
  EXPECT_EQ(code_of(call(routes, "PUT", first.package_id.text(), sent(first.package_id).outer)),
            "done");
  EXPECT_EQ(code_of(call(routes, "PUT", second.package_id.text(), sent(second.package_id).outer)),
            "EDGE-42");
}

TEST_F(Transfer, WhatNeverBecomesWholeIsGivenUpAndMayBeAnnouncedAgain) {
  edge::PackageRoutes routes(door());
  BadLink link(routes, "xb", 1);
  const auto made = leaving("xa", 3 * mib);
  link.lie = [&](const exchange::Call& call) {
    return call.path.ends_with("/1/2") ? std::optional(exchange::Reply{503, {}}) : std::nullopt;
  };
  EXPECT_EQ(push(link), "pushed");
  EXPECT_GT(xa.blobs.used(), 0U);
  EXPECT_EQ(must(routes.intake().expire()), 0U);
  limits.patience = std::chrono::hours(2);
  edge::PackageRoutes impatient(door());
  clock.advance(std::chrono::hours(3));
  EXPECT_EQ(must(impatient.intake().expire()), 1U);
  EXPECT_EQ(xa.blobs.used(), 0U);
  EXPECT_EQ(must(xa.store.packages().get(made.package_id)).state, PackageState::expired);
  EXPECT_EQ(code_of(call(impatient, "GET", made.package_id.text() + "/1")), "EDGE-44");
  link.leads_to(impatient);
  link.lie = nullptr;
  EXPECT_EQ(push(link), "pushed");
  expect_same_objects(made.package_id);
}

TEST_F(Transfer, APackageThatStillComesIsNotGivenUp) {
  limits.patience = std::chrono::hours(4);
  edge::PackageRoutes routes(door());
  BadLink link(routes, "xb", 1);
  const auto made = leaving("xa", 3 * mib);
  const auto all_but = [&link](const std::vector<std::string>& chunks) {
    link.lie = [chunks](const exchange::Call& call) {
      const bool refused = std::any_of(chunks.begin(), chunks.end(), [&](const std::string& chunk) {
        return call.path.ends_with(chunk);
      });
      return refused ? std::optional(exchange::Reply{503, {}}) : std::nullopt;
    };
  };
  all_but({"/1/1", "/1/2"});
  EXPECT_EQ(push(link), "pushed");
  clock.advance(std::chrono::hours(3));
  all_but({"/1/2"});
  EXPECT_EQ(push(link), "pushed") << "one chunk more";
  clock.advance(std::chrono::hours(3));
  EXPECT_EQ(must(routes.intake().expire()), 0U);
  link.lie = nullptr;
  EXPECT_EQ(push(link), "pushed");
  EXPECT_EQ(sent(made.package_id).state, PackageState::sent);
  expect_same_objects(made.package_id);
}

TEST_F(Transfer, APackageAfterItsTimeIsRefusedForGood) {
  edge::PackageRoutes routes(door());
  BadLink link(routes, "xb", 1);
  const auto made = leaving("xa", 10);
  clock.advance(std::chrono::hours(25));
  EXPECT_EQ(push(link), "pushed");
  EXPECT_EQ(sent(made.package_id).state, PackageState::refused);
  EXPECT_NE(sent(made.package_id).last_error.find("EDGE-44"), std::string::npos);
  const auto calls = link.paths().size();
  EXPECT_EQ(push(link), "pushed");
  EXPECT_EQ(link.paths().size(), calls);
}

TEST_F(Transfer, ALyingSenderGetsACodeAndKeepsNothing) {
  limits.parts_of_a_peer = 3 * mib;
  edge::PackageRoutes routes(door());
  const auto made = leaving("xa", 3 * mib);
  const std::string id = made.package_id.text();
  const std::string object = id + "/1";
  ASSERT_EQ(code_of(call(routes, "PUT", id, sent(made.package_id).outer)), "done");
  ASSERT_EQ(code_of(call(routes, "GET", object)), "done");
  EXPECT_EQ(code_of(call(routes, "PUT", object + "/9", content(mib))), "OBJ-03");
  EXPECT_EQ(code_of(call(routes, "PUT", object + "/18446744073709551615", content(mib))), "OBJ-03");
  EXPECT_EQ(code_of(call(routes, "PUT", object + "/x", content(mib))), "EDGE-05");
  EXPECT_EQ(code_of(call(routes, "PUT", object + "/0", content(mib - 1))), "OBJ-03");
  EXPECT_EQ(code_of(call(routes, "PUT", object + "/0/5", content(mib - 5))), "EDGE-43");
  EXPECT_EQ(code_of(call(routes, "PUT", id + "/9/0", content(mib))), "EDGE-07");
  EXPECT_EQ(xa.blobs.used(), 0U);
  EXPECT_EQ(edge::PackageRoutes::largest_body("PUT", object + "/0"), mib);
  EXPECT_EQ(edge::PackageRoutes::largest_body("POST", object), 0U);
  for (std::uint64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(code_of(call(routes, "PUT", object + "/" + std::to_string(i), content(mib, i + 7))),
              "done");
  }
  const auto last = outer_of(made.package_id).objects[1].extent.length - 3 * mib;
  EXPECT_EQ(code_of(call(routes, "PUT", object + "/3", content(last))), "done");
  EXPECT_EQ(code_of(call(routes, "POST", object)), "OBJ-07");
  EXPECT_EQ(xa.blobs.used(), 0U);
}

TEST_F(Transfer, BeginningsOfChunksAreFewAndOfThePeerThatSentThem) {
  limits.parts_of_a_peer = 2 * mib;
  edge::PackageRoutes routes(door());
  const auto made = leaving("xa", 4 * mib);
  const std::string id = made.package_id.text();
  ASSERT_EQ(code_of(call(routes, "PUT", id, sent(made.package_id).outer)), "done");
  for (std::uint64_t i = 0; i < 4; ++i) {
    const std::string path = id + "/1/" + std::to_string(i);
    routes.cut_short({"PUT", "/comity/v1/packages/" + path, content(mib - 1), "xb", {}}, path);
    routes.cut_short({"PUT", "/comity/v1/packages/" + path, content(mib - 1), "xc", {}}, path);
  }
  const auto parts = routes.intake().parts.of("xb", {made.package_id, 1});
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0], (exchange::ChunkPart{2, mib - 1}));
  EXPECT_TRUE(routes.intake().parts.of("xc", {made.package_id, 1}).empty());
}

TEST_F(Transfer, AWrongBeginningGivesAnotherRootAndIsSentAnew) {
  edge::PackageRoutes routes(door());
  BadLink link(routes, "xb", 1);
  const auto made = leaving("xa", 3 * mib);
  const std::string id = made.package_id.text();
  ASSERT_EQ(code_of(call(routes, "PUT", id, sent(made.package_id).outer)), "done");
  const std::string path = id + "/1/1";
  routes.cut_short({"PUT", "/comity/v1/packages/" + path, content(100), "xb", {}}, path);
  EXPECT_EQ(push(link), "pushed");
  EXPECT_EQ(sent(made.package_id).state, PackageState::sent);
  expect_same_objects(made.package_id);
}

TEST_F(Transfer, OwnBytesThatHaveChangedAreNotSentForEver) {
  edge::PackageRoutes routes(door());
  BadLink link(routes, "xb", 1);
  const auto made = leaving("xa", 3 * mib);
  xb.blobs.raw({made.package_id, 1}, 1)->back() ^= 1U;
  EXPECT_EQ(push(link), "pushed");
  EXPECT_EQ(sent(made.package_id).state, PackageState::refused);
  EXPECT_NE(sent(made.package_id).last_error.find("OBJ-10"), std::string::npos);
}

TEST_F(Transfer, AReceiverThatLiesAboutWhatIsMissingIsLeftAlone) {
  edge::PackageRoutes routes(door());
  BadLink link(routes, "xb", 1);
  const auto made = leaving("xa", 10);
  link.lie = [](const exchange::Call& call) {
    return call.method == "GET"
               ? std::optional(exchange::Reply{
                     200, value::to_bytes(
                              R"({"missing":[{"first":0,"count":9007199254740991}],"parts":[]})")})
               : std::nullopt;
  };
  EXPECT_EQ(push(link), "pushed");
  EXPECT_EQ(sent(made.package_id).state, PackageState::sending);
  EXPECT_NE(sent(made.package_id).last_error.find("EXCH-40"), std::string::npos);
  EXPECT_LT(link.paths().size(), 40U);
}

TEST_F(Transfer, AReceiverThatIsNeverContentIsLeftAloneToo) {
  edge::PackageRoutes routes(door());
  BadLink link(routes, "xb", 1);
  const auto made = leaving("xa", 10);
  link.lie = [](const exchange::Call& call) {
    return call.method == "POST"
               ? std::optional(
                     exchange::Reply{422, value::to_bytes(R"({"code":"OBJ-06","what":"\u0007"})")})
               : std::nullopt;
  };
  EXPECT_EQ(push(link), "pushed");
  EXPECT_EQ(sent(made.package_id).last_error, "EXCH-41 422 OBJ-06 ?");
  EXPECT_LT(link.paths().size(), 200U);
}

}  // namespace
}  // namespace comity::scenarios
