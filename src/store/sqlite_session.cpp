#include "store/sqlite_session.h"

#include "store/sql.h"
#include "value/bytes.h"
#include "value/result.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <variant>

namespace comity::store {

namespace {

class SqliteRow : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

  [[nodiscard]] bool null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }

  [[nodiscard]] std::int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }

  [[nodiscard]] value::BytesView bytes(int column) const override {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    const int size = sqlite3_column_bytes(statement_, column);
    return {data, data == nullptr ? 0 : static_cast<std::size_t>(size)};
  }

 private:
  sqlite3_stmt* statement_;
};

value::Code code_of(int status) {
  switch (status & 0xff) {
    case SQLITE_FULL:
      return "STORE-03";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "STORE-04";
    case SQLITE_CONSTRAINT:
      return "STORE-05";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "STORE-06";
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      return "STORE-01";
    default:
      return "STORE-09";
  }
}

int bind_one(sqlite3_stmt* statement, int at, const Arg::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(statement, at, *number);
  }
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    // a null pointer would bind NULL; SQLITE_STATIC is the null destructor: borrowed for the call
    return sqlite3_bind_text64(statement, at, text->empty() ? "" : text->data(), text->size(),
                               nullptr, SQLITE_UTF8);
  }
  if (const auto* bytes = std::get_if<value::BytesView>(&value)) {
    return bytes->empty()
               ? sqlite3_bind_zeroblob(statement, at, 0)
               : sqlite3_bind_blob64(statement, at, bytes->data(), bytes->size(), nullptr);
  }
  return sqlite3_bind_null(statement, at);
}

/// Leaves the statement ready for the next use and drops what it borrowed.
struct ResetStatement {
  void operator()(sqlite3_stmt* statement) const {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
  }
};

// SQLite would make it with the process' umask; -wal and -shm take over the mode of this file. One
// that exists is not opened here: closing it would drop the locks that other connections of this
// process hold on it (fcntl locks belong to the process).
value::Result<void> make_private(const std::filesystem::path& file) {
  const int made = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (made < 0) {
    if (errno == EEXIST) {
      return {};
    }
    const std::string why = std::error_code(errno, std::generic_category()).message();
    return value::fail("STORE-01", file.string() + ": " + why);
  }
  ::close(made);
  return {};
}

}  // namespace

void SqliteSession::CloseConnection::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

void SqliteSession::FinalizeStatement::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteSession::SqliteSession(Connection connection) : connection_(std::move(connection)) {}

value::Result<std::unique_ptr<SqliteSession>> SqliteSession::open(
    const std::filesystem::path& file, std::chrono::milliseconds patience) {
  if (auto made = make_private(file); !made) {
    return value::fail(made.error());
  }
  sqlite3* raw = nullptr;
  // NOMUTEX: a session is used by one thread at a time
  const int status =
      sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<SqliteSession> session(new SqliteSession(Connection(raw)));
  if (status != SQLITE_OK) {
    return session->failure(status, "opening " + file.string());
  }
  if (auto configured = session->configure(patience); !configured) {
    return value::fail(configured.error());
  }
  return session;
}

value::Result<void> SqliteSession::configure(std::chrono::milliseconds patience) {
  sqlite3_extended_result_codes(connection_.get(), 1);
  sqlite3_busy_timeout(connection_.get(), static_cast<int>(patience.count()));
  sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  const std::string settings =
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
      "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
      "PRAGMA journal_size_limit=67108864";
  auto done = script(settings);
  // The switch of a new file to WAL does not wait for another process that does the same.
  for (int tries = 0; !done && done.error().code == value::Code("STORE-04") && tries < 100;
       ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    done = script(settings);
  }
  return done;
}

value::Result<void> SqliteSession::begin() {
  const auto begun = execute("BEGIN IMMEDIATE", {});
  return begun ? value::Result<void>() : value::fail(begun.error());
}

value::Result<void> SqliteSession::begin_snapshot() {
  const auto begun = execute("BEGIN", {});
  return begun ? value::Result<void>() : value::fail(begun.error());
}

value::Result<void> SqliteSession::commit() {
  const auto done = execute("COMMIT", {});
  return done ? value::Result<void>() : value::fail(done.error());
}

value::Failure SqliteSession::failure(int status, std::string_view doing) const {
  const char* said = connection_ ? sqlite3_errmsg(connection_.get()) : sqlite3_errstr(status);
  // A full disk reaches SQLite as a failed write in some places; the system's own word decides.
  const int cause = connection_ ? sqlite3_system_errno(connection_.get()) : 0;
  const bool no_space = cause == ENOSPC || cause == EDQUOT;  // NOLINT(misc-include-cleaner): cerrno
  const bool full = (status & 0xff) == SQLITE_IOERR && no_space;
  return value::fail(full ? value::Code("STORE-03") : code_of(status),
                     std::string(said) + " (" + std::string(doing) + ")");
}

value::Result<sqlite3_stmt*> SqliteSession::prepared(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) {
    return found->second.get();
  }
  sqlite3_stmt* raw = nullptr;
  const int status = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  if (status != SQLITE_OK) {
    return failure(status, sql);
  }
  return statements_.emplace(std::string(sql), Statement(raw)).first->second.get();
}

value::Result<void> SqliteSession::query(std::string_view sql, Args args,
                                         const std::function<void(const Row&)>& take) {
  const auto statement = prepared(sql);
  if (!statement) {
    return value::fail(statement.error());
  }
  const std::unique_ptr<sqlite3_stmt, ResetStatement> use(*statement);
  int at = 0;
  for (const Arg& arg : args) {
    if (const int status = bind_one(use.get(), ++at, arg.value()); status != SQLITE_OK) {
      return failure(status, sql);
    }
  }
  const SqliteRow row(use.get());
  int status = sqlite3_step(use.get());
  for (; status == SQLITE_ROW; status = sqlite3_step(use.get())) {
    take(row);
  }
  if (status != SQLITE_DONE) {
    return failure(status, sql);
  }
  return {};
}

value::Result<std::int64_t> SqliteSession::execute(std::string_view sql, Args args) {
  if (const auto done = query(sql, args, [](const Row&) {}); !done) {
    return value::fail(done.error());
  }
  return sqlite3_changes64(connection_.get());
}

value::Result<void> SqliteSession::script(const std::string& sql) {
  const int status = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) {
    return failure(status, "schema");
  }
  return {};
}

bool SqliteSession::in_transaction() const {
  return sqlite3_get_autocommit(connection_.get()) == 0;
}

}  // namespace comity::store
