// The log: entries a second through the sequencer on stores in memory (the bound of a real one is
// the sync of each batch), full re-verification, and slips.
#include "keys/file_signer.h"
#include "ledger/log_check.h"
#include "ledger/slip.h"
#include "support/example_log.h"

#include <benchmark/benchmark.h>

#include <cstdint>

namespace comity {
namespace {

void sequence_pending(benchmark::State& state) {
  const auto batch = static_cast<std::uint64_t>(state.range(0));
  support::ExampleLog log;
  for (auto _ : state) {
    state.PauseTiming();
    log.commit(batch);
    state.ResumeTiming();
    benchmark::DoNotOptimize(log.sequence());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(sequence_pending)->Arg(1)->Arg(100)->Arg(1000)->Unit(benchmark::kMicrosecond);

void check_whole_log(benchmark::State& state) {
  support::ExampleLog log;
  const auto note = log.grow_to(static_cast<std::uint64_t>(state.range(0)));
  const auto head = ledger::open_checkpoint(note, log.key()).value().head;
  for (auto _ : state) {
    benchmark::DoNotOptimize(ledger::check_log(log.tiles(), head).has_value());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(check_whole_log)->Arg(100'000)->Unit(benchmark::kMillisecond);

void make_and_verify_slip(benchmark::State& state) {
  support::ExampleLog log;
  const auto note = log.grow_to(10'000);
  const auto act = support::example_act(1234);
  const auto key = log.key();
  for (auto _ : state) {
    const auto slip =
        ledger::make_slip(log.tiles(), note, 1234, support::example_salt(1234)).value();
    const ledger::Claim claim{key, "comity/act/v1", value::bytes_of(act)};
    benchmark::DoNotOptimize(ledger::verify_slip(slip, claim).has_value());
  }
}

BENCHMARK(make_and_verify_slip)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace comity
