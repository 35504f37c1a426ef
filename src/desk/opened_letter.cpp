#include "desk/opened_letter.h"

#include "crypto/age.h"
#include "crypto/age_recipient.h"
#include "crypto/hybrid.h"
#include "desk/context.h"
#include "exchange/directory.h"
#include "exchange/enclosure.h"
#include "exchange/letter.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/slip.h"
#include "ledger/vkey.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <string>
#include <utility>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

Result<exchange::Enclosure> unseal(const Context& context, const exchange::Letter& letter) {
  auto secrets = secrets_of(context, letter.header.to_desk);
  if (!secrets) {
    return fail(secrets.error());
  }
  const auto suite = crypto::parse_suite(letter.header.suite);
  if (const auto able = suite ? crypto::supports(*suite) : fail(suite.error()); !able) {
    return fail(able.error());
  }
  auto bytes = crypto::age_open(*secrets->opener, letter.sealed);
  if (!bytes) {
    return fail(bytes.error());
  }
  return exchange::read_enclosure(*bytes);
}

Result<void> check_desks(const OpenedLetter& opened) {
  const statement::Head& head = opened.statement.head;
  const auto& to = head.to_desks;
  if (head.from_desk != opened.header.from_desk ||
      std::find(to.begin(), to.end(), opened.header.to_desk) == to.end()) {
    return fail("DESK-08", "letter from " + opened.header.from_desk + " to " +
                               opened.header.to_desk + ", statement from " + head.from_desk);
  }
  return {};
}

/// The slip proves the index; the key set in force there must list the key that signed.
Result<void> check_author(const exchange::KnownNode& author, OpenedLetter& opened) {
  auto slip = ledger::decode_slip(value::bytes_of(opened.slip));
  if (!slip) {
    return fail(slip.error());
  }
  auto log = ledger::parse_vkey(author.chain.latest().ledger_key);
  if (!log) {
    return fail(log.error());
  }
  auto proven = ledger::verify_slip(*slip, {*log, ledger::act_label, opened.envelope});
  if (!proven) {
    return fail(proven.error());
  }
  const bool newer = opened.header.checkpoint != slip->checkpoint;
  if (auto latest = newer ? ledger::open_checkpoint(opened.header.checkpoint, *log) : proven;
      !latest) {
    return fail(latest.error());
  }
  auto keys = author.chain.desk_key(opened.statement.head.from_desk,
                                    opened.verified.chain.front().fingerprint(), slip->index);
  if (!keys) {
    return fail(keys.error());
  }
  opened.author_index = slip->index;
  opened.author_keys = *author.chain.at(slip->index);
  opened.author_checkpoint = opened.header.checkpoint;
  return {};
}

}  // namespace

Result<OpenedLetter> open_letter(const Context& context, exchange::Letter letter) {
  auto enclosure = unseal(context, letter);
  if (!enclosure) {
    return fail(enclosure.error());
  }
  auto verified = signed_::read_envelope(enclosure->envelope);
  if (!verified) {
    return fail(verified.error());
  }
  auto statement = statement::read_payload(verified->payload);
  if (!statement) {
    return fail(statement.error());
  }
  OpenedLetter opened{std::move(letter.header),
                      std::move(enclosure->slip),
                      std::move(enclosure->envelope),
                      *std::move(verified),
                      *std::move(statement),
                      0,
                      {},
                      {}};
  const auto directory = context.directory.now();
  const exchange::KnownNode* author = directory->node(opened.header.from_node);
  if (author == nullptr) {
    return fail("DESK-03", opened.header.from_node);
  }
  if (auto desks = check_desks(opened); !desks) {
    return fail(desks.error());
  }
  if (auto authored = check_author(*author, opened); !authored) {
    return fail(authored.error());
  }
  return opened;
}

}  // namespace comity::desk
