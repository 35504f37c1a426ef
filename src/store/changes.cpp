#include "store/changes.h"

#include "store/fields.h"
#include "store/sql.h"
#include "value/instant.h"
#include "value/result.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace comity::store {

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds poll{25};

}  // namespace

Changes::Changes(std::unique_ptr<Session> session) : session_(std::move(session)) {}

value::Result<std::int64_t> Changes::read() {
  const auto found = first(*session_, "PRAGMA data_version", {}, read_integer);
  if (!found) {
    return value::fail(found.error());
  }
  return found->value_or(0);
}

value::Result<std::int64_t> Changes::version() {
  const std::scoped_lock lock(mutex_);
  return read();
}

value::Result<std::int64_t> Changes::wait(std::int64_t seen, value::Duration at_most) {
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
    committed_.wait_for(lock, std::min<Steady::duration>(rest, poll));
  }
}

void Changes::notify() {
  // the lock, or a waiter between reading and waiting would miss it
  const std::scoped_lock lock(mutex_);
  committed_.notify_all();
}

}  // namespace comity::store
