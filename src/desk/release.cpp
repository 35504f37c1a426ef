#include "desk/release.h"

#include "crypto/age_recipient.h"
#include "desk/context.h"
#include "desk/work.h"
#include "exchange/directory.h"
#include "exchange/enclosure.h"
#include "exchange/letter.h"
#include "exchange/mail_store.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/slip.h"
#include "signed/key_set.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

Result<crypto::Recipient> recipient_of(const exchange::Directory& directory,
                                       const exchange::OutboundLetter& letter) {
  const exchange::KnownNode* peer = directory.node(letter.to_node);
  const signed_::DeskKeys* keys =
      peer != nullptr ? peer->chain.latest().desk(letter.to_desk) : nullptr;
  if (keys == nullptr) {
    return fail("DESK-03", letter.to_desk);
  }
  return crypto::Recipient::parse(keys->recipient);
}

Result<value::Bytes> enclosure_of(const Context& context, ledger::SlipMaker& slips,
                                  const value::Digest& digest) {
  auto statement = value::required(context.stores.cases.by_digest(digest), "DESK-06", digest.hex());
  if (!statement) {
    return fail(statement.error());
  }
  auto slip = own_slip(context, slips, digest);
  if (!slip) {
    return fail(slip.error());
  }
  return exchange::write_enclosure({*std::move(slip), std::move(statement->envelope)});
}

Result<void> make_ready(const Context& context, const std::string& checkpoint,
                        ledger::SlipMaker& slips, exchange::OutboundLetter& letter) {
  const auto directory = context.directory.now();
  auto recipient = recipient_of(*directory, letter);
  auto secrets = secrets_of(context, letter.from_desk);
  if (!recipient || !secrets) {
    return fail(!recipient ? recipient.error() : secrets.error());
  }
  auto enclosure = enclosure_of(context, slips, letter.statement);
  if (!enclosure) {
    return fail(enclosure.error());
  }
  exchange::LetterHeader header;
  header.letter_id = letter.letter_id;
  header.from_node = context.node;
  header.to_node = letter.to_node;
  header.from_desk = letter.from_desk;
  header.to_desk = letter.to_desk;
  header.made_at = context.clock.now();
  header.expires = letter.expires;
  header.checkpoint = checkpoint;
  auto bytes = exchange::make_letter({std::move(header), *enclosure, *recipient}, *secrets->signer,
                                     context.root, context.random);
  if (!bytes) {
    return fail(bytes.error());
  }
  letter.letter = *std::move(bytes);
  letter.state = exchange::OutboxState::ready;
  letter.next_try = context.clock.now();
  return {};
}

Result<std::uint64_t> size_of(const std::string& checkpoint) {
  auto note = ledger::parse_note(checkpoint);
  if (!note) {
    return fail(note.error());
  }
  auto parsed = ledger::parse_checkpoint(note->text);
  if (!parsed) {
    return fail(parsed.error());
  }
  return parsed->head.size;
}

}  // namespace

Result<std::string> own_slip(const Context& context, ledger::SlipMaker& slips,
                             const value::Digest& key) {
  auto index = value::required(context.stores.ledger.index_of(key), "DESK-06", key.hex());
  auto secret = value::required(context.stores.work.secret(key), "DESK-06", key.hex());
  if (!index || !secret) {
    return fail(!index ? index.error() : secret.error());
  }
  auto slip = slips.make(*index, secret->salt);
  if (!slip) {
    return fail(slip.error());
  }
  return ledger::encode_slip(*slip);
}

Result<std::string> own_slip(const Context& context, const std::string& checkpoint,
                             const value::Digest& key) {
  auto slips = ledger::SlipMaker::under(context.stores.tiles, checkpoint);
  return slips ? own_slip(context, *slips, key) : fail(slips.error());
}

Result<std::size_t> release_letters(const Context& context, std::int64_t epoch,
                                    const std::string& checkpoint, std::size_t limit) {
  auto size = size_of(checkpoint);
  if (!size) {
    return fail(size.error());
  }
  auto letters = context.stores.outbox.covered(*size, limit);
  if (!letters) {
    return fail(letters.error());
  }
  auto slips = ledger::SlipMaker::under(context.stores.tiles, checkpoint);
  if (!slips) {
    return fail(slips.error());
  }
  std::vector<exchange::OutboundLetter> ready;
  std::vector<exchange::OutboundLetter> stuck;
  for (exchange::OutboundLetter& letter : *letters) {
    auto made = make_ready(context, checkpoint, *slips, letter);
    if (!made) {
      // One letter that cannot be made (its desk is gone) must not keep the others.
      letter.state = exchange::OutboxState::refused;
      letter.last_error = std::string(made.error().code.text()) + " " + made.error().detail;
    }
    (made ? ready : stuck).push_back(std::move(letter));
  }
  auto released = ready.empty() ? Result<void>() : context.stores.outbox.release(epoch, ready);
  auto noted = stuck.empty() ? Result<void>() : context.stores.outbox.note(epoch, stuck);
  if (!released || !noted) {
    return fail(!released ? released.error() : noted.error());
  }
  return ready.size();
}

}  // namespace comity::desk
