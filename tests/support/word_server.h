// An HTTP server on the loopback interface that says what a test wrote, whatever it is asked: one
// connection an answer, the last answer for ever. An empty answer is silence until the other side
// leaves.
#pragma once

#include "support/raw_tls.h"

#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace comity::testing_support {

class WordServer {
 public:
  explicit WordServer(std::vector<std::string> answers)
      : answers_(std::move(answers)),
        server_([this](std::unique_ptr<Socket> socket) { speak(socket->descriptor()); }) {}

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }

  /// The heads of the requests that came.
  [[nodiscard]] std::vector<std::string> heard() const {
    const std::scoped_lock lock(mutex_);
    return heard_;
  }

 private:
  static std::string head(int client) {
    std::string said;
    std::array<char, 65536> buffer{};
    while (said.find("\r\n\r\n") == std::string::npos) {
      const ssize_t got = ::read(client, buffer.data(), buffer.size());
      if (got <= 0) {
        break;
      }
      said.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return said.substr(0, said.find("\r\n\r\n"));
  }

  void speak(int client) {
    std::string asked = head(client);
    if (asked.empty()) {
      return;  // a connection that was given up before it was used
    }
    std::string answer;
    {
      const std::scoped_lock lock(mutex_);
      answer = answers_[std::min(heard_.size(), answers_.size() - 1)];
      heard_.push_back(std::move(asked));
    }
    if (!answer.empty()) {
      (void)::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
      ::shutdown(client, SHUT_WR);
    }
    std::array<char, 65536> rest{};
    while (::read(client, rest.data(), rest.size()) > 0) {  // a body, and until the other side ends
    }
  }

  std::vector<std::string> answers_;
  mutable std::mutex mutex_;
  std::vector<std::string> heard_;  ///< guarded by mutex_
  RawServer server_;                ///< last: it uses all above
};

}  // namespace comity::testing_support
