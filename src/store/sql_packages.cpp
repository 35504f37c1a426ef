#include "exchange/package_store.h"
#include "store/fields.h"
#include "store/sql.h"
#include "store/sql_peers.h"
#include "value/result.h"

#include <optional>
#include <vector>

namespace comity::store {

namespace {

using exchange::StoredPackage;

#define PACKAGE_COLUMNS \
  "package_id, case_id, from_node, to_node, state, outer_manifest, changed_at, last_error, moved"

StoredPackage read_package(Fields& row) {
  StoredPackage out;
  out.package_id = row.uuid();
  out.case_id = row.uuid();
  out.from_node = row.text();
  out.to_node = row.text();
  out.state = row.enumerator(exchange::PackageState::expired);
  out.outer = row.bytes();
  out.changed_at = row.instant();
  out.last_error = row.text();
  out.moved = row.count();
  return out;
}

}  // namespace

value::Result<void> SqlPackages::put(const StoredPackage& package) {
  return writer_.run([&](Session& session) -> value::Result<void> {
    const auto changed = session.execute(
        "INSERT INTO package (" PACKAGE_COLUMNS
        ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
        "ON CONFLICT (package_id) DO UPDATE SET case_id = excluded.case_id, "
        "from_node = excluded.from_node, to_node = excluded.to_node, state = excluded.state, "
        "changed_at = excluded.changed_at, last_error = excluded.last_error, "
        "moved = excluded.moved "
        "WHERE package.outer_manifest = excluded.outer_manifest",
        {package.package_id, package.case_id, package.from_node, package.to_node,
         static_cast<int>(package.state), package.outer, package.changed_at, package.last_error,
         static_cast<std::int64_t>(package.moved)});
    if (!changed) {
      return value::fail(changed.error());
    }
    if (*changed != 1) {
      return value::fail("STORE-07", "package " + package.package_id.text());
    }
    return {};
  });
}

value::Result<std::optional<StoredPackage>> SqlPackages::get(const value::Uuid& package_id) {
  return readers_.with([&](Session& session) {
    return first(session, "SELECT " PACKAGE_COLUMNS " FROM package WHERE package_id = ?1",
                 {package_id}, read_package);
  });
}

value::Result<std::vector<StoredPackage>> SqlPackages::in_state(exchange::PackageState state) {
  return readers_.with([&](Session& session) {
    return all(session,
               "SELECT " PACKAGE_COLUMNS
               " FROM package WHERE state = ?1 ORDER BY changed_at, package_id",
               {static_cast<int>(state)}, read_package);
  });
}

}  // namespace comity::store
