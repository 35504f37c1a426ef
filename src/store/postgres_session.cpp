#include "store/postgres_session.h"

#include "store/postgres_link.h"
#include "store/postgres_text.h"
#include "store/sql.h"
#include "value/bytes.h"
#include "value/result.h"

#include <libpq-fe.h>

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace comity::store {

namespace {

using Steady = std::chrono::steady_clock;
using value::fail;
using value::Result;

// How many commits back a lost one can be told from one that never was.
constexpr std::int64_t marks_kept = 10'000;

bool is_lost(const value::Error& error) { return error.code == value::Code("STORE-12"); }

class PostgresRow : public Row {
 public:
  PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}

  [[nodiscard]] bool null(int column) const override {
    return PQgetisnull(result_, row_, column) != 0;
  }

  [[nodiscard]] std::int64_t integer(int column) const override {
    return read_binary_integer(bytes(column));
  }

  [[nodiscard]] value::BytesView bytes(int column) const override {
    const std::string_view octets(PQgetvalue(result_, row_, column),
                                  static_cast<std::size_t>(PQgetlength(result_, row_, column)));
    return value::bytes_of(octets);
  }

 private:
  const PGresult* result_;
  int row_;
};

PostgresValue value_of(const Arg::Value& value) {
  constexpr Oid type_bytea = 17;
  constexpr Oid type_int8 = 20;
  constexpr Oid type_text = 25;
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return {type_int8, write_binary_integer(*number)};
  }
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    return {type_text, value::to_bytes(postgres_text(*text))};
  }
  if (const auto* bytes = std::get_if<value::BytesView>(&value)) {
    return {type_bytea, value::to_bytes(*bytes)};
  }
  return {};
}

/// The first column of the first row of a text answer.
std::string only_text(const PostgresResult& result) {
  return PQntuples(result.get()) == 0 ? std::string() : PQgetvalue(result.get(), 0, 0);
}

std::int64_t number_of(std::string_view text) {
  std::int64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

Result<std::unique_ptr<PostgresSession>> PostgresSession::open(const PostgresTarget& target) {
  std::unique_ptr<PostgresSession> session(new PostgresSession(target));
  if (auto connected = session->connect(); !connected) {
    return fail(connected.error());
  }
  return session;
}

Result<void> PostgresSession::connect() {
  link_.reset();
  statements_.clear();
  auto link = PostgresLink::open(target_);
  if (!link) {
    return fail(link.error());
  }
  link_ = std::move(*link);
  target_.order = link_->order_from_here();
  if (token_.empty()) {
    const auto made = link_->run("SELECT gen_random_uuid()::text");
    if (!made) {
      return fail(made.error());
    }
    token_ = only_text(*made);
  }
  return {};
}

/// `act` once, and once more on a new connection when the one at hand was lost.
Result<PostgresResult> PostgresSession::again(const std::function<Result<PostgresResult>()>& act) {
  if (link_ && link_->alive()) {
    auto done = act();
    if (done || !is_lost(done.error())) {
      return done;
    }
  }
  if (auto connected = connect(); !connected) {
    return fail(connected.error());
  }
  return act();
}

bool PostgresSession::in_transaction() const { return link_ && link_->in_transaction(); }

Result<std::string> PostgresSession::name_of(std::string_view sql,
                                             const std::vector<PostgresValue>& values) {
  if (const auto found = statements_.find(sql); found != statements_.end()) {
    return found->second;
  }
  std::string name = "s" + std::to_string(statements_.size());
  if (auto prepared = link_->prepare(name, postgres_sql(sql), values); !prepared) {
    return fail(prepared.error());
  }
  return statements_.emplace(std::string(sql), std::move(name)).first->second;
}

Result<PostgresResult> PostgresSession::run(std::string_view sql, Args args) {
  std::vector<PostgresValue> values;
  values.reserve(args.size());
  for (const Arg& arg : args) {
    values.push_back(value_of(arg.value()));
  }
  const auto act = [&]() -> Result<PostgresResult> {
    const auto name = name_of(sql, values);
    if (!name) {
      return fail(name.error());
    }
    auto done = link_->run_prepared(*name, values);
    return done ? std::move(done)
                : fail(done.error().code, done.error().detail + ": " + std::string(sql));
  };
  return in_transaction() ? act() : again(act);
}

Result<void> PostgresSession::query(std::string_view sql, Args args,
                                    const std::function<void(const Row&)>& take) {
  const auto done = run(sql, args);
  if (!done) {
    return fail(done.error());
  }
  const int rows = PQntuples(done->get());
  for (int row = 0; row < rows; ++row) {
    take(PostgresRow(done->get(), row));
  }
  return {};
}

Result<std::int64_t> PostgresSession::execute(std::string_view sql, Args args) {
  const auto done = run(sql, args);
  if (!done) {
    return fail(done.error());
  }
  return number_of(PQcmdTuples(done->get()));
}

Result<void> PostgresSession::script(const std::string& sql) {
  const auto act = [&] { return link_->run(sql); };
  const auto done = in_transaction() ? act() : again(act);
  return done ? Result<void>() : fail(done.error());
}

Result<void> PostgresSession::take_turn() {
  const auto newest = again([this] {
    return link_->run("BEGIN; " + std::string(postgres_turn) +
                      "; SELECT coalesce(max(n), 0) FROM commit_mark");
  });
  if (newest) {
    mark_ = number_of(only_text(*newest));
    return {};
  }
  if (in_transaction()) {
    (void)link_->run("ROLLBACK");
  }
  return fail(newest.error());
}

Result<void> PostgresSession::begin() { return take_turn(); }

Result<void> PostgresSession::begin_snapshot() {
  return script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

// The mark is the number of this commit, and what listeners wake up for.
Result<void> PostgresSession::commit() {
  const std::int64_t mark = mark_ + 1;
  const auto done = link_->run(
      "INSERT INTO commit_mark (n, token) VALUES (" + std::to_string(mark) + ", '" + token_ +
      "'); DELETE FROM commit_mark WHERE n <= " + std::to_string(mark - marks_kept) +
      "; NOTIFY comity; COMMIT");
  if (!done) {
    // an answer of a living connection is certain: the server rolls back what it refused
    return link_->alive() ? fail(done.error()) : resolve(mark, done.error());
  }
  if (std::string_view(PQcmdStatus(done->get())) != "COMMIT") {
    return fail("STORE-09", "the server rolled back");
  }
  return {};
}

/// The turn comes only after the lost transaction has ended, one way or the other. What a crash
/// interrupted while it waited for a standby is there afterwards, and no standby need have it: a
/// commit of this one's own comes after it, and returns when both are there.
Result<bool> PostgresSession::was_committed(std::int64_t mark) {
  if (auto begun = take_turn(); !begun) {
    return fail(begun.error());
  }
  const auto found =
      link_->run("UPDATE commit_mark SET token = token WHERE n = " + std::to_string(mark) +
                 " RETURNING token");
  const auto done = link_->run(found ? "COMMIT" : "ROLLBACK");
  if (!found || !done) {
    return fail(found ? done.error() : found.error());
  }
  if (PQntuples(found->get()) == 0 && mark_ >= mark) {
    return fail("STORE-14", "more than " + std::to_string(marks_kept) + " commits have passed");
  }
  return only_text(*found) == token_;
}

Result<void> PostgresSession::resolve(std::int64_t mark, const value::Error& why) {
  const auto end = Steady::now() + 3 * target_.patience;
  while (true) {
    const auto committed = was_committed(mark);
    if (committed) {
      return *committed ? Result<void>() : fail("STORE-12", why.detail);
    }
    const bool never = committed.error().code == value::Code("STORE-14");
    if (never || Steady::now() >= end) {
      return fail("STORE-14", why.detail + "; then " + committed.error().detail);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace comity::store
