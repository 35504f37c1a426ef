// Calls between two nodes over loopback: a body of 4 KiB there and back, kept connections, and the
// price of a new connection with its mutual handshake.
#include "exchange/transport.h"
#include "net/client.h"
#include "net/server.h"
#include "support/tls_house.h"
#include "value/bytes.h"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <memory>

namespace comity {
namespace {

testing_support::TlsHouse& house() {
  static testing_support::TlsHouse one;
  return one;
}

exchange::Call echo(std::size_t size) {
  exchange::Call call;
  call.method = "POST";
  call.path = size > std::size_t{64} * 1024 ? "/large" : "/echo";
  call.body = value::Bytes(size, 0x5a);
  return call;
}

void keep_alive(benchmark::State& state) {
  auto& at = house();
  const auto peer = at.peer();
  const auto call = echo(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    if (const auto reply = at.client->call(peer, call); !reply || reply->status != 200) {
      state.SkipWithError("the call failed");
      break;
    }
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

BENCHMARK(keep_alive)->Arg(4096)->Threads(1)->Threads(4)->UseRealTime();
BENCHMARK(keep_alive)->Arg(1024 * 1024)->Threads(4)->UseRealTime();

void new_connection(benchmark::State& state) {
  auto& at = house();
  const auto peer = at.peer();
  const auto call = echo(4096);
  net::ClientOptions options;
  options.identity = at.caller.tls;
  options.kept_connections = 0;
  const auto client = net::Client::make(options).value();
  for (auto _ : state) {
    if (const auto reply = client->call(peer, call); !reply || reply->status != 200) {
      state.SkipWithError("the call failed");
      break;
    }
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(new_connection)->Threads(1)->Threads(4)->UseRealTime();

}  // namespace
}  // namespace comity
