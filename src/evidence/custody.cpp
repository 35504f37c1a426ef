#include "evidence/custody.h"

#include "codec/json.h"
#include "codec/members.h"
#include "crypto/sha256.h"
#include "evidence/manifest_fields.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

template <class Enum>
using Names = std::pair<Enum, std::string_view>;

constexpr std::array<Names<CustodyAct>, 8> acts = {{{CustodyAct::seize, "seize"},
                                                    {CustodyAct::acquire, "acquire"},
                                                    {CustodyAct::seal, "seal"},
                                                    {CustodyAct::release, "release"},
                                                    {CustodyAct::receive, "receive"},
                                                    {CustodyAct::open, "open"},
                                                    {CustodyAct::give_back, "return"},
                                                    {CustodyAct::destroy, "destroy"}}};

constexpr std::array<Names<Disposal>, 3> disposals = {{{Disposal::give_back, "return"},
                                                       {Disposal::destroy, "destroy"},
                                                       {Disposal::as_agreed, "as_agreed"}}};

template <class Enum, std::size_t n>
std::string_view name_in(const std::array<Names<Enum>, n>& table, Enum value) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const auto& entry) { return entry.first == value; });
  return found == table.end() ? std::string_view() : found->second;
}

template <class Enum, std::size_t n>
Enum value_in(const std::array<Names<Enum>, n>& table, codec::Members& members,
              std::string_view member) {
  const std::string text = members.text(member);
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const auto& entry) { return entry.second == text; });
  if (found == table.end()) {
    members.refuse({"PKG-02", std::string(member) + " is not a code of this version"});
    return table.front().first;
  }
  return found->first;
}

/// Reads an object with `read`, then refuses what is left in it.
template <class Read>
auto group(codec::Members& outer, const codec::Json& json, const std::string& where, Read read) {
  codec::Members members(json, where);
  auto made = read(members);
  if (const auto done = members.finish(); !done) {
    outer.refuse(done.error());
  }
  return made;
}

codec::Json json_of(const Item& item) {
  codec::Json::Object json{{"evidence_id", item.evidence_id},
                           {"description", item.description},
                           {"source", item.source}};
  put_optional(json, "parent_id", item.parent_id);
  put_optional(json, "seal_id", item.seal_id);
  return json;
}

Item read_item(codec::Members& members) {
  Item item;
  item.evidence_id = line_of(members, "evidence_id");
  item.parent_id = optional_line(members, "parent_id");
  item.description = text_of(members, "description");
  item.source = text_of(members, "source");
  item.seal_id = optional_line(members, "seal_id");
  return item;
}

codec::Json json_of(const Custodian& who) {
  codec::Json::Array others;
  for (const std::string& other : who.others) {
    others.emplace_back(other);
  }
  return codec::Json::Object{{"person", who.person},
                             {"role", who.role},
                             {"organisation", who.organisation},
                             {"state", who.state},
                             {"others", std::move(others)}};
}

Custodian read_custodian(codec::Members& members) {
  Custodian who;
  who.person = line_of(members, "person");
  who.role = line_of(members, "role");
  who.organisation = line_of(members, "organisation");
  who.state = line_of(members, "state");
  const auto& others = members.array("others");
  for (const codec::Json& other : others) {
    const std::string* text = other.text();
    if (others.size() > max_recipients || text == nullptr || text->empty() ||
        text->size() > max_line) {
      members.refuse({"PKG-02", "others are at most 16 lines of 1 to 256 octets"});
      break;
    }
    who.others.push_back(*text);
  }
  return who;
}

codec::Json json_of(const Occasion& when) {
  return codec::Json::Object{{"started", when.started.text()},
                             {"ended", when.ended.text()},
                             {"time_source", when.time_source},
                             {"zone", when.zone},
                             {"place", when.place}};
}

Occasion read_occasion(codec::Members& members) {
  Occasion when;
  when.started = members.instant("started");
  when.ended = members.instant("ended");
  if (when.ended < when.started) {
    members.refuse({"PKG-22", "the act ended before it started"});
  }
  when.time_source = line_of(members, "time_source");
  when.zone = line_of(members, "zone");
  when.place = text_of(members, "place");
  return when;
}

codec::Json json_of(const Reason& why) {
  return codec::Json::Object{{"case_ref", why.case_ref.text()},
                             {"purpose", why.purpose},
                             {"legal_basis", why.legal_basis},
                             {"authority", why.authority}};
}

Reason read_reason(codec::Members& members) {
  Reason why;
  why.case_ref = members.uuid("case_ref");
  why.purpose = text_of(members, "purpose");
  why.legal_basis = text_of(members, "legal_basis");
  why.authority = text_of(members, "authority");
  return why;
}

codec::Json json_of(const Method& how) {
  codec::Json::Object json{{"method", how.method}};
  put_optional(json, "tool", how.tool);
  put_optional(json, "tool_version", how.tool_version);
  return json;
}

Method read_method(codec::Members& members) {
  Method how;
  how.method = text_of(members, "method");
  how.tool = optional_line(members, "tool");
  how.tool_version = optional_line(members, "tool_version");
  return how;
}

codec::Json json_of(const Alteration& alteration) {
  return codec::Json::Object{{"what", alteration.what},
                             {"cause", alteration.cause},
                             {"by", alteration.by},
                             {"justification", alteration.justification}};
}

Alteration read_alteration(codec::Members& members) {
  Alteration alteration;
  alteration.what = text_of(members, "what");
  alteration.cause = text_of(members, "cause");
  alteration.by = line_of(members, "by");
  alteration.justification = text_of(members, "justification");
  return alteration;
}

codec::Json json_of(const HandOver& hand_over) {
  codec::Json::Object json{{"package_id", hand_over.package_id.text()},
                           {"from", json_of(hand_over.from)},
                           {"to", json_of(hand_over.to)}};
  if (hand_over.released) {
    json.emplace("released", hand_over.released->hex());
  }
  return json;
}

HandOver read_hand_over(codec::Members& members) {
  HandOver hand_over;
  hand_over.package_id = members.uuid("package_id");
  hand_over.from = party_of(members.object("from"), "from", members);
  hand_over.to = party_of(members.object("to"), "to", members);
  if (members.optional("released") != nullptr) {
    hand_over.released = members.digest("released");
  }
  return hand_over;
}

codec::Json json_of(const std::vector<ObjectDigest>& digests) {
  codec::Json::Array list;
  for (const ObjectDigest& digest : digests) {
    list.push_back(codec::Json::Object{{"index", std::int64_t{digest.index}},
                                       {"sha256", digest.sha256.hex()}});
  }
  return list;
}

std::vector<ObjectDigest> read_digests(codec::Members& members) {
  std::vector<ObjectDigest> digests;
  const auto& list = members.array("digests");
  if (list.size() > 4096) {
    members.refuse({"PKG-02", "more than 4096 digests"});
    return digests;
  }
  for (const codec::Json& item : list) {
    digests.push_back(group(members, item, "digests", [](codec::Members& one) {
      ObjectDigest digest;
      digest.index = static_cast<std::uint32_t>(number_of(one, "index", 4096));
      digest.sha256 = one.digest("sha256");
      return digest;
    }));
  }
  return digests;
}

Limits limits_in(codec::Members& members) {
  Limits limits;
  limits.use = text_of(members, "use");
  limits.confidentiality = text_of(members, "confidentiality");
  limits.disposal = value_in(disposals, members, "disposal");
  limits.notes = text_of(members, "notes");
  return limits;
}

/// A hand-over is two records, of which only the second can cite the first.
void check_act(const CustodyRecord& record, codec::Members& members) {
  const bool hands_over = record.act == CustodyAct::release || record.act == CustodyAct::receive;
  if (hands_over != record.hand_over.has_value()) {
    members.refuse({"PKG-22", "release and receive, and no other act, have a hand-over"});
  } else if (record.hand_over &&
             record.hand_over->released.has_value() != (record.act == CustodyAct::receive)) {
    members.refuse({"PKG-22", "receive, and only receive, cites the release"});
  }
}

}  // namespace

std::string_view act_name(CustodyAct act) { return name_in(acts, act); }

codec::Json json_of(const Limits& limits) {
  return codec::Json::Object{{"use", limits.use},
                             {"confidentiality", limits.confidentiality},
                             {"disposal", name_in(disposals, limits.disposal)},
                             {"notes", limits.notes}};
}

codec::Json json_of(const CustodyRecord& record) {
  codec::Json::Object json{
      {"act", act_name(record.act)},        {"item", json_of(record.item)},
      {"who", json_of(record.who)},         {"when", json_of(record.when)},
      {"why", json_of(record.why)},         {"how", json_of(record.how)},
      {"digests", json_of(record.digests)}, {"limits", json_of(record.limits)}};
  if (record.alteration) {
    json.emplace("alteration", json_of(*record.alteration));
  }
  if (record.hand_over) {
    json.emplace("hand_over", json_of(*record.hand_over));
  }
  return json;
}

value::Result<Limits> read_limits(const codec::Json& json) {
  codec::Members members(json, "limits");
  Limits limits = limits_in(members);
  if (const auto done = members.finish(); !done) {
    return value::fail(done.error());
  }
  return limits;
}

value::Result<CustodyRecord> read_custody(const codec::Json& json) {
  codec::Members members(json, "custody");
  CustodyRecord record;
  record.act = value_in(acts, members, "act");
  record.item = group(members, members.object("item"), "item", read_item);
  record.who = group(members, members.object("who"), "who", read_custodian);
  record.when = group(members, members.object("when"), "when", read_occasion);
  record.why = group(members, members.object("why"), "why", read_reason);
  record.how = group(members, members.object("how"), "how", read_method);
  record.digests = read_digests(members);
  if (const codec::Json* found = members.optional("alteration"); found != nullptr) {
    record.alteration = group(members, *found, "alteration", read_alteration);
  }
  if (const codec::Json* found = members.optional("hand_over"); found != nullptr) {
    record.hand_over = group(members, *found, "hand_over", read_hand_over);
  }
  record.limits = group(members, members.object("limits"), "limits", limits_in);
  check_act(record, members);
  if (const auto done = members.finish(); !done) {
    return value::fail(done.error());
  }
  return record;
}

value::Digest digest_of_record(const CustodyRecord& record) {
  return crypto::sha256(value::bytes_of(codec::write_json(json_of(record))));
}

value::Result<void> check_hand_over(const CustodyRecord& release, const CustodyRecord& receive) {
  if (release.act != CustodyAct::release || receive.act != CustodyAct::receive ||
      !release.hand_over || !receive.hand_over) {
    return value::fail("PKG-22", "not a release and a receive");
  }
  if (receive.hand_over->released != digest_of_record(release)) {
    return value::fail("PKG-22", "the receive record cites another release");
  }
  if (release.hand_over->package_id != receive.hand_over->package_id) {
    return value::fail("PKG-22", "another package");
  }
  if (release.hand_over->from != receive.hand_over->from ||
      release.hand_over->to != receive.hand_over->to) {
    return value::fail("PKG-22", "other parties");
  }
  if (release.digests != receive.digests) {
    return value::fail("PKG-22", "other digests");
  }
  return {};
}

}  // namespace comity::evidence
