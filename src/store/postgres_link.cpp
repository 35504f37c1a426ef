#include "store/postgres_link.h"

#include "store/postgres_order.h"
#include "value/bytes.h"
#include "value/result.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;
using value::fail;
using value::Result;

// The server's own limits come first; this one is for a server that says nothing at all.
constexpr milliseconds grace{5'000};

milliseconds longest_statement(milliseconds patience) { return patience + patience / 2; }

constexpr int oldest_server = 130000;

/// Until it can be read (or written, when `also_write`); false at the end of time.
bool wait_for(PGconn* connection, bool also_write, Steady::time_point end) {
  while (true) {
    const auto rest = std::chrono::ceil<milliseconds>(end - Steady::now());
    if (rest <= milliseconds::zero()) {
      return false;
    }
    pollfd waited{PQsocket(connection), POLLIN, 0};
    waited.events = static_cast<decltype(waited.events)>(also_write ? POLLIN | POLLOUT : POLLIN);
    const int ready = ::poll(&waited, 1, static_cast<int>(rest.count()));
    if (ready > 0 || (ready < 0 && errno != EINTR)) {
      return ready > 0;
    }
  }
}

std::string first_line(const char* text) {
  const std::string_view all = text == nullptr ? "" : text;
  return std::string(all.substr(0, all.find('\n')));
}

std::string state_of(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? "" : state;
}

// What libpq takes over from the text of the operator wins over these.
std::map<std::string, std::string, std::less<>> defaults(const PostgresTarget& target) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(target.patience).count();
  return {{"application_name", "comity"},
          {"client_encoding", "UTF8"},
          {"connect_timeout", std::to_string(std::max<std::int64_t>(2, seconds / 2))},
          {"target_session_attrs", "read-write"},
          {"sslmode", "verify-full"},
          {"keepalives_idle", "5"},
          {"keepalives_interval", "2"},
          {"keepalives_count", "3"},
          {"tcp_user_timeout", std::to_string(target.patience.count())}};
}

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

Result<std::map<std::string, std::string, std::less<>>> parameters(const PostgresTarget& target) {
  auto said = read_conninfo(target.conninfo);
  if (said) {
    // over what a service file says, which libpq reads last
    for (const auto& [name, list] :
         {std::pair{"host", target.order.host}, std::pair{"hostaddr", target.order.hostaddr},
          std::pair{"port", target.order.port}}) {
      if (!list.empty()) {
        said->insert_or_assign(name, list);
      }
    }
    said->merge(defaults(target));
  }
  return said;
}

}  // namespace

Result<std::map<std::string, std::string, std::less<>>> read_conninfo(const std::string& conninfo) {
  char* wrong = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> said(
      PQconninfoParse(conninfo.c_str(), &wrong));
  if (!said) {
    const std::string why = first_line(wrong);
    PQfreemem(wrong);
    return fail("STORE-01", "the words that name the database: " + why);
  }
  std::map<std::string, std::string, std::less<>> out;
  for (const PQconninfoOption* option = said.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) {
      out.insert_or_assign(option->keyword, option->val);
    }
  }
  return out;
}

value::Code code_of_sqlstate(std::string_view state) {
  struct Known {
    std::string_view begins;
    value::Code code;
  };

  // the whole state before its class
  static constexpr std::array known{
      Known{"53100", "STORE-03"}, Known{"53300", "STORE-12"}, Known{"55P03", "STORE-04"},
      Known{"57014", "STORE-13"}, Known{"40001", "STORE-15"}, Known{"40P01", "STORE-15"},
      Known{"25006", "STORE-12"}, Known{"25P03", "STORE-12"}, Known{"22021", "STORE-05"},
      Known{"42501", "STORE-01"}, Known{"42P01", "STORE-06"}, Known{"42703", "STORE-06"},
      Known{"08", "STORE-12"},    Known{"57", "STORE-12"},    Known{"23", "STORE-05"},
      Known{"28", "STORE-01"},    Known{"3D", "STORE-01"},    Known{"3F", "STORE-01"},
      Known{"XX", "STORE-06"}};
  const auto* const found = std::ranges::find_if(
      known, [&](const Known& each) { return state.starts_with(each.begins); });
  return found == known.end() ? value::Code("STORE-09") : found->code;
}

void ClearResult::operator()(pg_result* result) const { PQclear(result); }

void PostgresLink::Finish::operator()(pg_conn* connection) const { PQfinish(connection); }

PostgresLink::PostgresLink(std::unique_ptr<PGconn, Finish> connection, milliseconds patience)
    : connection_(std::move(connection)), patience_(patience) {}

Result<std::unique_ptr<PostgresLink>> PostgresLink::open(const PostgresTarget& target) {
  const auto wanted = parameters(target);
  if (!wanted) {
    return fail(wanted.error());
  }
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& [name, text] : *wanted) {
    names.push_back(name.c_str());
    values.push_back(text.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  std::unique_ptr<PGconn, Finish> made(PQconnectdbParams(names.data(), values.data(), 0));
  std::unique_ptr<PostgresLink> link(new PostgresLink(std::move(made), target.patience));
  PGconn* connection = link->connection_.get();
  if (!link->alive()) {
    // libpq keeps no SQLSTATE of a refused connection; a server that asks for a password that is
    // not there, or says FATAL, is there and refuses
    const std::string why = first_line(PQerrorMessage(connection));
    const bool refused = PQconnectionNeedsPassword(connection) != 0 ||
                         PQconnectionUsedPassword(connection) != 0 ||
                         why.find("does not exist") != std::string::npos ||
                         why.find("no pg_hba.conf entry") != std::string::npos ||
                         why.find("authentication failed") != std::string::npos;
    return fail(refused ? value::Code("STORE-01") : value::Code("STORE-12"), why);
  }
  if (auto configured = link->configure(target); !configured) {
    return fail(configured.error());
  }
  return link;
}

Result<void> PostgresLink::configure(const PostgresTarget& target) {
  // what is said on the side would go to the standard error
  PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
  if (PQserverVersion(connection_.get()) < oldest_server) {
    return fail("STORE-01", "the server is older than PostgreSQL 13");
  }
  const char* encoding = PQparameterStatus(connection_.get(), "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
    return fail("STORE-01", "the encoding of the database is not UTF8");
  }
  // waiting for a lock ends first, so that its code says so
  const std::string patience = std::to_string(target.patience.count());
  const std::string longest = std::to_string(longest_statement(target.patience).count());
  // A process that is stopped inside its transaction holds the turn of all others: the server ends
  // it. And a commit that returned is on the medium, whatever the server's default is.
  const auto done =
      run("SET statement_timeout = " + longest + "; SET lock_timeout = " + patience +
          "; SET idle_in_transaction_session_timeout = " + std::to_string(target.silence.count()) +
          "; SET default_transaction_isolation = 'read committed'"
          "; SET default_transaction_read_only = " +
          (target.reads_only ? "on" : "off") +
          "; SELECT set_config('synchronous_commit', 'on', false) "
          "WHERE current_setting('synchronous_commit') = 'off'");
  return done ? Result<void>() : fail(done.error());
}

PostgresOrder PostgresLink::order_from_here() const {
  const std::unique_ptr<PQconninfoOption, FreeOptions> used(PQconninfo(connection_.get()));
  PostgresOrder order;
  for (const PQconninfoOption* option = used.get(); option != nullptr && option->keyword != nullptr;
       ++option) {
    const std::string_view name = option->keyword;
    const char* const text = option->val == nullptr ? "" : option->val;
    if (name == "host") {
      order.host = text;
    } else if (name == "hostaddr") {
      order.hostaddr = text;
    } else if (name == "port") {
      order.port = text;
    }
  }
  const auto found = with_first(order, PQhost(connection_.get()), PQport(connection_.get()));
  return found.value_or(PostgresOrder{});
}

bool PostgresLink::alive() const { return PQstatus(connection_.get()) == CONNECTION_OK; }

bool PostgresLink::in_transaction() const {
  if (!alive()) {
    return false;
  }
  switch (PQtransactionStatus(connection_.get())) {
    case PQTRANS_ACTIVE:
    case PQTRANS_INTRANS:
    case PQTRANS_INERROR:
      return true;
    case PQTRANS_IDLE:
    case PQTRANS_UNKNOWN:
      break;
  }
  return false;
}

value::Failure PostgresLink::lost(std::string_view doing) const {
  const std::string said = first_line(PQerrorMessage(connection_.get()));
  return fail("STORE-12",
              (said.empty() ? "no answer in time" : said) + " (" + std::string(doing) + ")");
}

Result<PostgresResult> PostgresLink::answer(std::string_view doing) {
  const auto end = Steady::now() + longest_statement(patience_) + grace;
  PGconn* connection = connection_.get();
  PostgresResult last;
  while (true) {
    while (PQflush(connection) == 1 || PQisBusy(connection) == 1) {
      const bool in_time = wait_for(connection, PQflush(connection) == 1, end);
      if (!in_time || PQconsumeInput(connection) == 0) {
        auto failed = lost(doing);
        connection_.reset();  // what may still come on it belongs to nobody
        return failed;
      }
    }
    PostgresResult next(PQgetResult(connection));
    if (!next) {
      break;
    }
    const bool failed_before = last && PQresultStatus(last.get()) == PGRES_FATAL_ERROR;
    if (!failed_before) {
      last = std::move(next);
    }
  }
  if (!last) {
    return lost(doing);
  }
  if (PQresultStatus(last.get()) == PGRES_FATAL_ERROR) {
    const std::string state = state_of(last.get());
    return fail(alive() && !state.empty() ? code_of_sqlstate(state) : value::Code("STORE-12"),
                first_line(PQresultErrorMessage(last.get())) + " (" + std::string(doing) + ")");
  }
  return last;
}

Result<PostgresResult> PostgresLink::run(const std::string& script) {
  if (!alive() || PQsendQuery(connection_.get(), script.c_str()) == 0) {
    return lost(script);
  }
  return answer(script);
}

Result<void> PostgresLink::prepare(const std::string& name, const std::string& sql,
                                   const std::vector<PostgresValue>& values) {
  std::vector<Oid> types;
  types.reserve(values.size());
  for (const PostgresValue& each : values) {
    types.push_back(each.type);
  }
  if (!alive() || PQsendPrepare(connection_.get(), name.c_str(), sql.c_str(),
                                static_cast<int>(types.size()), types.data()) == 0) {
    return lost(sql);
  }
  const auto done = answer(sql);
  return done ? Result<void>() : fail(done.error());
}

Result<PostgresResult> PostgresLink::run_prepared(const std::string& name,
                                                  const std::vector<PostgresValue>& values) {
  std::vector<const char*> data;
  std::vector<int> lengths;
  for (const PostgresValue& each : values) {
    const bool there = each.octets.has_value();
    // a null pointer is NULL, also for an empty value
    data.push_back(!there                 ? nullptr
                   : each.octets->empty() ? ""
                                          : value::text_of(*each.octets).data());
    lengths.push_back(there ? static_cast<int>(each.octets->size()) : 0);
  }
  const std::vector<int> binary(values.size(), 1);
  if (!alive() ||
      PQsendQueryPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()),
                          data.data(), lengths.data(), binary.data(), 1) == 0) {
    return lost(name);
  }
  return answer(name);
}

Result<bool> PostgresLink::await_notice(int wake) {
  if (!alive()) {
    return lost("waiting");
  }
  std::array<pollfd, 2> both{pollfd{PQsocket(connection_.get()), POLLIN, 0},
                             pollfd{wake, POLLIN, 0}};
  if (::poll(both.data(), both.size(), -1) < 0 && errno != EINTR) {
    return lost("waiting");
  }
  if (both[0].revents != 0 && PQconsumeInput(connection_.get()) == 0) {
    auto failed = lost("waiting");
    connection_.reset();
    return failed;
  }

  struct FreeNotify {
    void operator()(PGnotify* notice) const { PQfreemem(notice); }
  };

  bool said = false;
  while (const std::unique_ptr<PGnotify, FreeNotify> notice{PQnotifies(connection_.get())}) {
    said = true;
  }
  return said;
}

}  // namespace comity::store
