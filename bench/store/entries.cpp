// Entries a second through a node's own store: each committed durably by one of sixteen writers (or
// sixty-four to a commit, as an admission does), given its place, hashed into tiles on the disk and
// covered by a durable checkpoint. Prints both rates. Usage: bench_store_entries FOLDER [ENTRIES]
#include "desk/work.h"
#include "keys/file_signer.h"
#include "keys/private_key.h"
#include "keys/system_random.h"
#include "ledger/ledger_store.h"
#include "ledger/sequencer.h"
#include "node/system_clock.h"
#include "store/database.h"
#include "store/disk_tiles.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace)

desk::LedgerSecret secret_no(std::uint32_t number) {
  desk::LedgerSecret out;
  for (std::size_t i = 0; i < 4; ++i) {
    out.key.octets[i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  out.entry.assign(ledger::entry_size, static_cast<std::uint8_t>(number));
  out.salt = out.key;
  out.statistics = value::to_bytes("statistics");
  return out;
}

struct Load {
  std::uint32_t entries;
  std::uint32_t writers;
  std::uint32_t to_a_commit;
};

void write_share(store::Database& database, const Load& load, std::atomic<std::uint32_t>& next) {
  for (auto first = next.fetch_add(load.to_a_commit); first < load.entries;
       first = next.fetch_add(load.to_a_commit)) {
    const auto done =
        database.work().run([&](desk::Transaction& transaction) -> value::Result<void> {
          for (auto i = first; i < std::min(first + load.to_a_commit, load.entries); ++i) {
            if (auto put = transaction.put_entry(secret_no(i)); !put) {
              return put;
            }
          }
          return {};
        });
    if (!done) {
      std::fprintf(stderr, "commit: %s\n", done.error().detail.c_str());
      std::exit(1);
    }
  }
}

/// Sequences until the checkpoint covers `entries`.
void sequence(store::Database& database, const std::filesystem::path& log, std::uint32_t entries) {
  const node::SystemClock clock;
  keys::SystemRandom random;
  const auto tiles = store::open_tiles(log).value();
  auto key = keys::PrivateKey::generate(keys::KeyKind::ed25519, random).value();
  const auto signer = keys::FileEd25519Signer::make(std::move(key)).value();
  auto lease = database.ledger().acquire("bench", clock.now(), std::chrono::hours(1)).value();
  lease.signing_on = true;
  ledger::Sequencer sequencer(database.ledger(), *tiles, *signer, clock, "bench.example/log");
  if (!database.ledger().renew(lease) || !sequencer.start(ledger::StartCheck::right_edge)) {
    std::fprintf(stderr, "the log does not start\n");
    std::exit(1);
  }
  for (std::uint64_t size = 0; size < entries;) {
    const auto before = database.version().value();
    const auto batch = sequencer.sequence_pending(lease.epoch, 4096).value();
    if (batch.size == size) {
      database.wait_for_change(before, std::chrono::milliseconds(100)).value();
    }
    size = batch.size;
  }
}

double rate(const std::filesystem::path& folder, const Load& load) {
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const auto database = store::open_sqlite(folder / "store.sqlite").value();
  std::atomic<std::uint32_t> next = 0;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::jthread> writers;
  for (std::uint32_t i = 0; i < load.writers; ++i) {
    writers.emplace_back([&] { write_share(*database, load, next); });
  }
  sequence(*database, folder / "log", load.entries);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  writers.clear();
  std::filesystem::remove_all(folder);
  return load.entries / took.count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_store_entries FOLDER [ENTRIES]\n");
    return 2;
  }
  const auto entries = static_cast<std::uint32_t>(argc > 2 ? std::atol(argv[2]) : 20'000);
  const auto folder = std::filesystem::path(argv[1]) / "entries";
  std::printf("%.0f %.0f\n", rate(folder, {entries, 16, 1}), rate(folder, {entries, 1, 64}));
  return 0;
}
