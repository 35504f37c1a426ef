#include "net/names.h"

#include "value/result.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::net {

namespace {

constexpr std::size_t most_questions = 16;

struct FreeAddresses {
  void operator()(addrinfo* first) const { freeaddrinfo(first); }
};

bool is_numeric(const std::string& host) {
  in6_addr any{};
  return inet_pton(AF_INET, host.c_str(), &any) == 1 ||
         inet_pton(AF_INET6, host.c_str(), &any) == 1;
}

value::Result<std::vector<std::string>> ask_system(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  if (const int error = getaddrinfo(host.c_str(), nullptr, &wanted, &first); error != 0) {
    return value::fail("NET-02", "host " + host + ": " + gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, FreeAddresses> owner(first);
  std::vector<std::string> found;
  for (const addrinfo* at = first; at != nullptr; at = at->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(at->ai_addr, at->ai_addrlen, text.data(), text.size(), nullptr, 0,
                    NI_NUMERICHOST) == 0) {
      found.emplace_back(text.data());
    }
  }
  return found;
}

}  // namespace

struct Names::Question {
  std::string host;
  std::mutex guard;  // of answer
  std::condition_variable answered;
  std::optional<value::Result<std::vector<std::string>>> answer;

  void ask() {
    auto found = ask_system(host);
    const std::scoped_lock lock(guard);
    answer = std::move(found);
    answered.notify_all();
  }

  bool is_answered() {
    const std::scoped_lock lock(guard);
    return answer.has_value();
  }
};

Names::~Names() {
  for (auto& running : running_) {
    running.thread.join();
  }
}

bool Names::start(const std::shared_ptr<Question>& question) {
  const std::scoped_lock lock(guard_);
  for (auto at = running_.begin(); at != running_.end();) {
    if (at->question->is_answered()) {
      at->thread.join();
      at = running_.erase(at);
    } else {
      ++at;
    }
  }
  if (running_.size() >= most_questions) {
    return false;
  }
  running_.push_back({question, std::thread([question] { question->ask(); })});
  return true;
}

value::Result<std::vector<std::string>> Names::addresses(
    const std::string& host, std::chrono::steady_clock::time_point deadline) {
  if (is_numeric(host)) {
    return std::vector<std::string>{host};
  }
  const auto question = std::make_shared<Question>();
  question->host = host;
  if (!start(question)) {
    return value::fail("NET-02", "host " + host + ": the resolver answers nothing");
  }
  std::unique_lock lock(question->guard);
  const auto& answer = question->answer;
  question->answered.wait_until(lock, deadline, [&answer] { return answer.has_value(); });
  if (!answer) {
    return value::fail("NET-05", "host " + host + ": the resolver was too slow");
  }
  return *answer;
}

}  // namespace comity::net
