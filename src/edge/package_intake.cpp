#include "edge/package_intake.h"

#include "evidence/outer_manifest.h"
#include "evidence/package_blobs.h"
#include "evidence/signed_manifest.h"
#include "exchange/directory.h"
#include "exchange/package_store.h"
#include "object/blob_store.h"
#include "signed/key_set.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace comity::edge {
namespace {

using exchange::PackageState;
using value::fail;
using value::Result;

// Each manifest may be 8 MiB: a few are kept read, the others are read again.
constexpr std::size_t most_remembered = 8;
constexpr value::Duration touch_after = std::chrono::hours(1);

/// The sender's latest key set lists the certificate for the desk that the manifest names.
Result<void> check_sender(const evidence::Signed<evidence::OuterManifest>& outer,
                          const exchange::Directory& directory, const std::string& peer) {
  const exchange::KnownNode* node = directory.node(peer);
  const signed_::DeskKeys* keys =
      node != nullptr ? node->chain.latest().desk(outer.manifest.sender.desk) : nullptr;
  if (keys == nullptr || outer.manifest.sender.node != peer ||
      keys->certificate.fingerprint() != outer.chain.front().fingerprint()) {
    return fail("EDGE-06", "sender " + outer.manifest.sender.desk);
  }
  return {};
}

Result<void> check_recipient(const evidence::OuterManifest& outer, const std::string& node) {
  const auto here = [&](const evidence::Party& party) { return party.node == node; };
  if (std::none_of(outer.recipients.begin(), outer.recipients.end(), here)) {
    return fail("EDGE-06", "not for " + node);
  }
  return {};
}

}  // namespace

PackageIntake::PackageIntake(PackageDoor door)
    : parts(door.limits.parts_of_a_peer), door_(std::move(door)) {}

std::shared_ptr<const Arriving> PackageIntake::remembered(const value::Uuid& package) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& one : lately_) {
    if (one->row.package_id == package) {
      return one;
    }
  }
  return nullptr;
}

void PackageIntake::remember(const std::shared_ptr<const Arriving>& package) {
  const std::scoped_lock lock(mutex_);
  lately_.remove_if(
      [&](const auto& one) { return one->row.package_id == package->row.package_id; });
  lately_.push_front(package);
  if (lately_.size() > most_remembered) {
    lately_.pop_back();
  }
}

Result<void> PackageIntake::keep(exchange::StoredPackage row) {
  if (auto put = door_.packages.put(row); !put) {
    return put;
  }
  const std::scoped_lock lock(mutex_);
  for (auto& one : lately_) {
    if (one->row.package_id == row.package_id) {
      one = std::make_shared<const Arriving>(Arriving{std::move(row), one->outer});
      break;
    }
  }
  return {};
}

/// What the packages under way will still take.
Result<std::uint64_t> PackageIntake::promised() const {
  auto arriving = door_.packages.in_state(PackageState::arriving);
  if (!arriving) {
    return fail(arriving.error());
  }
  std::uint64_t sum = 0;
  for (const exchange::StoredPackage& row : *arriving) {
    const auto outer = evidence::read_outer(value::text_of(row.outer));
    if (!outer) {
      return fail(outer.error());
    }
    sum += evidence::total_octets(outer->manifest) -
           evidence::octets_here(door_.blobs, outer->manifest);
  }
  return sum;
}

Result<void> PackageIntake::check(const evidence::OuterManifest& outer,
                                  const std::string& peer) const {
  const std::uint64_t length = evidence::total_octets(outer);
  if (length > door_.limits.largest_package) {
    return fail("EDGE-40", std::to_string(length) + " octets, at most " +
                               std::to_string(door_.limits.largest_package));
  }
  const auto arriving = door_.packages.in_state(PackageState::arriving);
  const auto promised_before = promised();
  if (!arriving || !promised_before) {
    return fail(!arriving ? arriving.error() : promised_before.error());
  }
  const auto of_peer =
      std::count_if(arriving->begin(), arriving->end(),
                    [&](const exchange::StoredPackage& row) { return row.from_node == peer; });
  if (static_cast<std::size_t>(of_peer) >= door_.limits.unfinished) {
    return fail("EDGE-42", std::to_string(of_peer) + " of " + peer);
  }
  const auto room = door_.room ? door_.room() : std::nullopt;
  if (room && *room < *promised_before + length + door_.limits.spare_room) {
    return fail("EDGE-41", std::to_string(length) + " octets, " + std::to_string(*room) +
                               " free, " + std::to_string(*promised_before) + " promised");
  }
  return {};
}

Result<std::shared_ptr<const Arriving>> PackageIntake::announce(const value::Bytes& body,
                                                                const std::string& id,
                                                                const std::string& peer) {
  auto outer = evidence::read_outer(value::text_of(body));
  if (!outer) {
    return fail(outer.error());
  }
  auto fine = check_sender(*outer, *door_.directory.now(), peer);
  fine = fine ? check_recipient(outer->manifest, door_.node) : fine;
  if (fine && outer->manifest.package_id.text() != id) {
    fine = fail("EDGE-06", "package id " + id);
  }
  if (!fine) {
    return fail(fine.error());
  }
  const std::scoped_lock one_at_a_time(intake_);
  auto kept = door_.packages.get(outer->manifest.package_id);
  if (!kept) {
    return fail(kept.error());
  }
  const std::optional<exchange::StoredPackage>& before = *kept;
  if (before && (before->outer != body || before->from_node != peer)) {
    return fail("EDGE-06", "another manifest is kept for this package");
  }
  if (before && before->state != PackageState::expired) {
    auto package = std::make_shared<const Arriving>(Arriving{*before, std::move(outer->manifest)});
    remember(package);
    return package;
  }
  if (outer->manifest.expires <= door_.clock.now()) {
    return fail("EDGE-44", outer->manifest.expires.text());
  }
  if (auto takes = check(outer->manifest, peer); !takes) {
    return fail(takes.error());
  }
  exchange::StoredPackage row;
  row.package_id = outer->manifest.package_id;
  row.from_node = peer;
  row.to_node = door_.node;
  row.state = PackageState::arriving;
  row.outer = body;
  row.changed_at = door_.clock.now();
  if (auto put = door_.packages.put(row); !put) {
    return fail(put.error());
  }
  auto package =
      std::make_shared<const Arriving>(Arriving{std::move(row), std::move(outer->manifest)});
  remember(package);
  return package;
}

Result<std::shared_ptr<const Arriving>> PackageIntake::find(const std::string& id,
                                                            const std::string& peer) {
  auto uuid = value::parse_uuid(id);
  if (!uuid) {
    return fail(uuid.error());
  }
  auto package = remembered(*uuid);
  if (package == nullptr) {
    auto row = value::required(door_.packages.get(*uuid), "EDGE-07", id);
    auto outer = row ? evidence::read_outer(value::text_of(row->outer)) : fail(row.error());
    if (!outer) {
      return fail(outer.error());
    }
    package =
        std::make_shared<const Arriving>(Arriving{*std::move(row), std::move(outer->manifest)});
    if (package->row.from_node == peer) {
      remember(package);
    }
  }
  if (package->row.from_node != peer) {
    return fail("EDGE-07", id);
  }
  if (package->row.state == PackageState::expired) {
    return fail("EDGE-44", id);
  }
  return package;
}

Result<void> PackageIntake::touch(const Arriving& package) {
  const value::Instant now = door_.clock.now();
  if (now - package.row.changed_at < touch_after) {
    return {};
  }
  exchange::StoredPackage row = package.row;
  row.changed_at = now;
  return keep(std::move(row));
}

Result<void> PackageIntake::complete(const Arriving& package) {
  auto row = value::required(door_.packages.get(package.row.package_id), "EDGE-07",
                             package.row.package_id.text());
  if (!row) {
    return fail(row.error());
  }
  if (row->state != PackageState::arriving) {
    return {};
  }
  row->state = PackageState::complete;
  row->changed_at = door_.clock.now();
  row->moved = evidence::total_octets(package.outer);
  parts.drop(row->package_id);
  return keep(*std::move(row));
}

Result<void> PackageIntake::give_up(exchange::StoredPackage row) {
  auto objects = door_.blobs.list(row.package_id);
  if (!objects) {
    return fail(objects.error());
  }
  // Said first, so that no chunk comes after its object was removed.
  row.state = PackageState::expired;
  row.changed_at = door_.clock.now();
  const value::Uuid package = row.package_id;
  if (auto kept = keep(std::move(row)); !kept) {
    return kept;
  }
  parts.drop(package);
  for (const object::ObjectId& object : *objects) {
    if (auto removed = door_.blobs.remove(object); !removed) {
      return removed;
    }
  }
  return {};
}

Result<std::size_t> PackageIntake::expire() {
  const std::scoped_lock one_at_a_time(intake_);
  auto arriving = door_.packages.in_state(PackageState::arriving);
  if (!arriving) {
    return fail(arriving.error());
  }
  const value::Instant now = door_.clock.now();
  std::size_t given_up = 0;
  for (exchange::StoredPackage& row : *arriving) {
    const auto outer = evidence::read_outer(value::text_of(row.outer));
    if (!outer) {
      return fail(outer.error());
    }
    if (outer->manifest.expires > now && now - row.changed_at < door_.limits.patience) {
      continue;
    }
    if (auto gone = give_up(std::move(row)); !gone) {
      return fail(gone.error());
    }
    ++given_up;
  }
  return given_up;
}

}  // namespace comity::edge
