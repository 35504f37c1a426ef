// The tables of the node's database, as a list of steps from one version to the next. Each adapter
// says what it keeps in them (store/sql_*.h).
#pragma once

#include "store/sql.h"
#include "value/result.h"

#include <span>
#include <string_view>

namespace comity::store {

/// Step n (from 0) takes a database from version n to n + 1; what was released is never edited.
std::span<const std::string_view> sqlite_steps();

/// Brings the database to version steps.size(), in one transaction: all steps or none. STORE-02
/// when it is newer already, STORE-06 when another program made it.
value::Result<void> migrate(Session& session, std::span<const std::string_view> steps);

}  // namespace comity::store
