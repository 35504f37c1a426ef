// The node's database on a PostgreSQL server, for a node that has outgrown one machine. The same on
// SQLite: store/database.h.
#pragma once

#include "store/database.h"
#include "value/result.h"

#include <memory>
#include <string>

namespace comity::store {

/// Opens the schema that libpq's words (or URI) name, and brings it up to date. STORE-01 refused,
/// STORE-02 made by a newer version, STORE-06 another program's, STORE-12 not there. A port's call
/// fails with STORE-12 while the server is away and works again after; with STORE-14 when a commit
/// was lost on the way and nobody can say whether it is there.
value::Result<std::unique_ptr<Database>> open_postgres(const std::string& conninfo);

/// Whether libpq's words hold a password themselves, instead of naming a passfile or a service.
/// STORE-01 when they cannot be read.
value::Result<bool> has_password(const std::string& conninfo);

}  // namespace comity::store
