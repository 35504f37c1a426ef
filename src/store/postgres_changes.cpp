#include "store/postgres_changes.h"

#include "store/fields.h"
#include "store/postgres_link.h"
#include "store/sql.h"
#include "value/instant.h"
#include "value/result.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace comity::store {

namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A notice can be lost with its connection: nobody relies on one for longer than this.
constexpr milliseconds longest_sleep{1000};

constexpr milliseconds between_attempts{200};

}  // namespace

PostgresChanges::PostgresChanges(std::unique_ptr<Session> session, PostgresTarget target)
    : target_(std::move(target)),
      session_(std::move(session)),
      wake_(::eventfd(0, EFD_CLOEXEC)),
      listener_([this](const std::stop_token& stop) { listen(stop); }) {}

PostgresChanges::~PostgresChanges() {
  listener_.request_stop();
  const std::uint64_t one = 1;
  (void)!::write(wake_, &one, sizeof(one));
  listener_.join();
  ::close(wake_);
}

value::Result<std::int64_t> PostgresChanges::read() {
  const auto found =
      first(*session_, "SELECT coalesce(max(n), 0) FROM commit_mark", {}, read_integer);
  if (!found) {
    return value::fail(found.error());
  }
  return found->value_or(0);
}

value::Result<std::int64_t> PostgresChanges::version() {
  const std::scoped_lock lock(mutex_);
  return read();
}

value::Result<std::int64_t> PostgresChanges::wait(std::int64_t seen, value::Duration at_most) {
  const auto end = Steady::now() + at_most;
  std::unique_lock lock(mutex_);
  while (true) {
    auto now = read();
    if (!now || *now != seen) {
      return now;
    }
    const auto rest = end - Steady::now();
    if (rest <= Steady::duration::zero()) {
      return seen;
    }
    committed_.wait_for(lock, std::min<Steady::duration>(rest, longest_sleep));
  }
}

void PostgresChanges::notify() {
  // the lock, or a waiter between reading and waiting would miss it
  const std::scoped_lock lock(mutex_);
  committed_.notify_all();
}

void PostgresChanges::listen(const std::stop_token& stop) {
  std::unique_ptr<PostgresLink> link;
  while (!stop.stop_requested()) {
    if (!link) {
      auto made = PostgresLink::open(target_);
      if (made && (*made)->run("LISTEN comity")) {
        link = std::move(*made);
        target_.order = link->order_from_here();
        notify();  // for what was committed while nobody listened
      } else {
        pollfd woken{wake_, POLLIN, 0};
        (void)::poll(&woken, 1, static_cast<int>(between_attempts.count()));
      }
      continue;
    }
    const auto said = link->await_notice(wake_);
    if (!said) {
      link.reset();
    } else if (*said) {
      notify();
    }
  }
}

}  // namespace comity::store
