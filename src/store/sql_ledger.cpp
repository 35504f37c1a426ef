#include "store/sql_ledger.h"

#include "ledger/ledger_store.h"
#include "store/fields.h"
#include "store/sql.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

using ledger::EntryBytes;
using ledger::Lease;
using ledger::PendingEntry;

EntryBytes read_entry(Fields& row) {
  EntryBytes out{};
  row.octets(out);
  return out;
}

PendingEntry read_pending(Fields& row) {
  PendingEntry out;
  out.key = row.digest();
  row.octets(out.entry);
  return out;
}

Lease read_lease(Fields& row) {
  Lease out;
  out.epoch = row.integer();
  out.holder = row.text();
  out.expires = row.instant();
  out.signing_on = row.flag();
  return out;
}

value::Result<std::optional<Lease>> find_lease(Session& session) {
  return first(session, "SELECT epoch, holder, expires, signing_on FROM ledger_lease", {},
               read_lease);
}

value::Result<std::uint64_t> next_index(Session& session) {
  const auto found =
      first(session, "SELECT coalesce(max(idx) + 1, 0) FROM entry", {}, read_integer);
  if (!found) {
    return value::fail(found.error());
  }
  return static_cast<std::uint64_t>(found->value_or(0));
}

value::Result<std::optional<std::string>> find_checkpoint(Session& session) {
  return first(session, "SELECT note FROM ledger_checkpoint", {}, read_text);
}

value::Result<void> give_index(Session& session, const value::Digest& key, std::uint64_t index) {
  const auto changed =
      session.execute("UPDATE entry SET idx = ?2 WHERE key = ?1 AND idx IS NULL", {key, index});
  if (!changed) {
    return value::fail(changed.error());
  }
  if (*changed != 1) {
    return value::fail("LEDGER-02", "not pending: " + key.hex());
  }
  return {};
}

value::Result<void> write_lease(Session& session, const Lease& lease) {
  const auto done = session.execute(
      "INSERT INTO ledger_lease (one, epoch, holder, expires, signing_on) "
      "VALUES (1, ?1, ?2, ?3, ?4) ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch, "
      "holder = excluded.holder, expires = excluded.expires, signing_on = excluded.signing_on",
      {lease.epoch, lease.holder, lease.expires, lease.signing_on});
  return done ? value::Result<void>() : value::fail(done.error());
}

}  // namespace

value::Result<void> check_epoch(Session& session, std::int64_t epoch) {
  const auto found = find_lease(session);
  if (!found) {
    return value::fail(found.error());
  }
  const std::optional<Lease>& lease = *found;
  if (!lease || lease->epoch != epoch) {
    return value::fail("LEDGER-01", "epoch " + std::to_string(epoch) + " is not the current one");
  }
  return {};
}

value::Result<ledger::Backlog> SqlLedger::backlog(std::size_t max) const {
  return readers_.snapshot([&](Session& session) -> value::Result<ledger::Backlog> {
    const auto next = next_index(session);
    auto pending =
        all(session, "SELECT key, entry FROM entry WHERE idx IS NULL ORDER BY seq LIMIT ?1",
            {std::uint64_t{max}}, read_pending);
    if (!next || !pending) {
      return value::fail(!next ? next.error() : pending.error());
    }
    return ledger::Backlog{*next, std::move(*pending)};
  });
}

value::Result<void> SqlLedger::sequence(std::int64_t epoch, std::uint64_t first_index,
                                        const std::vector<value::Digest>& keys) {
  return writer_.run([&](Session& session) -> value::Result<void> {
    if (auto current = check_epoch(session, epoch); !current) {
      return current;
    }
    const auto next = next_index(session);
    if (!next) {
      return value::fail(next.error());
    }
    if (*next != first_index) {
      return value::fail("LEDGER-02", "the next index is " + std::to_string(*next));
    }
    std::uint64_t index = first_index;
    for (const value::Digest& key : keys) {
      if (auto given = give_index(session, key, index++); !given) {
        return given;
      }
    }
    return {};
  });
}

value::Result<std::vector<EntryBytes>> SqlLedger::entries(std::uint64_t first,
                                                          std::size_t count) const {
  return readers_.with([&](Session& session) {
    return all(session, "SELECT entry FROM entry WHERE idx >= ?1 ORDER BY idx LIMIT ?2",
               {first, std::uint64_t{count}}, read_entry);
  });
}

value::Result<std::optional<std::uint64_t>> SqlLedger::index_of(const value::Digest& key) const {
  const auto found = readers_.with([&](Session& session) {
    return first(session, "SELECT idx FROM entry WHERE key = ?1 AND idx IS NOT NULL", {key},
                 read_integer);
  });
  if (!found) {
    return value::fail(found.error());
  }
  const std::optional<std::int64_t>& index = *found;
  return index ? std::optional(static_cast<std::uint64_t>(*index)) : std::nullopt;
}

value::Result<std::optional<std::string>> SqlLedger::checkpoint() const {
  return readers_.with([](Session& session) { return find_checkpoint(session); });
}

value::Result<void> SqlLedger::swap_checkpoint(std::int64_t epoch,
                                               const std::optional<std::string>& previous,
                                               const std::string& next) {
  return writer_.run([&](Session& session) -> value::Result<void> {
    if (auto current = check_epoch(session, epoch); !current) {
      return current;
    }
    const auto kept = find_checkpoint(session);
    if (!kept) {
      return value::fail(kept.error());
    }
    if (*kept != previous) {
      return value::fail("LEDGER-03", "the stored checkpoint is another one");
    }
    const auto done = session.execute(
        "INSERT INTO ledger_checkpoint (one, note) VALUES (1, ?1) "
        "ON CONFLICT (one) DO UPDATE SET note = excluded.note",
        {next});
    return done ? value::Result<void>() : value::fail(done.error());
  });
}

value::Result<Lease> SqlLedger::acquire(std::string_view holder, value::Instant now,
                                        value::Duration ttl) {
  Lease given{1, std::string(holder), now + ttl, false};
  const auto done = writer_.run([&](Session& session) -> value::Result<void> {
    const auto last = find_lease(session);
    if (!last) {
      return value::fail(last.error());
    }
    if (*last) {
      if ((*last)->holder != holder && now < (*last)->expires) {
        return value::fail("LEDGER-04", "held by " + (*last)->holder);
      }
      given.epoch = (*last)->epoch + 1;
    }
    return write_lease(session, given);
  });
  return done ? value::Result<Lease>(given) : value::fail(done.error());
}

value::Result<void> SqlLedger::renew(const Lease& lease) {
  return writer_.run([&](Session& session) -> value::Result<void> {
    if (auto current = check_epoch(session, lease.epoch); !current) {
      return current;
    }
    const auto held = find_lease(session);
    if (!held) {
      return value::fail(held.error());
    }
    if (!*held || (*held)->holder != lease.holder) {
      return value::fail("LEDGER-01", "the lease is not held by " + lease.holder);
    }
    return write_lease(session, lease);
  });
}

value::Result<std::optional<Lease>> SqlLedger::lease() const {
  return readers_.with([](Session& session) { return find_lease(session); });
}

}  // namespace comity::store
