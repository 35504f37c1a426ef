// How fast the node's database takes letters: durable puts by one and by many threads, beside the
// same bytes appended to a plain file with fdatasync in the same run.
#include "store/database.h"
#include "support/rows.h"
#include "support/shell.h"

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <memory>

namespace {

using comity::testing_support::inbound_no;
using comity::testing_support::TemporaryFolder;

constexpr std::size_t letter_size = 4096;

class StoreBench : public benchmark::Fixture {
 public:
  void SetUp(const benchmark::State& state) override {
    if (state.thread_index() == 0) {
      folder_ = std::make_unique<TemporaryFolder>();
      database_ = comity::store::open_sqlite(folder_->path() / "store.sqlite").value();
    }
  }

  void TearDown(const benchmark::State& state) override {
    if (state.thread_index() == 0) {
      database_.reset();
      folder_.reset();
    }
  }

 protected:
  std::unique_ptr<TemporaryFolder> folder_;
  std::unique_ptr<comity::store::Database> database_;
  std::atomic<std::uint32_t> next_{0};
};

BENCHMARK_DEFINE_F(StoreBench, InboxPut)(benchmark::State& state) {
  for ([[maybe_unused]] const auto _ : state) {
    const std::uint32_t number = ++next_;
    auto letter = inbound_no(number);
    letter.from_node = "x" + std::to_string(number / 2048);  // none reaches its bound
    letter.letter.assign(letter_size, 'x');
    const auto put = database_->inbox().put(letter, exchange::InboxBounds());
    if (!put || *put != exchange::InboxPut::kept) {
      state.SkipWithError("put failed");
    }
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK_REGISTER_F(StoreBench, InboxPut)->Threads(1)->Threads(4)->Threads(16)->UseRealTime();

void plain_append(benchmark::State& state) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "plain";
  const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  const std::string bytes(letter_size, 'x');
  for ([[maybe_unused]] const auto _ : state) {
    if (::write(file, bytes.data(), bytes.size()) < 0 || ::fdatasync(file) != 0) {
      state.SkipWithError("append failed");
    }
  }
  ::close(file);
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(plain_append)->UseRealTime();

}  // namespace
