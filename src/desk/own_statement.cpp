#include "desk/own_statement.h"

#include "casework/case_store.h"
#include "crypto/sha256.h"
#include "desk/context.h"
#include "desk/ledger_entry.h"
#include "desk/work.h"
#include "exchange/directory.h"
#include "exchange/mail_store.h"
#include "signed/envelope.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

Result<std::vector<exchange::OutboundLetter>> letters_for(const Context& context,
                                                          const statement::Head& head,
                                                          const value::Digest& digest) {
  std::vector<exchange::OutboundLetter> letters;
  const auto directory = context.directory.now();
  for (const std::string& desk : head.to_desks) {
    const exchange::KnownNode* peer = directory->of_desk(desk);
    if (peer == nullptr) {
      return fail("DESK-03", desk);
    }
    if (peer->node == context.node) {
      continue;
    }
    exchange::OutboundLetter letter;
    letter.letter_id = value::make_uuid(context.clock.now(), context.random);
    letter.statement = digest;
    letter.from_desk = head.from_desk;
    letter.to_desk = desk;
    letter.to_node = peer->node;
    letter.expires = context.clock.now() + letter_life;
    letter.wants_receipt = head.document != "technical_receipt";
    letters.push_back(std::move(letter));
  }
  return letters;
}

}  // namespace

Result<OwnStatement> make_own(const Context& context, value::BytesView payload,
                              const std::vector<std::string>& authorisations) {
  auto read = statement::read_payload(payload);
  if (!read) {
    return fail(read.error());
  }
  const statement::Head& head = read->head;
  auto secrets = secrets_of(context, head.from_desk);
  if (!secrets) {
    return fail(secrets.error());
  }
  auto envelope =
      signed_::make_envelope(payload, authorisations, {*secrets->signer, &context.root});
  if (!envelope) {
    return fail(envelope.error());
  }
  const value::Digest digest = crypto::sha256(payload);
  auto letters = letters_for(context, head, digest);
  if (!letters) {
    return fail(letters.error());
  }
  const std::string to = head.to_desks.empty() ? std::string() : head.to_desks.front();
  const Act act = letters->empty() ? Act::kept : Act::sent;
  LedgerSecret secret = make_entry_secret(
      digest, *envelope, {act, head.document, head.from_desk, to, context.clock.now()},
      context.random);
  casework::StoredStatement stored{
      digest, head.statement_id, head.case_id, head.schema(),        head.from_desk,
      to,     head.made_at,      std::nullopt, *std::move(envelope), {}};
  return OwnStatement{head, std::move(stored), std::move(secret), *std::move(letters)};
}

Result<void> put_own(Transaction& transaction, const OwnStatement& own) {
  auto put = transaction.put_statement(own.stored);
  if (!put) {
    return fail(put.error());
  }
  if (*put != Put::added) {
    return fail("DESK-04", own.head.statement_id.text());
  }
  if (auto entered = transaction.put_entry(own.secret); !entered) {
    return entered;
  }
  for (const exchange::OutboundLetter& letter : own.letters) {
    if (auto held = transaction.hold_letter(letter); !held) {
      return held;
    }
  }
  return {};
}

}  // namespace comity::desk
