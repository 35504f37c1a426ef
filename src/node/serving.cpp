#include "node/serving.h"

#include "crypto/hybrid.h"
#include "crypto/signer.h"
#include "desk/begun_sealings.h"
#include "desk/carrier.h"
#include "edge/full_notes.h"
#include "edge/gate.h"
#include "edge/package_intake.h"
#include "edge/package_routes.h"
#include "exchange/post.h"
#include "exchange/transport.h"
#include "keys/passphrase.h"
#include "ledger/ledger_store.h"
#include "ledger/sequencer.h"
#include "net/client.h"
#include "net/endpoint.h"
#include "net/server.h"
#include "node/chain_refresh.h"
#include "node/config.h"
#include "node/desk_key.h"
#include "node/edge_limits.h"
#include "node/keyring.h"
#include "node/leading.h"
#include "node/lease.h"
#include "node/opened.h"
#include "node/peer_watch.h"
#include "node/signing_override.h"
#include "node/start_check.h"
#include "node/stores.h"
#include "value/result.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace comity::node {
namespace {

using std::chrono::milliseconds;
using value::fail;
using value::Result;

std::string words(const value::Error& error) {
  return std::string(error.code.text()) + " " + error.detail;
}

std::optional<std::uint64_t> free_octets(const std::filesystem::path& folder) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  return error ? std::nullopt : std::optional<std::uint64_t>(space.available);
}

/// The parts of a running node, in the order in which they are made; stopped in the other order.
class Service {
 public:
  Service(const ServeOptions& options, std::unique_ptr<OpenNode> node, FolderLock lock)
      : options_(options),
        lock_(std::move(lock)),
        node_(std::move(node)),
        full_notes_(node_->clock(), options.say) {}

  Result<void> start(const keys::Passphrase& unlock);
  Result<void> run();

 private:
  Result<void> start_ledger(const keys::Passphrase& unlock);
  Result<void> start_network(const keys::Passphrase& unlock);
  void tell_sealings();
  void tell_desks();
  edge::GateParts gate_parts();
  Result<void> check_memory();
  Result<void> signing_begun();
  void seek_confirmation(const std::stop_token& stop);
  void carry_letters(const std::stop_token& stop);
  void carry_packages(const std::stop_token& stop);
  void await_commit(const Result<std::int64_t>& seen);
  void tend();
  /// Until it is told to stop; why it must not go on.
  Result<void> watch();

  const ServeOptions& options_;
  FolderLock lock_;
  std::unique_ptr<OpenNode> node_;
  std::unique_ptr<crypto::Ed25519Signer> ledger_key_;
  std::unique_ptr<ledger::Sequencer> sequencer_;
  std::unique_ptr<SequencerLease> lease_;
  std::unique_ptr<Leading> leading_;
  std::unique_ptr<net::Client> client_;
  EdgeLimits limits_;
  edge::FullNotes full_notes_;
  std::unique_ptr<edge::PackageRoutes> packages_;
  std::unique_ptr<edge::Gate> gate_;
  std::unique_ptr<net::Server> server_;
  std::chrono::steady_clock::time_point next_expiry_;  ///< of unfinished packages
  std::mutex stale_mutex_;
  std::set<std::string> stale_chains_;  ///< guarded by stale_mutex_: peers to ask for new key sets
  std::atomic<bool> overridden_ = false;    ///< no peer answered at the start; to be logged
  std::atomic<bool> unconfirmed_ = false;   ///< signing by override, no peer has been heard
  std::atomic<bool> contradicted_ = false;  ///< a peer was heard, and contradicts
  std::string contradiction_;               ///< written before contradicted_ is set
};

Result<void> Service::start(const keys::Passphrase& unlock) {
  if (auto opened = node_->unlock_all(unlock); !opened) {
    return opened;
  }
  if (auto ledger = start_ledger(unlock); !ledger) {
    return ledger;
  }
  tell_sealings();
  tell_desks();
  return start_network(unlock);
}

Result<void> Service::start_ledger(const keys::Passphrase& unlock) {
  auto key = load_ledger_signer(node_->folder(), unlock);
  if (!key) {
    return fail(key.error());
  }
  ledger_key_ = *std::move(key);
  ledger::LedgerStore& store = node_->database().ledger();
  lease_ = std::make_unique<SequencerLease>(
      store, node_->clock(),
      Holder{new_holder(node_->random()), !node_->config().storage.shared()});
  sequencer_ = std::make_unique<ledger::Sequencer>(
      store, node_->context().stores.tiles, *ledger_key_, node_->clock(), node_->config().origin);
  leading_ = std::make_unique<Leading>(
      LeadingParts{*node_, *sequencer_, *lease_, options_.say, [this] { return signing_begun(); }});
  return {};
}

/// Interrupted ones do not keep a node from serving, whatever is wrong with them.
void Service::tell_sealings() {
  const auto told = desk::tend_sealings(node_->context());
  if (!told) {
    options_.say("sealings: " + words(told.error()));
    return;
  }
  for (const std::string& line : *told) {
    options_.say(line);
  }
}

void Service::tell_desks() {
  for (const std::string& desk : x25519_desks(*node_, node_->config().node)) {
    options_.say("WARNING " + desk +
                 " has an X25519 key alone, comity desk replace-key makes a hybrid one");
  }
}

edge::GateParts Service::gate_parts() {
  return {{node_->config().node, node_->directory(), node_->database().inbox(), node_->clock(),
           limits_.inbox},
          node_->database().peers(),
          node_->context().stores.tiles,
          [this] { return own_chain(*node_); },
          [this](const std::string& peer) {
            const std::lock_guard lock(stale_mutex_);
            stale_chains_.insert(peer);
          },
          [] {},  // the desk thread sees the commit
          *packages_,
          {limits_.retry, [this](const std::string& peer, const value::Error& error) {
             full_notes_.refused(peer, error);
           }}};
}

Result<void> Service::start_network(const keys::Passphrase& unlock) {
  auto identity = load_tls(node_->folder(), unlock);
  if (!identity) {
    return fail(identity.error());
  }
  const std::string& address = options_.listen.empty() ? node_->config().listen : options_.listen;
  auto client = net::Client::make({*identity, 16, std::chrono::seconds(20)});
  auto listen = net::parse_endpoint("https://" + address);
  if (!client || !listen) {
    return fail(!client ? client.error() : listen.error());
  }
  client_ = *std::move(client);
  auto limits = read_limits(node_->folder());
  if (!limits) {
    return fail(limits.error());
  }
  limits_ = *limits;
  packages_ = std::make_unique<edge::PackageRoutes>(edge::PackageDoor{
      node_->config().node,
      node_->directory(),
      node_->database().packages(),
      node_->context().stores.blobs,
      node_->clock(),
      [this] { return free_octets(objects_folder(node_->folder(), node_->config().storage)); },
      {}});
  gate_ = std::make_unique<edge::Gate>(gate_parts());
  net::ServerOptions options;
  options.address = listen->host;
  options.port = listen->port;
  options.identity = *std::move(identity);
  options.worker_threads = 16;
  options.limits = limits_.server;
  auto server = net::Server::listen(options, *gate_);
  if (!server) {
    return fail(server.error());
  }
  server_ = *std::move(server);
  options_.say("listening " + address);
  return {};
}

/// The verdict of the peers; a contradiction is NODE-11.
Result<StartVerdict> heard(OpenNode& node, exchange::Transport& transport) {
  auto report = ask_peers(node, transport);
  if (!report) {
    return fail(report.error());
  }
  for (const PeerMemory& peer : report->peers) {
    if (peer.answer == PeerAnswer::contradicts) {
      return fail("NODE-11", peer.node + ": " + peer.detail);
    }
  }
  return report->verdict;
}

/// Signing goes on only after the peers were asked; a contradiction ends the service.
Result<void> Service::check_memory() {
  auto verdict = heard(*node_, *client_);
  if (!verdict) {
    return fail(verdict.error());
  }
  const bool alone = *verdict == StartVerdict::nobody_there;
  if (alone && options_.override_reason.empty()) {
    return {};
  }
  overridden_ = alone;
  leading_->confirm();
  return {};
}

Result<void> Service::signing_begun() {
  if (!overridden_.exchange(false)) {
    options_.say("signing on");
    return {};
  }
  if (auto logged = log_override(*node_, options_.override_reason); !logged) {
    overridden_ = true;
    return logged;
  }
  unconfirmed_ = true;
  options_.say("signing on by override, logged: " + options_.override_reason);
  return {};
}

/// An override holds until a peer can be asked: a ledger that was put back must not grow a second
/// history for longer than it takes to hear of the first.
void Service::seek_confirmation(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::this_thread::sleep_for(milliseconds(500));
    if (!unconfirmed_) {
      continue;
    }
    auto verdict = heard(*node_, *client_);
    if (!verdict && verdict.error().code == value::Code("NODE-11")) {
      contradiction_ = verdict.error().detail;
      unconfirmed_ = false;
      contradicted_ = true;
    } else if (verdict && *verdict == StartVerdict::may_sign) {
      unconfirmed_ = false;
      options_.say("a peer confirms the ledger that was signed by override");
    }
  }
}

/// Until somebody commits, or half a second: that too while the database is away.
void Service::await_commit(const Result<std::int64_t>& seen) {
  constexpr milliseconds longest{500};
  if (!seen || !node_->database().wait_for_change(*seen, longest)) {
    std::this_thread::sleep_for(longest);
  }
}

void Service::carry_letters(const std::stop_token& stop) {
  std::string trouble;  // said once while it lasts
  while (!stop.stop_requested()) {
    const auto epoch = lease_->held();
    if (!epoch) {
      std::this_thread::sleep_for(milliseconds(100));
      continue;
    }
    auto before = node_->database().version();
    auto posted = exchange::post_round(
        {node_->database().outbox(), *client_, node_->directory(), node_->clock(), *epoch, 16},
        256);
    const std::string met = posted ? std::string() : words(posted.error());
    if (met != std::exchange(trouble, met) && !posted) {
      options_.say("post: " + met);
    }
    if (!posted) {
      await_commit(before);
      continue;
    }
    if (posted->accepted > 0) {
      continue;
    }
    if (posted->failed > 0) {
      options_.say("post: " + std::to_string(posted->failed) + " letters wait for their peer");
    }
    await_commit(before);
  }
}

void Service::carry_packages(const std::stop_token& stop) {
  std::optional<desk::Carrier> carrier;
  std::string trouble;  // said once while it lasts
  while (!stop.stop_requested()) {
    if (!lease_->held()) {
      carrier.reset();
      std::this_thread::sleep_for(milliseconds(100));
      continue;
    }
    if (!carrier) {
      carrier.emplace(node_->context(), *client_,
                      [this](const std::string& line) { options_.say("package: " + line); });
    }
    auto before = node_->database().version();
    const auto looked = carrier->look();
    const std::string met = looked ? std::string() : words(looked.error());
    if (met != std::exchange(trouble, met) && !looked) {
      options_.say("package: " + met);
    }
    await_commit(before);
  }
}

void Service::tend() {
  std::set<std::string> stale;
  {
    const std::lock_guard lock(stale_mutex_);
    stale.swap(stale_chains_);
  }
  for (const std::string& peer : stale) {
    if (auto refreshed = refresh_chain(*node_, *client_, peer); !refreshed) {
      options_.say("key sets of " + peer + ": " + words(refreshed.error()));
    }
  }
  if (std::chrono::steady_clock::now() >= next_expiry_) {
    next_expiry_ = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    if (auto expired = packages_->intake().expire(); !expired) {
      options_.say("package: " + words(expired.error()));
    } else if (*expired > 0) {
      options_.say("package: " + std::to_string(*expired) + " that never became whole given up");
    }
  }
  if (auto loaded = node_->reload_directory(); !loaded) {
    options_.say("directory: " + words(loaded.error()));
  }
}

Result<void> Service::watch() {
  auto next = std::chrono::steady_clock::now();
  while (!options_.stopping()) {
    if (contradicted_) {
      return fail("NODE-11", contradiction_);
    }
    if (const auto broken = leading_->broken()) {
      return fail(*broken);
    }
    if (std::chrono::steady_clock::now() >= next) {
      tend();
      if (auto checked = leading_->confirmed() ? Result<void>() : check_memory(); !checked) {
        return checked;
      }
      next = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    }
    std::this_thread::sleep_for(milliseconds(50));
  }
  return {};
}

Result<void> Service::run() {
  if (auto checked = check_memory(); !checked) {
    return checked;
  }
  if (!leading_->confirmed()) {
    options_.say("signing off: no peer answers; asking again every second");
  }
  std::jthread keeper([this](const std::stop_token& stop) { leading_->keep_lease(stop); });
  std::jthread desk([this](const std::stop_token& stop) { leading_->work(stop); });
  std::jthread post([this](const std::stop_token& stop) { carry_letters(stop); });
  std::jthread packages([this](const std::stop_token& stop) { carry_packages(stop); });
  std::jthread asking([this](const std::stop_token& stop) { seek_confirmation(stop); });
  std::jthread looking([this](const std::stop_token& stop) {
    PeerWatch({*node_, *client_, *lease_, options_.say}).run(stop);
  });
  auto watched = watch();
  server_->stop();
  for (std::jthread* thread : {&keeper, &desk, &post, &packages, &asking, &looking}) {
    thread->request_stop();
  }
  keeper.join();
  desk.join();
  auto released = lease_->release();
  return watched ? released : watched;
}

/// What this program can seal and open; AGE-15 when its key exchange is not the published one.
Result<void> test_suites(const ServeOptions& options) {
  if (options.kem == nullptr) {
    options.say("sealing age-x25519 only: AGE-14 built without libsodium from 1.0.22 on");
    return {};
  }
  if (auto tested = crypto::test_kem(*options.kem); !tested) {
    return tested;
  }
  options.say("sealing age-mlkem768x25519 and age-x25519, tested");
  return {};
}

}  // namespace

Result<void> serve(const ServeOptions& options, const keys::Passphrase& unlock) {
  if (auto tested = test_suites(options); !tested) {
    return tested;
  }
  auto config = read_config(Folder{options.folder});
  if (!config) {
    return fail(config.error());
  }
  auto lock = FolderLock::take(Folder{options.folder}.lock(), config->storage.shared()
                                                                  ? FolderLock::Kind::with_others
                                                                  : FolderLock::Kind::only_one);
  if (!lock) {
    return fail(lock.error());
  }
  auto node = OpenNode::open(options.folder);
  if (!node) {
    return fail(node.error());
  }
  Service service(options, *std::move(node), *std::move(lock));
  if (auto started = service.start(unlock); !started) {
    return started;
  }
  return service.run();
}

}  // namespace comity::node
