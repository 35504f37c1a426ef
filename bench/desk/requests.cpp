// Sends requests from a node's folder whose `comity serve` runs, as `comity send` would, with at
// most 256 without their receipt, and waits for the last receipt. The script is bench/letters.
// Usage: bench_desk_requests NODE DRAFT COUNT KEY KEY PID...; passphrase file in COMITY_UNLOCK.
// Prints: requests a second, median and p99 ms from commit to receipt, seconds, CPU seconds of this
// program, then of each PID.
#include "codec/json.h"
#include "desk/send.h"
#include "exchange/mail_store.h"
#include "keys/passphrase.h"
#include "node/files.h"
#include "node/needed_roles.h"
#include "node/opened.h"
#include "node/person.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <semaphore>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace)
using Steady = std::chrono::steady_clock;

constexpr std::ptrdiff_t window = 256;
constexpr std::size_t senders = 4;
constexpr std::size_t payload_size = 4096;
constexpr std::string_view sentence = " More of the facts, as the file has them.";

template <typename T>
T or_end(value::Result<T> result, const char* doing) {
  if (!result) {
    std::fprintf(stderr, "bench_desk_requests: %s: %s %s\n", doing,
                 std::string(result.error().code.text()).c_str(), result.error().detail.c_str());
    std::exit(1);
  }
  return *std::move(result);
}

double cpu_of(const std::string& pid) {
  std::ifstream in("/proc/" + pid + "/stat");
  std::string text;
  std::getline(in, text);
  std::istringstream fields(text.substr(std::min(text.size(), text.rfind(')') + 1)));
  std::string skipped;
  double user = 0;
  double system = 0;
  for (int i = 0; i < 11; ++i) {  // proc(5): utime is the 14th field, the name the second
    fields >> skipped;
  }
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

struct Authorised {
  value::Bytes payload;
  std::vector<std::string> authorisations;
};

/// The facts are made as long as the payload lacks.
codec::Json padded(const desk::Context& context, const codec::Json& draft) {
  const auto length = or_end(desk::prepare_request(context, draft), "prepare").size();
  codec::Json::Object object;
  if (const auto* members = draft.object()) {
    object = *members;
  }
  const auto* facts = object["facts_summary"].text();
  std::string longer = facts != nullptr ? *facts : "";
  for (auto size = length; size < payload_size; size += sentence.size()) {
    longer += sentence;
  }
  object["facts_summary"] = longer;
  return object;
}

Authorised authorised(const desk::Context& context, const codec::Json& draft,
                      const std::vector<node::PersonKey>& persons) {
  Authorised out{or_end(desk::prepare_request(context, draft), "prepare"), {}};
  const auto roles = or_end(desk::roles_needed(context, out.payload), "roles");
  for (const node::PersonKey& person : persons) {
    const auto role =
        or_end(node::role_to_take(roles, out.authorisations, person.roles), "a person's role");
    out.authorisations.push_back(or_end(
        node::authorise_payload(person, out.payload, role, context.clock.now()), "authorise"));
  }
  return out;
}

/// Requests under way and the times of those that ended.
class Run {
 public:
  Run(node::OpenNode& node, std::vector<Authorised> requests)
      : node_(node), requests_(std::move(requests)) {}

  void send_some() {
    for (auto i = next_++; i < requests_.size(); i = next_++) {
      free_.acquire();
      const auto begin = Steady::now();
      const auto sent = or_end(
          desk::send(node_.context(), requests_[i].payload, requests_[i].authorisations), "send");
      const std::lock_guard lock(mutex_);
      begun_.emplace(sent.digest, begin);
    }
  }

  /// Until every request has ended.
  void watch() {
    std::int64_t seen = 0;
    while (took_.size() < requests_.size()) {
      // Looking costs what a commit costs, so a span of 20 ms may be added to what is measured.
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      const auto now = or_end(node_.database().version(), "version");
      if (now != seen) {
        seen = now;
        settle();
      }
    }
  }

  std::vector<double> took() {
    std::sort(took_.begin(), took_.end());
    return took_;
  }

 private:
  void settle() {
    std::map<value::Digest, Steady::time_point> open;
    {
      const std::lock_guard lock(mutex_);
      open = begun_;
    }
    for (const auto& letter : or_end(node_.database().outbox().list(0), "outbox")) {
      open.erase(letter.statement);
    }
    const auto end = Steady::now();
    for (const auto& [digest, begin] : open) {
      const auto rows = or_end(node_.database().outbox().of_statement(digest), "outbox");
      if (rows.size() != 1 || rows.front().state != exchange::OutboxState::receipted) {
        or_end(value::Result<void*>(
                   value::fail("DESK-10", rows.empty() ? "no letter" : rows.front().last_error)),
               "a request was not accepted");
      }
      took_.push_back(std::chrono::duration<double, std::milli>(end - begin).count());
      const std::lock_guard lock(mutex_);
      begun_.erase(digest);
      free_.release();
    }
  }

  node::OpenNode& node_;
  const std::vector<Authorised> requests_;
  std::atomic<std::size_t> next_ = 0;
  std::counting_semaphore<window> free_{window};
  std::mutex mutex_;
  std::map<value::Digest, Steady::time_point> begun_;  ///< guarded by mutex_
  std::vector<double> took_;
};

void report(const std::vector<double>& took, double seconds, const std::vector<double>& cpu) {
  std::printf("%.0f %.0f %.0f %.2f", static_cast<double>(took.size()) / seconds,
              took[took.size() / 2], took[took.size() * 99 / 100], seconds);
  for (const double one : cpu) {
    std::printf(" %.2f", one);
  }
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
  const char* unlock = std::getenv("COMITY_UNLOCK");
  if (argc < 6 || unlock == nullptr) {
    std::fprintf(stderr,
                 "usage: COMITY_UNLOCK=FILE bench_desk_requests NODE DRAFT COUNT KEY KEY PID...\n");
    return 2;
  }
  std::string line;
  std::ifstream secret(unlock);
  std::getline(secret, line);
  const keys::Passphrase passphrase(line);
  const auto node = or_end(node::OpenNode::open(argv[1]), "open");
  if (const auto unlocked = node->unlock_all(passphrase); !unlocked) {
    std::fprintf(stderr, "bench_desk_requests: %s\n", unlocked.error().detail.c_str());
    return 1;
  }
  std::vector<node::PersonKey> persons;
  for (const char* key : {argv[4], argv[5]}) {
    persons.push_back(or_end(node::load_person(key, passphrase), "load a person's key"));
  }
  const auto bytes = or_end(node::read_file(argv[2]), "read the draft");
  const auto draft = padded(node->context(), or_end(codec::parse_json(bytes, {}), "parse"));
  std::vector<Authorised> requests;
  for (long i = 0; i < std::atol(argv[3]); ++i) {
    requests.push_back(authorised(node->context(), draft, persons));
  }
  std::vector<std::string> pids{std::to_string(::getpid())};
  pids.insert(pids.end(), argv + 6, argv + argc);
  std::vector<double> cpu;
  std::transform(pids.begin(), pids.end(), std::back_inserter(cpu), cpu_of);
  Run run(*node, std::move(requests));
  const auto begin = Steady::now();
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < senders; ++i) {
      threads.emplace_back([&] { run.send_some(); });
    }
    run.watch();
  }
  const std::chrono::duration<double> seconds = Steady::now() - begin;
  for (std::size_t i = 0; i < pids.size(); ++i) {
    cpu[i] = cpu_of(pids[i]) - cpu[i];
  }
  report(run.took(), seconds.count(), cpu);
  return 0;
}
