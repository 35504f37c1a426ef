#include "node/edge_limits.h"

#include "codec/json.h"
#include "codec/members.h"
#include "exchange/mail_store.h"
#include "net/server.h"
#include "node/config.h"
#include "node/files.h"
#include "value/instant.h"
#include "value/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace comity::node {
namespace {

using codec::Json;
using value::fail;
using value::Result;

constexpr std::int64_t longest_seconds = 3600;
constexpr std::int64_t most_connections = 65536;
constexpr std::int64_t most_letters = 1'000'000;
constexpr std::int64_t most_mebibytes = 1'048'576;
constexpr std::uint64_t mebibyte = 1'048'576;

/// A whole number from 1 to `most`, if it is there.
void set(codec::Members& members, const char* name, std::int64_t most,
         const std::function<void(std::int64_t)>& take) {
  const Json* given = members.optional(name);
  if (given == nullptr) {
    return;
  }
  const std::int64_t* number = given->integer();
  if (number == nullptr || *number < 1 || *number > most) {
    members.refuse(
        {"NODE-02", std::string(name) + " is a number from 1 to " + std::to_string(most)});
    return;
  }
  take(*number);
}

/// How much of a peer may lie here: docs/operator/store.md.
void set_inbox(codec::Members& members, exchange::InboxBounds& inbox) {
  const auto letters = [&](const char* name, std::uint64_t& into) {
    set(members, name, most_letters,
        [&](std::int64_t number) { into = static_cast<std::uint64_t>(number); });
  };
  const auto mebibytes = [&](const char* name, std::uint64_t& into) {
    set(members, name, most_mebibytes,
        [&](std::int64_t number) { into = static_cast<std::uint64_t>(number) * mebibyte; });
  };
  letters("waiting_letters", inbox.waiting_letters);
  mebibytes("waiting_mebibytes", inbox.waiting_octets);
  letters("quarantined_letters", inbox.quarantined_letters);
  mebibytes("quarantined_mebibytes", inbox.quarantined_octets);
}

Result<EdgeLimits> limits_in(const Json& json) {
  EdgeLimits all;
  net::ServerLimits& limits = all.server;
  codec::Members members(json, "limits");
  const auto count = [&](const char* name, std::size_t& into) {
    set(members, name, most_connections,
        [&](std::int64_t number) { into = static_cast<std::size_t>(number); });
  };
  const auto seconds = [&](const char* name, value::Duration& into) {
    set(members, name, longest_seconds,
        [&](std::int64_t number) { into = std::chrono::seconds(number); });
  };
  count("connections", limits.connections);
  count("of_one_node", limits.of_one_node);
  count("of_one_address", limits.of_one_address);
  count("waiting_requests", limits.waiting_requests);
  seconds("handshake_seconds", limits.handshake_time);
  seconds("idle_seconds", limits.idle_time);
  seconds("header_seconds", limits.header_time);
  seconds("body_seconds", limits.body_time);
  seconds("reply_seconds", limits.reply_time);
  set_inbox(members, all.inbox);
  set(members, "retry_seconds", longest_seconds,
      [&](std::int64_t number) { all.retry = std::chrono::seconds(number); });
  auto done = members.finish();
  return done ? Result<EdgeLimits>(all) : fail("NODE-02", done.error().detail);
}

}  // namespace

Result<EdgeLimits> read_limits(const Folder& folder) {
  auto bytes = read_file(folder.config());
  auto json = bytes ? codec::parse_json(*bytes, {64UL * 1024, 8}) : fail(bytes.error());
  if (!json) {
    return fail("NODE-02", json.error().detail);
  }
  const Json* limits = json->member("limits");
  return limits != nullptr ? limits_in(*limits) : Result<EdgeLimits>(EdgeLimits());
}

}  // namespace comity::node
