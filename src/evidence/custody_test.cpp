#include "evidence/custody.h"

#include "codec/json.h"
#include "support/must.h"
#include "support/package_story.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace comity::evidence {
namespace {

using testing_support::code;

value::Uuid uuid(std::uint8_t fill) {
  value::Uuid id;
  id.octets.fill(fill);
  id.octets[6] = 0x70;
  id.octets[8] = 0x80;
  return id;
}

CustodyRecord release() {
  CustodyRecord record;
  record.act = CustodyAct::release;
  record.item = {"XA-2026-17/1", "XA-2026-17", "image of a server's disk", "198.51.100.7", ""};
  record.who = {"xa.p.idris", "examiner", "xa", "XA", {"xa.p.lund"}};
  record.when = {{1'793'671'449'000}, {1'793'671'460'000}, "NTP", "UTC+02:00", "laboratory 2"};
  record.why = {uuid(1), "prosecution", "Article 44", "Court of Arvandia"};
  record.how = {"sealed to the recipient's key", "comity", "0.1"};
  record.digests = {{1, {}}, {2, {}}};
  record.hand_over = HandOver{uuid(2), {"xa", "xa.247"}, {"xb", "xb.central"}, std::nullopt};
  record.limits = {"the offence named in the request", "", Disposal::give_back, ""};
  return record;
}

CustodyRecord receive() {
  CustodyRecord record = release();
  record.act = CustodyAct::receive;
  record.who = {"xb.p.kovac", "clerk", "xb", "XB", {}};
  HandOver from = testing_support::must(record.hand_over);
  from.released = digest_of_record(release());
  record.hand_over = from;
  return record;
}

TEST(CustodyTest, ReadsBackEveryGroup) {
  CustodyRecord record = receive();
  record.alteration = Alteration{"a lock file was removed", "the tool demands it", "xa.p.idris",
                                 "no other way to read"};
  const auto read = read_custody(json_of(record));
  ASSERT_EQ(code(read), "");
  EXPECT_EQ(*read, record);
}

TEST(CustodyTest, NamesEachAct) {
  EXPECT_EQ(act_name(CustodyAct::give_back), "return");
  for (const CustodyAct act : {CustodyAct::seize, CustodyAct::acquire, CustodyAct::seal,
                               CustodyAct::open, CustodyAct::give_back, CustodyAct::destroy}) {
    CustodyRecord record = release();
    record.hand_over.reset();
    record.act = act;
    EXPECT_EQ(read_custody(json_of(record)), record);
  }
}

TEST(CustodyTest, AHandOverBelongsToReleaseAndReceive) {
  CustodyRecord record = release();
  record.hand_over.reset();
  EXPECT_EQ(code(read_custody(json_of(record))), "PKG-22");
  record = release();
  record.act = CustodyAct::open;
  EXPECT_EQ(code(read_custody(json_of(record))), "PKG-22");
  record = release();
  record.act = CustodyAct::receive;
  EXPECT_EQ(code(read_custody(json_of(record))), "PKG-22");
  record = receive();
  record.act = CustodyAct::release;
  EXPECT_EQ(code(read_custody(json_of(record))), "PKG-22");
}

TEST(CustodyTest, RefusesValuesOutOfBounds) {
  const auto changed = [](const std::function<void(CustodyRecord&)>& change) {
    CustodyRecord record = release();
    change(record);
    return code(read_custody(json_of(record)));
  };
  EXPECT_EQ(changed([](CustodyRecord&) {}), "");
  EXPECT_EQ(changed([](CustodyRecord& r) { r.item.evidence_id = ""; }), "PKG-02");
  EXPECT_EQ(changed([](CustodyRecord& r) { r.who.person = "two\nlines"; }), "PKG-02");
  EXPECT_EQ(changed([](CustodyRecord& r) { r.who.others.assign(17, "x"); }), "PKG-02");
  EXPECT_EQ(changed([](CustodyRecord& r) { r.why.purpose = std::string(4001, 'x'); }), "PKG-02");
  EXPECT_EQ(
      changed([](CustodyRecord& r) { r.when.ended = r.when.started + value::Duration(-1000); }),
      "PKG-22");
  EXPECT_EQ(changed([](CustodyRecord& r) { r.digests[0].index = 5000; }), "PKG-02");
  EXPECT_EQ(changed([](CustodyRecord& r) { r.hand_over->to.desk = "not a desk"; }), "PKG-02");
}

TEST(CustodyTest, RefusesUnknownMembersAndCodes) {
  const auto changed = [](const std::function<void(codec::Json::Object&)>& change) {
    codec::Json::Object members;
    const codec::Json json = json_of(release());
    if (const auto* object = json.object()) {
      members = *object;
    }
    change(members);
    return code(read_custody(members));
  };
  EXPECT_EQ(changed([](codec::Json::Object& json) { json["act"] = "lose"; }), "PKG-02");
  EXPECT_EQ(changed([](codec::Json::Object& json) { json["more"] = 1; }), "JSON-09");
  EXPECT_EQ(changed([](codec::Json::Object& json) { json.erase("limits"); }), "JSON-07");
  EXPECT_EQ(code(read_custody(codec::Json("x"))), "JSON-06");
}

TEST(HandOverTest, AReceiveAnswersItsRelease) {
  EXPECT_EQ(code(check_hand_over(release(), receive())), "");
}

TEST(HandOverTest, EachDifferenceIsSeen) {
  const auto changed = [](const std::function<void(CustodyRecord&)>& change) {
    CustodyRecord record = receive();
    change(record);
    const auto checked = check_hand_over(release(), record);
    return checked ? "" : checked.error().detail;
  };
  EXPECT_EQ(changed([](CustodyRecord& r) { r.digests.pop_back(); }), "other digests");
  EXPECT_EQ(changed([](CustodyRecord& r) { r.hand_over->package_id = uuid(9); }),
            "another package");
  EXPECT_EQ(changed([](CustodyRecord& r) { r.hand_over->to.desk = "xb.other"; }), "other parties");
  EXPECT_EQ(changed([](CustodyRecord& r) { r.hand_over->released = value::Digest{}; }),
            "the receive record cites another release");
  EXPECT_EQ(changed([](CustodyRecord& r) { r.act = CustodyAct::open; }),
            "not a release and a receive");
}

}  // namespace
}  // namespace comity::evidence
