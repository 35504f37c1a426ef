// Both schemas have the same tables and columns (tests/stores/postgres_schema_test.cpp), so that
// tables are read as SQLite describes them. The first column of each is its key.
#include "store/copy_rows.h"

#include "store/fields.h"
#include "store/postgres_link.h"
#include "store/postgres_schema.h"
#include "store/postgres_session.h"
#include "store/postgres_text.h"
#include "store/schema.h"
#include "store/sql.h"
#include "store/sqlite_session.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace comity::store {

namespace {

using value::fail;
using value::Result;

constexpr std::chrono::seconds patience{10};
constexpr std::size_t most_columns = 16;

enum class Kind { integer, text, octets };

struct Column {
  std::string name;
  Kind kind = Kind::octets;
};

struct Table {
  std::string name;
  std::vector<Column> columns;
};

/// Text is kept as its octets.
using Cell = std::variant<std::monostate, std::int64_t, value::Bytes>;
using Cells = std::vector<Cell>;

Column read_column(Fields& row) {
  Column column{row.text(), Kind::octets};
  const std::string type = row.text();
  column.kind = type == "INTEGER" ? Kind::integer : type == "TEXT" ? Kind::text : Kind::octets;
  return column;
}

Result<std::vector<Table>> tables_of(Session& sqlite) {
  auto names = all(sqlite, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", {},
                   read_text);
  if (!names) {
    return fail(names.error());
  }
  std::vector<Table> out;
  for (std::string& name : *names) {
    auto columns = all(sqlite, "SELECT name, type FROM pragma_table_info(?1) ORDER BY cid", {name},
                       read_column);
    if (!columns || columns->empty() || columns->size() > most_columns) {
      return columns ? fail("STORE-06", "the columns of " + name) : fail(columns.error());
    }
    out.push_back({std::move(name), *std::move(columns)});
  }
  return out;
}

std::string names_of(const Table& table) {
  std::string out;
  for (const Column& column : table.columns) {
    out += (out.empty() ? "" : ", ") + column.name;
  }
  return out;
}

Cells read_cells(const Table& table, const Row& row) {
  Cells cells;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const int at = static_cast<int>(i);
    if (row.null(at)) {
      cells.emplace_back();
    } else if (table.columns[i].kind == Kind::integer) {
      cells.emplace_back(row.integer(at));
    } else if (table.columns[i].kind == Kind::text) {
      // what is no text cannot be kept there, and is not compared
      cells.emplace_back(value::to_bytes(postgres_text(value::text_of(row.bytes(at)))));
    } else {
      cells.emplace_back(value::to_bytes(row.bytes(at)));
    }
  }
  return cells;
}

Arg argument(const Column& column, const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    return {*number};
  }
  if (const auto* octets = std::get_if<value::Bytes>(&cell)) {
    return column.kind == Kind::text ? Arg(value::text_of(*octets)) : Arg(*octets);
  }
  return Arg(std::optional<value::Instant>());
}

/// Some rows in the order of the key, after the row `last` (all begin with none).
Result<std::vector<Cells>> page(Session& session, const Table& table, const Cells& last) {
  constexpr std::string_view limit = " LIMIT 64";
  std::vector<Cells> out;
  const std::string& key = table.columns.front().name;
  const std::string from = "SELECT " + names_of(table) + " FROM " + table.name;
  const std::string order = " ORDER BY " + key + std::string(limit);
  const auto take = [&](const Row& row) { out.push_back(read_cells(table, row)); };
  const auto done = last.empty()
                        ? session.query(from + order, {}, take)
                        : session.query(from + " WHERE " + key + " > ?1" + order,
                                        {argument(table.columns.front(), last.front())}, take);
  return done ? Result<std::vector<Cells>>(std::move(out)) : fail(done.error());
}

template <std::size_t... I>
Result<std::int64_t> insert_all(Session& session, const std::string& sql,
                                const std::vector<Arg>& args, std::index_sequence<I...> /*of*/) {
  return session.execute(sql, {args[I]...});
}

using Insert = Result<std::int64_t> (*)(Session&, const std::string&, const std::vector<Arg>&);

/// A list of arguments has its length in the text of the program.
template <std::size_t... N>
constexpr std::array<Insert, sizeof...(N)> inserts(std::index_sequence<N...> /*lengths*/) {
  return {[](Session& session, const std::string& sql, const std::vector<Arg>& args) {
    return insert_all(session, sql, args, std::make_index_sequence<N>());
  }...};
}

Result<void> insert(Session& session, const Table& table, const Cells& cells) {
  static constexpr auto by_length = inserts(std::make_index_sequence<most_columns + 1>());
  std::string places;
  std::vector<Arg> args;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    places += (i == 0 ? "?" : ", ?") + std::to_string(i + 1);
    args.push_back(argument(table.columns[i], cells[i]));
  }
  const std::string sql =
      "INSERT INTO " + table.name + " (" + names_of(table) + ") VALUES (" + places + ")";
  const auto done = by_length.at(args.size())(session, sql, args);
  return done ? Result<void>() : fail(done.error());
}

/// Calls `each` with every row of the table, in the order of its key.
Result<void> for_each_row(Session& session, const Table& table,
                          const std::function<Result<void>(const Cells&)>& each) {
  Cells last;
  while (true) {
    const auto rows = page(session, table, last);
    if (!rows) {
      return fail(rows.error());
    }
    if (rows->empty()) {
      return {};
    }
    for (const Cells& cells : *rows) {
      if (auto done = each(cells); !done) {
        return done;
      }
    }
    last = rows->back();
  }
}

Result<void> refuse_rows(Session& target, const std::vector<Table>& tables) {
  for (const Table& table : tables) {
    const auto rows = first(target, "SELECT count(*) FROM " + table.name, {}, read_integer);
    if (!rows || rows->value_or(0) != 0) {
      return rows ? fail("STORE-19", "the table " + table.name) : fail(rows.error());
    }
  }
  return {};
}

/// The next row that the server numbers comes after those that were copied.
Result<void> continue_numbers(Session& target, const Table& table) {
  if (table.columns.front().name != "seq") {
    return {};
  }
  return target.query("SELECT setval(pg_get_serial_sequence('" + table.name +
                          "', 'seq'), (SELECT max(seq) FROM " + table.name + "))",
                      {}, [](const Row&) {});
}

Result<std::uint64_t> copy(Session& source, Session& target, const std::vector<Table>& tables) {
  if (auto empty = refuse_rows(target, tables); !empty) {
    return fail(empty.error());
  }
  std::uint64_t rows = 0;
  for (const Table& table : tables) {
    auto copied = for_each_row(source, table, [&](const Cells& cells) {
      ++rows;
      return insert(target, table, cells);
    });
    copied = copied ? continue_numbers(target, table) : copied;
    if (!copied) {
      return fail(copied.error());
    }
  }
  return rows;
}

Result<void> compare(Session& source, Session& target, const Table& table) {
  Cells last;
  while (true) {
    const auto ours = page(source, table, last);
    const auto theirs = page(target, table, last);
    if (!ours || !theirs) {
      return fail(!ours ? ours.error() : theirs.error());
    }
    if (*ours != *theirs) {
      return fail("STORE-20", "the table " + table.name);
    }
    if (ours->empty()) {
      return {};
    }
    last = ours->back();
  }
}

Result<CopiedRows> copy_and_compare(SqliteSession& source, PostgresSession& target) {
  const auto tables = tables_of(source);
  if (!tables) {
    return fail(tables.error());
  }
  if (auto begun = target.begin(); !begun) {
    return fail(begun.error());
  }
  const auto rows = copy(source, target, *tables);
  if (!rows) {
    (void)target.script("ROLLBACK");
    return fail(rows.error());
  }
  if (auto committed = target.commit(); !committed) {
    return fail(committed.error());
  }
  for (const Table& table : *tables) {
    if (auto same = compare(source, target, table); !same) {
      return fail(same.error());
    }
  }
  return CopiedRows{tables->size(), *rows};
}

}  // namespace

Result<CopiedRows> copy_to_postgres(const std::filesystem::path& file, const std::string& conninfo,
                                    const std::function<Result<void>()>& then) {
  auto source = SqliteSession::open(file, patience);
  if (!source) {
    return fail(source.error());
  }
  if (auto current = migrate(**source, sqlite_steps()); !current) {
    return fail(current.error());
  }
  PostgresTarget words;
  words.conninfo = conninfo;
  auto target = PostgresSession::open(words);
  if (!target) {
    return fail(target.error());
  }
  if (auto current = migrate_postgres(**target, postgres_steps()); !current) {
    return fail(current.error());
  }
  // the turn of the writer, so that the file does not change; it ends with the connection
  if (auto begun = (*source)->begin(); !begun) {
    return fail(begun.error());
  }
  auto copied = copy_and_compare(**source, **target);
  if (copied) {
    if (auto done = then(); !done) {
      return fail(done.error());
    }
  }
  return copied;
}

}  // namespace comity::store
