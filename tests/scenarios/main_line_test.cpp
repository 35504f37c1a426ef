// The main line, from a preservation asked to evidence confirmed: both nodes compute the same state
// at every step, and what leaves as a bundle is whole or is not there.
#include "codec/json.h"
#include "desk/bundle.h"
#include "desk/case_file.h"
#include "desk/deliver.h"
#include "desk/push.h"
#include "desk/send.h"
#include "scenarios/house.h"
#include "scenarios/wire.h"
#include "support/shell.h"
#include "value/bytes.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace comity::scenarios {
namespace {

using codec::Json;
using Persons = std::vector<std::string>;

class MainLine : public Wire {
 protected:
  /// `who` says it in the case, the letters travel, and both sides agree on what it means.
  void say(House& who, const value::Uuid& in, const std::string& document, Json::Object record,
           const Persons& persons) {
    for (const auto& field : law().tables().find(document)->fields) {
      if (field.only.size() == 1) {
        record.emplace(field.name, field.only.front());
      }
    }
    who.answer({in, document, Json(std::move(record)), {}, {}}, persons);
    settle();
    expect_equal_states(in);
  }

  void commit_prepared(House& who, const value::Bytes& payload, const Persons& persons) {
    must(desk::send(who.context(), payload, who.authorise_all(payload, persons)));
  }

  std::string state(House& house, const value::Uuid& in) {
    return must(desk::load_case(house.context(), in)).state.state;
  }

  value::Uuid preserved() {
    const auto id = request().head.case_id;
    settle();
    say(xb, id, "acknowledgement", Json::Object{{"case_ref_requested", "XB-77"}}, {"xb.lind"});
    say(xb, id, "preservation_notice",
        Json::Object{
            {"outcome", "in_force"}, {"frozen", "the mailbox"}, {"latest_end", "2027-02-18"}},
        {"xb.lind"});
    return id;
  }

  /// A request for content that cites these preservations, granted and executed.
  value::Uuid executed(House& author, const Persons& persons, const Json::Array& cited) {
    Json::Object record = *draft("mla_content").object();
    record["preservation_refs"] = cited;
    const auto id = author.open_case(Json(record), persons).head.case_id;
    settle();
    say(xb, id, "acknowledgement", Json::Object{{"case_ref_requested", "XB-78"}}, {"xb.lind"});
    say(xb, id, "decision_grant", Json::Object{}, {"xb.moreau"});
    say(xb, id, "execution_report", Json::Object{{"outcome", "executed"}, {"text", "Copied."}},
        {"xb.lind"});
    return id;
  }

  /// A file of 3 MiB under this name in a package; nothing is sent yet.
  desk::SealedDelivery seal(const value::Uuid& in, const std::string& name) {
    const auto file = folder.path() / "mailbox";
    std::ofstream(file) << std::string(3 << 20, 'm');
    desk::Delivery delivery;
    delivery.case_id = in;
    delivery.files = {{file.string(), name, "application/mbox"}};
    delivery.person = "xb";
    return must(desk::seal_delivery(xb.context(), delivery));
  }

  /// Sealed, both documents and those of the cited preservations sent, and pushed to the peer.
  void deliver(const value::Uuid& in) {
    const auto sealed = seal(in, "mailbox");
    commit_prepared(xb, sealed.manifest_payload, {"xb.lind"});
    commit_prepared(xb, sealed.notice_payload, {"xb.lind"});
    for (const auto& payload : sealed.consumed_payloads) {
      commit_prepared(xb, payload, {"xb.lind"});
    }
    settle();
    must(desk::start_delivery(xb.context(), sealed.package_id));
    ASSERT_EQ(
        must(desk::push_packages(xb.context(), xb.wire(), [](const std::string&) { return true; })),
        1U);
    package = sealed.package_id;
  }

  testing_support::TemporaryFolder folder;
  value::Uuid package;
};

TEST_F(MainLine, EndsAsReceivedAndThePreservationAsConsumedOnBothSides) {
  const auto preservation = preserved();
  EXPECT_EQ(state(xa, preservation), "in_force");
  const auto content =
      executed(xa, {"xa.idris", "xa.okafor"}, Json::Array{Json(preservation.text())});
  EXPECT_EQ(state(xa, preservation), "pending_decision");
  deliver(content);
  EXPECT_EQ(state(xa, content), "delivered");
  say(xa, content, "receipt_confirmation",
      Json::Object{{"package_id", package.text()}, {"verified", true}}, {"xa.idris"});
  EXPECT_EQ(state(xa, content), "received_ok");
  EXPECT_EQ(state(xb, preservation), "consumed");
  expect_equal_states(preservation);
  expect_equal_states(content);
}

TEST_F(MainLine, ANameThatCouldMisleadIsReplacedAndTheSenderIsTold) {
  const auto content = executed(xa, {"xa.idris", "xa.okafor"}, {});
  EXPECT_EQ(seal(content, "a/b: \"c\".txt").names, std::vector<std::string>{"a_b_ _c_.txt"});
  EXPECT_EQ(seal(content, "rapport é.txt").names, std::vector<std::string>{"rapport é.txt"});
}

TEST_F(MainLine, ABundleIsWholeOrIsNotThere) {
  const auto content = executed(xa, {"xa.idris", "xa.okafor"}, {});
  deliver(content);
  const auto whole = folder.path() / "bundle";
  const auto written = must(desk::write_bundle(xa.context(), content, whole, {true, {}}));
  EXPECT_GT(written.statements, 4U);
  EXPECT_TRUE(std::filesystem::exists(whole));
  EXPECT_EQ(code(desk::write_bundle(xa.context(), content, whole, {})), "NODE-03");
  // A file that was not opened here cannot go in, and nothing half-made stays.
  const auto none = folder.path() / "none";
  EXPECT_EQ(code(desk::write_bundle(xa.context(), content, none, {false, folder.path().string()})),
            "DESK-22");
  EXPECT_FALSE(std::filesystem::exists(none));
  std::size_t left = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const auto name = entry.path().filename();
    left += static_cast<std::size_t>(name != "bundle" && name != "mailbox");
  }
  EXPECT_EQ(left, 0U);
}

TEST_F(MainLine, WhoCitesAnothersPreservationChangesNothingInIt) {
  const auto preservation = preserved();
  House xc({"xc",
            {"xc.247", "xc.ca"},
            {{"xc.sand", {"duty_officer", "approver"}},
             {"xc.vane", {"duty_officer", "signing_officer"}}}},
           clock);
  xb.join(xc);
  xc.join(xb);
  Json::Object record = *draft("mla_content").object();
  record["preservation_refs"] = Json::Array{Json(preservation.text())};
  record["sender"] = "xc.ca";
  const auto before = must(desk::load_case(xb.context(), preservation)).statements.size();
  const auto bytes = must(desk::prepare_request(xc.context(), Json(record)));
  const auto digest = xc.commit(bytes, xc.authorise_all(bytes, {"xc.sand", "xc.vane"}));
  for (int turn = 0; turn < 6; ++turn) {
    static_cast<void>(xc.round());
    static_cast<void>(xc.post());
    static_cast<void>(xb.round());
    static_cast<void>(xb.post());
  }
  ASSERT_EQ(must(xb.store.cases().by_digest(digest)).digest, digest) << "the request did not come";
  EXPECT_EQ(must(desk::load_case(xb.context(), preservation)).statements.size(), before);
  EXPECT_EQ(state(xb, preservation), "in_force");
}

}  // namespace
}  // namespace comity::scenarios
