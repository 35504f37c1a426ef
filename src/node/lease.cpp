#include "node/lease.h"

#include "ledger/ledger_store.h"
#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace comity::node {
namespace {

using value::fail;
using value::Result;

/// Given back: before every clock.
constexpr value::Instant given_back{};

constexpr std::size_t longest_host = 64;

}  // namespace

Result<FolderLock> FolderLock::take(const std::filesystem::path& file, Kind kind) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    return fail("NODE-05", file.string());
  }
  if (::flock(fd, (kind == Kind::only_one ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
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

std::string new_holder(value::Random& random) {
  std::array<char, longest_host + 1> host{};
  (void)::gethostname(host.data(), longest_host);
  std::array<std::uint8_t, 8> octets{};
  random.fill(octets);
  std::string out = "serve " + std::string(host.data()) + "/" + std::to_string(::getpid()) + "/";
  for (const std::uint8_t octet : octets) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += digits[octet >> 4U];
    out += digits[octet & 15U];
  }
  return out;
}

SequencerLease::SequencerLease(ledger::LedgerStore& store, const value::Clock& clock, Holder holder)
    : store_(store), clock_(clock), holder_(std::move(holder)) {}

bool SequencerLease::is_free(const ledger::Lease& seen) {
  const auto now = std::chrono::steady_clock::now();
  if (seen != lease_ || unchanged_since_ == std::chrono::steady_clock::time_point()) {
    lease_ = seen;
    unchanged_since_ = now;
  }
  const bool left_behind = holder_.alone && seen.holder.starts_with("serve");
  return left_behind || seen.expires == given_back || now - unchanged_since_ >= holder_.life;
}

Result<bool> SequencerLease::seek() {
  const std::lock_guard lock(mutex_);
  if (held_) {
    return true;
  }
  const auto read = store_.lease();
  if (!read) {
    return fail(read.error());
  }
  const std::optional<ledger::Lease>& seen = *read;
  if (seen && !is_free(*seen)) {
    return false;
  }
  // "Now" is the end of the lease that was seen: one that was renewed meanwhile is refused.
  const value::Instant then = seen ? seen->expires : given_back;
  auto taken = store_.acquire(holder_.name, then, holder_.life);
  if (!taken) {
    const bool renewed = taken.error().code == value::Code("LEDGER-04");
    return renewed ? Result<bool>(false) : fail(taken.error());
  }
  lease_ = *std::move(taken);
  held_ = true;
  if (auto dated = write(false, clock_.now() + holder_.life); !dated) {
    return fail(dated.error());
  }
  return true;
}

Result<void> SequencerLease::write(bool on, value::Instant expires) {
  ledger::Lease next = lease_;
  next.signing_on = on;
  next.expires = expires;
  auto renewed = store_.renew(next);
  if (renewed) {
    lease_ = std::move(next);
  } else if (renewed.error().code == value::Code("LEDGER-01")) {
    held_ = false;
    unchanged_since_ = {};
  }
  return renewed;
}

Result<void> SequencerLease::renew() {
  const std::lock_guard lock(mutex_);
  return held_ ? write(lease_.signing_on, clock_.now() + holder_.life) : Result<void>();
}

Result<void> SequencerLease::set_signing(std::int64_t epoch) {
  const std::lock_guard lock(mutex_);
  if (!held_ || lease_.epoch != epoch) {
    return fail("LEDGER-01", "epoch " + std::to_string(epoch) + " is not held");
  }
  return write(true, clock_.now() + holder_.life);
}

Result<void> SequencerLease::release() {
  const std::lock_guard lock(mutex_);
  if (!held_) {
    return {};
  }
  auto written = write(false, given_back);
  held_ = false;
  return written;
}

std::optional<std::int64_t> SequencerLease::held() const {
  const std::lock_guard lock(mutex_);
  return held_ ? std::optional(lease_.epoch) : std::nullopt;
}

std::optional<std::int64_t> SequencerLease::signing() const {
  const std::lock_guard lock(mutex_);
  return held_ && lease_.signing_on ? std::optional(lease_.epoch) : std::nullopt;
}

std::string SequencerLease::leader() const {
  const std::lock_guard lock(mutex_);
  return lease_.expires == given_back ? std::string() : lease_.holder;
}

}  // namespace comity::node
