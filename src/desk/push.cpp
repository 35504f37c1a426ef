#include "desk/push.h"

#include "desk/context.h"
#include "desk/outgoing.h"
#include "desk/pace.h"
#include "desk/peer_answer.h"
#include "exchange/directory.h"
#include "exchange/missing_chunks.h"
#include "exchange/package_store.h"
#include "exchange/transport.h"
#include "object/blob_store.h"
#include "object/upload.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <list>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using exchange::PackageState;
using std::chrono::steady_clock;
using value::fail;
using value::Result;

constexpr std::size_t most_at_once = 8;
constexpr std::size_t calls_a_burst = 8;              // for each that is under way at a time
constexpr auto burst_time = std::chrono::seconds(3);  // then no call of it begins any more
constexpr auto refresh_time = std::chrono::seconds(1);
constexpr auto call_time =
    std::chrono::minutes(10);  // silence ends a call sooner; see net/silence.h
constexpr unsigned most_setbacks = 16;

std::string words(const value::Error& error) {
  return std::string(error.code.text()) + " " + error.detail;
}

/// A job, who it is for, and what came of it.
struct Call {
  Outgoing* package;
  Job job;
  std::optional<Result<PeerAnswer>> outcome;  // none: it was not begun
};

/// All packages for one peer.
class PeerLine {
 public:
  PeerLine(const Context& context, exchange::Transport& transport, std::string node, const Say& say)
      : context_(context),
        transport_(transport),
        node_(std::move(node)),
        say_(say),
        pace_(most_at_once) {}

  Result<std::size_t> run(const std::stop_token& stop);

 private:
  Result<void> refresh();
  std::vector<Call> plan();
  void carry(std::vector<Call>& calls, const std::stop_token& stop);
  Result<PeerAnswer> perform(const Outgoing& package, const Job& job);
  Result<void> apply(Call& call);
  void done(Outgoing& package, const Job& job, const value::Bytes& body);
  Result<void> refused(Outgoing& package, const Job& job, const PeerAnswer& answer);
  void other_root(Outgoing& package, const Job& job);
  Result<void> note();
  Result<void> leave(Outgoing& package, PackageState state, std::string error);
  Result<void> broken(const value::Error& error);
  Result<void> settle(std::vector<Call>& calls);
  [[nodiscard]] bool anything_ended() const;

  const Context& context_;
  exchange::Transport& transport_;
  const std::string node_;
  const Say& say_;
  Pace pace_;
  exchange::Peer peer_;
  std::list<Outgoing> packages_;
  std::set<value::Uuid> left_;  // refused or waiting: not again in this run
  steady_clock::time_point refreshed_;
  std::size_t complete_ = 0;
};

/// Packages that were started since; and where the peer is now.
Result<void> PeerLine::refresh() {
  if (steady_clock::now() - refreshed_ < refresh_time) {
    return {};
  }
  const exchange::KnownNode* peer = nullptr;
  const auto directory = context_.directory.now();
  peer = directory->node(node_);
  if (peer == nullptr) {
    return fail("EXCH-08", node_);
  }
  peer_ = exchange::address_of(*peer);
  auto sending = context_.stores.packages.in_state(PackageState::sending);
  if (!sending) {
    return fail(sending.error());
  }
  for (exchange::StoredPackage& row : *sending) {
    const value::Uuid id = row.package_id;
    const bool known = left_.contains(id) ||
                       std::any_of(packages_.begin(), packages_.end(),
                                   [&](const Outgoing& one) { return one.row().package_id == id; });
    if (known || row.to_node != node_) {
      continue;
    }
    auto package = Outgoing::of(std::move(row));
    if (!package) {
      return fail(package.error());
    }
    packages_.push_back(*std::move(package));
  }
  refreshed_ = steady_clock::now();
  return {};
}

/// One job of each package in turn, so that a small one is not behind a large one.
std::vector<Call> PeerLine::plan() {
  std::vector<Call> calls;
  const std::size_t most = pace_.at_once() * calls_a_burst;
  bool more = true;
  while (more && calls.size() < most) {
    more = false;
    for (Outgoing& package : packages_) {
      if (const auto job = package.next()) {
        calls.push_back({&package, *job, std::nullopt});
        more = true;
      }
    }
  }
  return calls;
}

Result<PeerAnswer> PeerLine::perform(const Outgoing& package, const Job& job) {
  exchange::Call call;
  call.path = "/comity/v1/packages/" + package.row().package_id.text();
  if (job.step != Step::announce) {
    call.path += "/" + std::to_string(job.object);
  }
  call.method = job.step == Step::ask ? "GET" : job.step == Step::close ? "POST" : "PUT";
  if (job.step == Step::announce) {
    call.body = package.row().outer;
  } else if (job.step == Step::chunk) {
    auto bytes = context_.stores.blobs.get({package.row().package_id, job.object}, job.index);
    if (!bytes) {
      return fail(bytes.error());
    }
    call.path += "/" + std::to_string(job.index);
    if (job.from > 0) {
      call.path += "/" + std::to_string(job.from);
      bytes->erase(bytes->begin(), bytes->begin() + static_cast<std::ptrdiff_t>(job.from));
    }
    call.body = *std::move(bytes);
  }
  call.content_type = "application/octet-stream";
  call.deadline = call_time;
  auto reply = transport_.call(peer_, call);
  return reply ? Result<PeerAnswer>(read_answer(*std::move(reply))) : fail(reply.error());
}

/// Several threads take the calls in order until one fails, all are made, or the time is over.
void PeerLine::carry(std::vector<Call>& calls, const std::stop_token& stop) {
  const auto began = steady_clock::now();
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  std::atomic<std::uint64_t> octets = 0;
  const auto work = [&] {
    while (!failed && !stop.stop_requested() && steady_clock::now() - began < burst_time) {
      const std::size_t i = next++;
      if (i >= calls.size()) {
        return;
      }
      Call& call = calls[i];
      call.outcome = perform(*call.package, call.job);
      if (!*call.outcome) {
        failed = true;
      } else if (call.job.step == Step::chunk && (*call.outcome)->status == 200) {
        octets += object::chunk_length(call.package->length_of(call.job.object), call.job.index) -
                  call.job.from;
      }
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(pace_.at_once(), calls.size()); ++i) {
      others.emplace_back(work);
    }
    work();
  }
  if (!failed && calls.size() >= pace_.at_once()) {
    pace_.carried(octets, steady_clock::now() - began);
  }
}

void PeerLine::done(Outgoing& package, const Job& job, const value::Bytes& body) {
  switch (job.step) {
    case Step::announce:
      package.announced();
      return;
    case Step::ask: {
      const auto missing = exchange::decode_missing(body, package.length_of(job.object));
      if (missing) {
        package.told(job.object, *missing);
      } else {
        package.setbacks = most_setbacks;
        package.row().last_error = words(missing.error());
      }
      return;
    }
    case Step::chunk:
      package.kept(job);
      return;
    case Step::close:
      package.closed(job.object);
      return;
  }
}

/// The receiver has dropped the object. Whose copy is wrong?
void PeerLine::other_root(Outgoing& package, const Job& job) {
  const auto own =
      object::check_stored(context_.stores.blobs, {package.row().package_id, job.object});
  package.mismatches += own ? 1U : 2U;
  package.row().last_error =
      own ? "OBJ-07 object " + std::to_string(job.object) : words(own.error());
  package.ask_again(job.object);
}

Result<void> PeerLine::refused(Outgoing& package, const Job& job, const PeerAnswer& answer) {
  package.row().last_error = answer.words();
  switch (advice_of(answer, job.step)) {
    case Advice::announce_again:
      ++package.setbacks;
      package.begin_again();
      return {};
    case Advice::ask_again:
      ++package.setbacks;
      package.ask_again(job.object);
      return {};
    case Advice::other_bytes:
      // Only the end of the object shows which bytes are the signed ones.
      package.kept(job);
      return {};
    case Advice::other_root:
      other_root(package, job);
      return package.mismatches < 2
                 ? Result<void>()
                 : leave(package, PackageState::refused, package.row().last_error);
    case Advice::never:
      return leave(package, PackageState::refused, answer.words());
    case Advice::later:
      return leave(package, PackageState::sending, answer.words());
  }
  return {};
}

Result<void> PeerLine::apply(Call& call) {
  Outgoing& package = *call.package;
  if (left_.contains(package.row().package_id)) {
    return {};
  }
  if (!call.outcome) {
    if (call.job.step == Step::announce) {
      package.begin_again();
    } else {
      package.ask_again(call.job.object);
    }
    return {};
  }
  const PeerAnswer& answer = **call.outcome;
  if (answer.status != 200) {
    if (auto judged = refused(package, call.job, answer); !judged) {
      return judged;
    }
  } else {
    done(package, call.job, answer.body);
  }
  if (package.setbacks >= most_setbacks && !left_.contains(package.row().package_id)) {
    return leave(package, PackageState::sending, package.row().last_error);
  }
  return {};
}

Result<void> PeerLine::leave(Outgoing& package, PackageState state, std::string error) {
  exchange::StoredPackage& row = package.row();
  left_.insert(row.package_id);
  row.state = state;
  row.last_error = std::move(error);
  row.changed_at = context_.clock.now();
  row.moved = package.moved();
  say_(row.package_id.text() + (state == PackageState::sent      ? " is at " + node_
                                : state == PackageState::refused ? " is refused: " + row.last_error
                                                                 : " waits: " + row.last_error));
  complete_ += state == PackageState::sent ? 1U : 0U;
  return context_.stores.packages.put(row);
}

/// Writes how far the packages are; those that are done leave the line.
Result<void> PeerLine::note() {
  for (auto at = packages_.begin(); at != packages_.end();) {
    Result<void> kept;
    if (at->done() && !left_.contains(at->row().package_id)) {
      kept = leave(*at, PackageState::sent, {});
    } else if (!left_.contains(at->row().package_id) && at->moved() != at->row().moved) {
      at->row().moved = at->moved();
      kept = context_.stores.packages.put(at->row());
    }
    if (!kept) {
      return kept;
    }
    at = left_.contains(at->row().package_id) ? packages_.erase(at) : std::next(at);
  }
  return {};
}

/// The peer is gone: every package of it waits, and says why.
Result<void> PeerLine::broken(const value::Error& error) {
  for (Outgoing& package : packages_) {
    package.row().last_error = words(error);
    package.row().moved = package.moved();
    if (auto kept = context_.stores.packages.put(package.row()); !kept) {
      return kept;
    }
  }
  pace_.failed();
  return fail(error);
}

/// The outcomes, one after the other; then the peer's failure, if there was one.
Result<void> PeerLine::settle(std::vector<Call>& calls) {
  std::optional<value::Error> trouble;
  for (Call& call : calls) {
    if (call.outcome && !*call.outcome) {
      trouble = trouble ? trouble : call.outcome->error();
    } else if (auto applied = apply(call); !applied) {
      return applied;
    }
  }
  if (!trouble) {
    return {};
  }
  auto kept = note();
  return kept ? broken(*trouble) : kept;
}

bool PeerLine::anything_ended() const {
  return std::any_of(packages_.begin(), packages_.end(), [&](const Outgoing& one) {
    return one.done() || left_.contains(one.row().package_id);
  });
}

Result<std::size_t> PeerLine::run(const std::stop_token& stop) {
  auto noted = steady_clock::now();
  std::vector<Call> calls;
  do {
    auto well = refresh();
    calls = well ? plan() : std::vector<Call>();
    carry(calls, stop);
    well = well ? settle(calls) : well;
    if (well && (anything_ended() || steady_clock::now() - noted >= refresh_time)) {
      noted = steady_clock::now();
      well = note();
    }
    if (!well) {
      return fail(well.error());
    }
  } while (!calls.empty() && !stop.stop_requested());
  if (auto kept = note(); !kept) {
    return fail(kept.error());
  }
  return stop.stop_requested() && !packages_.empty() ? fail("DESK-15", node_)
                                                     : Result<std::size_t>(complete_);
}

}  // namespace

Result<std::set<std::string>> waiting_nodes(const Context& context) {
  auto sending = context.stores.packages.in_state(PackageState::sending);
  if (!sending) {
    return fail(sending.error());
  }
  std::set<std::string> nodes;
  for (const exchange::StoredPackage& row : *sending) {
    nodes.insert(row.to_node);
  }
  return nodes;
}

Result<std::size_t> push_to(const Context& context, exchange::Transport& transport,
                            const std::string& node, const Say& say, const std::stop_token& stop) {
  return PeerLine(context, transport, node, say).run(stop);
}

Result<std::size_t> push_packages(const Context& context, exchange::Transport& transport,
                                  const Say& say) {
  auto nodes = waiting_nodes(context);
  if (!nodes) {
    return fail(nodes.error());
  }
  std::size_t complete = 0;
  for (const std::string& node : *nodes) {
    const auto pushed = push_to(context, transport, node, say, {});
    if (pushed) {
      complete += *pushed;
    } else {
      say(node + ": " + words(pushed.error()));
    }
  }
  return complete;
}

}  // namespace comity::desk
