// One connection to a database, as the adapters see it: SQL text, arguments, rows. The engines
// behind are store/sqlite_session.h and store/postgres_session.h; texts keep to what both read
// ("?1" numbered).
#pragma once

#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace comity::store {

/// An argument, borrowed for the call. Larger unsigned numbers than the engine has become its
/// largest, so that a bound such as UINT64_MAX means what it says.
class Arg {
 public:
  using Value = std::variant<std::monostate, std::int64_t, std::string_view, value::BytesView>;

  // NOLINTBEGIN(google-explicit-constructor): a list of values reads as one
  Arg(std::int64_t number) : value_(number) {}

  Arg(std::uint64_t number);

  Arg(std::uint32_t number) : value_(std::int64_t{number}) {}

  Arg(int number) : value_(std::int64_t{number}) {}

  Arg(bool flag) : value_(std::int64_t{flag ? 1 : 0}) {}

  Arg(value::Instant at) : value_(at.unix_ms) {}

  Arg(const std::optional<value::Instant>& at);

  Arg(std::string_view text) : value_(text) {}

  Arg(const std::string& text) : value_(std::string_view(text)) {}

  Arg(value::BytesView bytes) : value_(bytes) {}

  Arg(const value::Bytes& bytes) : value_(value::BytesView(bytes)) {}

  Arg(const value::Digest& digest) : value_(digest.view()) {}

  Arg(const value::Uuid& id) : value_(value::BytesView(id.octets)) {}

  // NOLINTEND(google-explicit-constructor)

  [[nodiscard]] const Value& value() const { return value_; }

 private:
  Value value_;
};

using Args = std::initializer_list<Arg>;

/// One row of an answer, valid within the callback; columns count from 0.
class Row {
 public:
  Row() = default;
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;
  virtual ~Row() = default;

  [[nodiscard]] virtual bool null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual value::BytesView bytes(int column) const = 0;  ///< of a blob or text
};

/// Used by one thread at a time.
class Session {
 public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  virtual ~Session() = default;

  /// Runs one statement and hands over its rows; `take` must not use the session.
  virtual value::Result<void> query(std::string_view sql, Args args,
                                    const std::function<void(const Row&)>& take) = 0;

  /// Runs one statement without an answer: the number of rows it changed.
  virtual value::Result<std::int64_t> execute(std::string_view sql, Args args) = 0;

  /// Runs several statements without arguments: a schema.
  virtual value::Result<void> script(const std::string& sql) = 0;

  /// Begins a transaction that writes: it waits for its turn here, never later.
  virtual value::Result<void> begin() = 0;

  /// Begins a transaction that only reads, all of it from one state.
  virtual value::Result<void> begin_snapshot() = 0;

  /// Ends a transaction that writes: durable when it returns. STORE-14 when the connection was lost
  /// and nobody can say any more whether it is; after any other failure nothing of it is there.
  virtual value::Result<void> commit() = 0;

  /// Whether a transaction is open; the engine ends one by itself when the medium fails.
  [[nodiscard]] virtual bool in_transaction() const = 0;
};

}  // namespace comity::store
