// A Unix socket in front of a PostgreSQL server that cuts a connection when the client says a word:
// before the server hears it, or after the server has answered and before the client hears that.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace comity::testing_support {

class CuttingProxy {
 public:
  enum class Cut { never, before, after };

  /// Listens in `folder` where libpq looks for a server, port 5432.
  CuttingProxy(const std::filesystem::path& folder, const std::filesystem::path& server)
      : server_(server / ".s.PGSQL.5432"), door_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const auto address = address_of(folder / ".s.PGSQL.5432");
    if (::bind(door_, as_any(address), sizeof(address)) != 0 || ::listen(door_, 16) != 0) {
      throw std::runtime_error("no proxy");
    }
    accepting_ = std::jthread([this](const std::stop_token& stop) { accept_all(stop); });
  }

  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  ~CuttingProxy() {
    accepting_ = {};
    ::close(door_);
  }

  /// The next message of any client that holds the word is cut; then no other.
  void cut(Cut how, std::string word) {
    word_ = std::move(word);
    how_ = how;
  }

  [[nodiscard]] int cuts() const { return cuts_; }

 private:
  static sockaddr_un address_of(const std::filesystem::path& path) {
    sockaddr_un out{};
    out.sun_family = AF_UNIX;
    std::strncpy(out.sun_path, path.c_str(), sizeof(out.sun_path) - 1);
    return out;
  }

  static const sockaddr* as_any(const sockaddr_un& address) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how sockets name addresses
    return reinterpret_cast<const sockaddr*>(&address);
  }

  static bool readable(int descriptor, int milliseconds) {
    pollfd waited{descriptor, POLLIN, 0};
    return ::poll(&waited, 1, milliseconds) > 0;
  }

  void accept_all(const std::stop_token& stop) {
    std::vector<std::jthread> relays;
    while (!stop.stop_requested()) {
      if (readable(door_, 20)) {
        const int client = ::accept4(door_, nullptr, nullptr, SOCK_CLOEXEC);
        relays.emplace_back([this, client](const std::stop_token& end) { relay(client, end); });
      }
    }
  }

  /// Passes on what there is; false when it ended, or was the word to be cut at.
  bool pass(int from, int to, bool from_client) {
    std::array<char, 65536> buffer{};
    const ssize_t got = ::read(from, buffer.data(), buffer.size());
    if (got <= 0) {
      return false;
    }
    const std::string_view said(buffer.data(), static_cast<std::size_t>(got));
    Cut how = Cut::never;
    if (from_client && how_ != Cut::never && said.find(word_) != std::string_view::npos) {
      how = how_.exchange(Cut::never);
    }
    if (how == Cut::before) {
      ++cuts_;
      return false;
    }
    (void)::send(to, buffer.data(), said.size(), MSG_NOSIGNAL);
    if (how == Cut::after) {
      ++cuts_;
      (void)readable(to, 10'000);  // the server has done it and answers
      return false;
    }
    return true;
  }

  void relay(int client, const std::stop_token& stop) {
    const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = address_of(server_);
    bool open = ::connect(server, as_any(address), sizeof(address)) == 0;
    while (open && !stop.stop_requested()) {
      std::array<pollfd, 2> both{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
      if (::poll(both.data(), both.size(), 20) <= 0) {
        continue;
      }
      open = (both[0].revents == 0 || pass(client, server, true)) &&
             (both[1].revents == 0 || pass(server, client, false));
    }
    ::close(client);
    ::close(server);
  }

  std::filesystem::path server_;
  int door_;
  std::string word_;  // written before how_
  std::atomic<Cut> how_{Cut::never};
  std::atomic<int> cuts_{0};
  std::jthread accepting_;  // last: it uses all above
};

}  // namespace comity::testing_support
