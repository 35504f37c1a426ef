#include "node/lease.h"

#include "ledger/ledger_store.h"
#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace comity::node {
namespace {

using value::fail;
using value::Result;

constexpr value::Duration life = std::chrono::seconds(10);

}  // namespace

Result<FolderLock> FolderLock::take(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    return fail("NODE-05", file.string());
  }
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd);
    return fail("NODE-10", file.string());
  }
  return FolderLock(fd);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FolderLock::~FolderLock() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

SequencerLease::SequencerLease(ledger::LedgerStore& store, const value::Clock& clock,
                               ledger::Lease lease)
    : store_(store), clock_(clock), lease_(std::move(lease)) {}

Result<std::unique_ptr<SequencerLease>> SequencerLease::take(ledger::LedgerStore& store,
                                                             const value::Clock& clock) {
  // The lock tells that whoever served here before serves no more; had it been broken, the epoch
  // would still fence the other off.
  const std::string holder = "serve";
  const auto deadline = std::chrono::steady_clock::now() + 2 * life;
  while (true) {
    auto lease = store.acquire(holder, clock.now(), life);
    if (lease) {
      return std::make_unique<SequencerLease>(store, clock, *std::move(lease));
    }
    const bool held = lease.error().code == value::Code("LEDGER-04");
    if (!held || std::chrono::steady_clock::now() > deadline) {
      return fail(lease.error());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

std::int64_t SequencerLease::epoch() const {
  const std::lock_guard lock(mutex_);
  return lease_.epoch;
}

bool SequencerLease::signing() const {
  const std::lock_guard lock(mutex_);
  return lease_.signing_on;
}

Result<void> SequencerLease::write(bool on, value::Duration span) {
  ledger::Lease next = lease_;
  next.signing_on = on;
  next.expires = clock_.now() + span;
  auto renewed = store_.renew(next);
  if (renewed) {
    lease_ = std::move(next);
  }
  return renewed;
}

Result<void> SequencerLease::set_signing(bool on) {
  const std::lock_guard lock(mutex_);
  return write(on, life);
}

Result<void> SequencerLease::renew() {
  const std::lock_guard lock(mutex_);
  return write(lease_.signing_on, life);
}

Result<void> SequencerLease::release() {
  const std::lock_guard lock(mutex_);
  return write(false, value::Duration::zero());
}

}  // namespace comity::node
