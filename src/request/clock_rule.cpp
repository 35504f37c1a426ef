#include "request/clock_rule.h"

#include "codec/json.h"
#include "codec/members.h"
#include "request/texts.h"
#include "value/instant.h"
#include "value/result.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::request {
namespace {

using codec::Json;
using codec::Members;
using value::fail;
using value::Result;

std::optional<std::int64_t> number(Members& members, std::string_view name) {
  const Json* found = members.optional(name);
  const std::int64_t* whole = found == nullptr ? nullptr : found->integer();
  return whole == nullptr ? std::nullopt : std::optional(*whole);
}

Result<ClockSpan> read_span(const Json& json, const std::string& where) {
  Members members(json, where);
  ClockSpan span;
  const auto asked = members.optional_text("asked_or");
  const auto days = number(members, "days");
  const auto hours = number(members, "hours");
  const auto working = number(members, "working_days");
  const auto named = number(members, "latest_end_or_days");
  const auto first = number(members, "first_at_least_days");
  if (const auto pressing = number(members, "pressing_hours")) {
    span.pressing = std::chrono::hours(*pressing);
  }
  const int ways = int{asked.has_value()} + int{days.has_value()} + int{hours.has_value()} +
                   int{working.has_value()} + int{named.has_value()};
  const bool known = !asked || *asked == "decision" || *asked == "execution";
  if (auto finished = members.finish(); !finished || ways != 1 || !known) {
    return fail("REQ-LIFE-01", finished ? where + " says when in no way or in two"
                                        : std::string(finished.error().detail));
  }
  if (asked) {
    span.kind = *asked == "decision" ? ClockSpan::Kind::decision : ClockSpan::Kind::execution;
  } else if (working) {
    span.kind = ClockSpan::Kind::working_days;
    span.working_days = *working;
  } else if (named) {
    span.kind = ClockSpan::Kind::latest_end;
    span.length = std::chrono::days(*named);
    span.first_at_least = std::chrono::days(first.value_or(0));
  } else {
    span.length =
        days ? value::Duration(std::chrono::days(*days)) : std::chrono::hours(hours.value_or(0));
  }
  return span;
}

Result<ClockRule> read_clock(const Json& json, const std::string& where) {
  Members members(json, where);
  ClockRule rule;
  rule.code = members.text("clock");
  rule.restarts = members.optional_text("restarts").value_or("");
  if (const Json* own = members.optional("from_own_act")) {
    rule.from_own_act = own->boolean() != nullptr && *own->boolean();
  }
  const Json none(Json::Array{});
  const Json* pauses = members.optional("paused");
  auto starts = texts_of(Json(members.array("starts")), where + ".starts");
  auto running = texts_of(Json(members.array("running")), where + ".running");
  auto paused = texts_of(pauses == nullptr ? none : *pauses, where + ".paused");
  auto span = read_span(members.object("due"), where + ".due");
  if (auto finished = members.finish(); !finished) {
    return fail("REQ-LIFE-01", finished.error().detail);
  }
  if (!starts || !running || !paused || !span) {
    return fail(!starts    ? starts.error()
                : !running ? running.error()
                : !paused  ? paused.error()
                           : span.error());
  }
  rule.starts = *std::move(starts);
  rule.running = *std::move(running);
  rule.paused = *std::move(paused);
  rule.span = *std::move(span);
  return rule;
}

}  // namespace

Result<std::vector<ClockRule>> read_clocks(const Json* list, const std::string& machine) {
  std::vector<ClockRule> rules;
  if (list == nullptr) {
    return rules;
  }
  const auto* items = list->array();
  if (items == nullptr) {
    return fail("REQ-LIFE-01", machine + ".clocks is not a list");
  }
  for (const Json& item : *items) {
    auto rule = read_clock(item, machine + " clock " + std::to_string(rules.size() + 1));
    if (!rule) {
      return fail(rule.error());
    }
    rules.push_back(*std::move(rule));
  }
  return rules;
}

}  // namespace comity::request
