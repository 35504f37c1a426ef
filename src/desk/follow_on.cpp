#include "desk/follow_on.h"

#include "casework/case_state.h"
#include "codec/json.h"
#include "desk/case_file.h"
#include "desk/context.h"
#include "desk/law.h"
#include "record/tables.h"
#include "record/view.h"
#include "register/directory_entry.h"
#include "register/state_profile.h"
#include "request/follow_on.h"
#include "request/lifecycle.h"
#include "statement/statement.h"
#include "value/result.h"
#include "value/uuid.h"

#include <functional>
#include <string>
#include <utility>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

/// The latest disclosure that had effect; null when there is none.
const codec::Json* disclosed(const CaseFile& file) {
  const codec::Json* latest = nullptr;
  for (const casework::Disposition& each : file.state.statements) {
    const FiledStatement* filed = file.by_digest(each.digest);
    if (each.document == "partial_disclosure" && each.standing == casework::Standing::applied &&
        filed != nullptr) {
      latest = &filed->content.record;
    }
  }
  return latest;
}

Result<std::string> competent_desk(const registers::StateProfile* profile, const std::string& state,
                                   const std::string& kind,
                                   const std::function<bool(const std::string&)>& usable) {
  if (profile != nullptr) {
    for (const registers::Desk& each : profile->desks) {
      if (each.competent_for(kind) && usable(each.id)) {
        return each.id;
      }
    }
  }
  return fail("DESK-25", state + ", " + kind);
}

/// A further request: from this State to the one that was asked, or to the upstream State.
Result<request::FollowParties> parties_of_request(const Context& context, const std::string& kind,
                                                  const statement::Head& open,
                                                  const codec::Json* disclosure) {
  const Law& law = context.law;
  const registers::StateProfile* asked = law.profile_of_desk(open.to_desks.front());
  std::string state = asked != nullptr ? asked->state : open.to_desks.front();
  request::FollowParties parties;
  if (disclosure != nullptr) {
    state = record::View(disclosure).at("upstream_state").text().value_or("");
    const auto found = law.profiles.find(state);
    asked = found == law.profiles.end() ? nullptr : &found->second;
    const auto id = record::View(disclosure).at("upstream_provider.directory_id").text();
    const auto* provider = asked != nullptr && id ? asked->provider(*id) : nullptr;
    parties.upstream_provider_type = provider != nullptr ? provider->provider_type : "";
  }
  auto sender =
      competent_desk(law.profile_of_desk(open.from_desk), context.node, kind,
                     [&](const std::string& desk) { return context.desks.contains(desk); });
  auto recipient = competent_desk(asked, state, kind, [](const std::string&) { return true; });
  if (!sender || !recipient) {
    return fail(!sender ? sender.error() : recipient.error());
  }
  parties.sender = *std::move(sender);
  parties.recipient = *std::move(recipient);
  return parties;
}

/// The file number that this node gave to a request of another.
std::string reference_given(const Context& context, const CaseFile& file) {
  for (const FiledStatement& filed : file.statements) {
    if (filed.content.head.document == "acknowledgement" &&
        context.desks.contains(filed.content.head.from_desk)) {
      return record::View(&filed.content.record).at("case_ref_requested").text().value_or("");
    }
  }
  return {};
}

}  // namespace

Result<request::FollowOn> draft_follow_on(const Context& context, const std::string& kind,
                                          const value::Uuid& case_id) {
  auto table = context.law.tables().enabled(kind);
  auto file = load_case(context, case_id);
  if (!table || !file) {
    return fail(!table ? table.error() : file.error());
  }
  const FiledStatement* opening = file->opening();
  if (opening == nullptr) {
    return fail("DESK-05", case_id.text());
  }
  const statement::Head& open = opening->content.head;
  const bool opened_here = context.desks.contains(open.from_desk);
  const bool answers = context.law.lifecycles.joining(kind) != nullptr;
  if (opened_here == answers) {
    return fail("DESK-24", kind + " in a case that " + open.from_desk + " opened");
  }
  request::FollowedCase from{
      case_id.text(), open.document, &opening->content.record, disclosed(*file), {}};
  if (answers) {
    from.own_reference = reference_given(context, *file);
    return request::follow_on(context.law.reference, kind, from,
                              {open.to_desks.front(), open.from_desk, {}});
  }
  const record::KindFacts* facts = context.law.tables().kind(kind);
  const bool upstream = facts->follows && facts->follows->from_disclosure;
  auto parties =
      upstream && from.disclosure == nullptr
          ? Result<request::FollowParties>(request::FollowParties())
          : parties_of_request(context, kind, open, upstream ? from.disclosure : nullptr);
  return parties ? request::follow_on(context.law.reference, kind, from, *parties)
                 : fail(parties.error());
}

}  // namespace comity::desk
