// The queue of letters that came in, and of those on their way out, in tables. Rows of the outbox
// are added by store/sql_work.h.
#pragma once

#include "exchange/mail_store.h"
#include "store/readers.h"
#include "store/writer.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::store {

class SqlInbox : public exchange::Inbox {
 public:
  SqlInbox(Readers& readers, Writer& writer) : readers_(readers), writer_(writer) {}

  value::Result<exchange::InboxPut> put(const exchange::InboundLetter& letter,
                                        const exchange::InboxBounds& bounds) override;
  value::Result<std::vector<exchange::InboundLetter>> waiting(std::size_t limit) override;
  value::Result<std::optional<exchange::SettledLetter>> settled(
      const value::Uuid& letter_id) override;
  value::Result<std::vector<exchange::SettledLetter>> quarantine(std::size_t limit) override;
  value::Result<std::vector<exchange::PeerMail>> mail_of_peers() override;
  value::Result<std::uint64_t> review(const std::string& from_node) override;

 private:
  Readers& readers_;
  Writer& writer_;
};

class SqlOutbox : public exchange::Outbox {
 public:
  SqlOutbox(Readers& readers, Writer& writer) : readers_(readers), writer_(writer) {}

  value::Result<std::vector<exchange::OutboundLetter>> covered(std::uint64_t tree_size,
                                                               std::size_t limit) override;
  value::Result<void> release(std::int64_t epoch,
                              const std::vector<exchange::OutboundLetter>& letters) override;
  value::Result<std::vector<exchange::OutboundLetter>> due(value::Instant now,
                                                           std::size_t limit) override;
  value::Result<void> note(std::int64_t epoch,
                           const std::vector<exchange::OutboundLetter>& letters) override;
  value::Result<std::vector<exchange::OutboundLetter>> list(std::size_t limit) override;
  value::Result<std::vector<exchange::OutboundLetter>> of_statement(
      const value::Digest& statement) override;

 private:
  Readers& readers_;
  Writer& writer_;
};

}  // namespace comity::store
