#include "desk/renew_letters.h"

#include "desk/context.h"
#include "desk/own_statement.h"
#include "desk/work.h"
#include "exchange/mail_store.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using exchange::OutboundLetter;
using exchange::OutboxState;
using value::fail;
using value::Result;

constexpr std::size_t most_ended = 40'000;

bool expired(const OutboundLetter& letter, value::Instant now) {
  const bool waits = letter.state == OutboxState::ready || letter.state == OutboxState::accepted;
  return letter.state == OutboxState::expired || (waits && letter.expires <= now);
}

/// What to send again, by statement and desk; one whose other letter lives or has its answer is
/// not among them.
using Lapsed = std::map<std::pair<value::Digest, std::string>, OutboundLetter>;

Lapsed lapsed(const std::vector<OutboundLetter>& rows, const std::string& to_node,
              value::Instant now) {
  Lapsed all;
  for (const OutboundLetter& row : rows) {
    if (row.to_node == to_node && row.wants_receipt && expired(row, now)) {
      all.emplace(std::pair(row.statement, row.to_desk), row);
    }
  }
  for (const OutboundLetter& row : rows) {
    if (!expired(row, now)) {
      all.erase({row.statement, row.to_desk});
    }
  }
  return all;
}

OutboundLetter renewed(const Context& context, const OutboundLetter& old) {
  OutboundLetter letter;
  letter.letter_id = value::make_uuid(context.clock.now(), context.random);
  letter.statement = old.statement;
  letter.from_desk = old.from_desk;
  letter.to_desk = old.to_desk;
  letter.to_node = old.to_node;
  letter.expires = context.clock.now() + letter_life;
  return letter;
}

}  // namespace

Result<std::size_t> renew_letters(const Context& context, const std::string& to_node) {
  auto rows = context.stores.outbox.list(most_ended);
  if (!rows) {
    return fail(rows.error());
  }
  const Lapsed all = lapsed(*rows, to_node, context.clock.now());
  if (all.empty()) {
    return std::size_t{0};
  }
  auto held = context.stores.work.run([&](Transaction& transaction) -> Result<void> {
    for (const auto& [key, old] : all) {
      if (auto one = transaction.hold_letter(renewed(context, old)); !one) {
        return one;
      }
    }
    return {};
  });
  return held ? Result<std::size_t>(all.size()) : fail(held.error());
}

}  // namespace comity::desk
