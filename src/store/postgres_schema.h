// The tables of the node's database on PostgreSQL, step by step as store/schema.h has them for
// SQLite: the same columns with the same meaning.
#pragma once

#include "store/postgres_session.h"
#include "value/result.h"

#include <span>
#include <string_view>

namespace comity::store {

/// Step n (from 0) takes a schema from version n to n + 1; what was released is never edited.
std::span<const std::string_view> postgres_steps();

/// As `migrate` of store/schema.h; STORE-01 when the role may not make tables and must.
value::Result<void> migrate_postgres(PostgresSession& session,
                                     std::span<const std::string_view> steps);

}  // namespace comity::store
