// Reads the columns of a row from left to right into values. What a row is: store/sql.h.
#pragma once

#include "store/sql.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::store {

class Fields {
 public:
  explicit Fields(const Row& row) : row_(row) {}

  std::int64_t integer() { return row_.integer(next_++); }

  std::uint64_t count() { return static_cast<std::uint64_t>(integer()); }

  bool flag() { return integer() != 0; }

  value::Instant instant() { return {integer()}; }

  std::optional<value::Instant> maybe_instant();
  std::string text();
  value::Bytes bytes();
  value::Digest digest();
  value::Uuid uuid();

  /// An enumerator below `end`, stored as its number.
  template <class E>
  E enumerator(E last) {
    const std::int64_t number = integer();
    if (number < 0 || number > static_cast<std::int64_t>(last)) {
      intact_ = false;
      return last;
    }
    return static_cast<E>(number);
  }

  /// False when a column did not hold what was asked for: the database is damaged.
  [[nodiscard]] bool intact() const { return intact_; }

  void octets(std::span<std::uint8_t> out);

 private:
  const Row& row_;
  int next_ = 0;
  bool intact_ = true;
};

/// What a column that does not hold its value means (STORE-06).
value::Failure damaged(std::string_view sql);

/// All rows, each made by `read`.
template <class T>
value::Result<std::vector<T>> all(Session& session, std::string_view sql, Args args,
                                  T (*read)(Fields&)) {
  std::vector<T> out;
  bool intact = true;
  const auto done = session.query(sql, args, [&](const Row& row) {
    // NOLINTNEXTLINE(misc-const-correctness): the call through a pointer that moves it is not seen
    Fields fields(row);
    out.push_back(read(fields));
    intact = intact && fields.intact();
  });
  if (!done) {
    return value::fail(done.error());
  }
  if (!intact) {
    return damaged(sql);
  }
  return out;
}

/// The first row, or nothing.
template <class T>
value::Result<std::optional<T>> first(Session& session, std::string_view sql, Args args,
                                      T (*read)(Fields&)) {
  auto rows = all(session, sql, args, read);
  if (!rows) {
    return value::fail(rows.error());
  }
  return rows->empty() ? std::optional<T>() : std::optional<T>(std::move(rows->front()));
}

/// `first` for a single number.
inline std::int64_t read_integer(Fields& fields) { return fields.integer(); }

inline std::string read_text(Fields& fields) { return fields.text(); }

}  // namespace comity::store
