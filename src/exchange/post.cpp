#include "exchange/post.h"

#include "exchange/directory.h"
#include "exchange/mail_store.h"
#include "exchange/transport.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace comity::exchange {
namespace {

using value::fail;
using value::Result;

constexpr value::Duration receipt_patience = std::chrono::hours(1);
constexpr value::Duration longest_pause = std::chrono::minutes(5);
constexpr std::chrono::seconds longest_request = std::chrono::hours(1);

value::Duration pause_after(std::uint32_t attempts) {
  const std::uint32_t doublings = std::min<std::uint32_t>(attempts, 9);
  return std::min<value::Duration>(std::chrono::seconds(1LL << doublings), longest_pause);
}

/// How a try ended, and how long the peer asks for none.
struct Outcome {
  Result<void> result;
  std::chrono::seconds wait = {};
};

Outcome deliver(const PostParts& parts, const OutboundLetter& letter) {
  const auto directory = parts.directory.now();
  const KnownNode* peer = directory->node(letter.to_node);
  if (peer == nullptr) {
    return {fail("EXCH-08", letter.to_node)};
  }
  Call call;
  call.method = "POST";
  call.path = "/comity/v1/letters";
  call.content_type = "application/octet-stream";
  call.body = letter.letter;
  auto reply = parts.transport.call(address_of(*peer), call);
  if (!reply) {
    return {fail(reply.error())};
  }
  if (reply->status != 202) {
    const std::string_view said = value::text_of(reply->body);
    return {fail("EXCH-09", std::to_string(reply->status) + " " + std::string(said.substr(0, 300))),
            std::min(reply->retry_after.value_or(std::chrono::seconds(0)), longest_request)};
  }
  return {};
}

void note_outcome(const PostParts& parts, const Outcome& outcome, OutboundLetter& letter) {
  const value::Instant now = parts.clock.now();
  ++letter.attempts;
  if (outcome.result) {
    letter.state = OutboxState::accepted;
    letter.next_try = letter.wants_receipt ? now + receipt_patience : letter.expires;
    letter.last_error.clear();
  } else {
    const value::Error& error = outcome.result.error();
    letter.next_try = now + std::max<value::Duration>(pause_after(letter.attempts), outcome.wait);
    letter.last_error = std::string(error.code.text()) + " " + error.detail;
  }
}

}  // namespace

Result<Posted> post_round(const PostParts& parts, std::size_t limit) {
  auto due = parts.outbox.due(parts.clock.now(), limit);
  if (!due) {
    return fail(due.error());
  }
  std::vector<OutboundLetter>& letters = *due;
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> accepted = 0;
  const auto carry = [&] {
    for (std::size_t i = next++; i < letters.size(); i = next++) {
      OutboundLetter& letter = letters[i];
      if (letter.expires <= parts.clock.now()) {
        letter.state = OutboxState::expired;
        continue;
      }
      const auto outcome = deliver(parts, letter);
      accepted += outcome.result ? 1 : 0;
      note_outcome(parts, outcome, letter);
    }
  };
  std::vector<std::jthread> carriers;
  for (std::size_t i = 1; i < std::min(parts.in_flight, letters.size()); ++i) {
    carriers.emplace_back(carry);
  }
  carry();
  carriers.clear();
  if (!letters.empty()) {
    if (auto noted = parts.outbox.note(parts.epoch, letters); !noted) {
      return fail(noted.error());
    }
  }
  return Posted{accepted, letters.size() - accepted};
}

}  // namespace comity::exchange
