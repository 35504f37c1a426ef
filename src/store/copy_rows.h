// All rows of a node from its SQLite file to an empty schema on PostgreSQL, and the comparison of
// both afterwards.
#pragma once

#include "value/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace comity::store {

struct CopiedRows {
  std::uint64_t tables = 0;
  std::uint64_t rows = 0;
};

/// One transaction on the server: all rows or none. The file stays as it is, and nobody else writes
/// it until `then`, which is called once both sides were read again and found equal. STORE-19 when
/// the schema holds rows already, STORE-20 when the sides differ; codes of both stores.
value::Result<CopiedRows> copy_to_postgres(const std::filesystem::path& file,
                                           const std::string& conninfo,
                                           const std::function<value::Result<void>()>& then);

}  // namespace comity::store
