// Another process in a test: it runs a function, says lines to its parent, and can be killed.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace comity::testing_support {

/// How the child tells its parent; whole lines, any thread.
class Say {
 public:
  explicit Say(int descriptor) : descriptor_(descriptor) {}

  void operator()(const std::string& line) const {
    const std::string whole = line + "\n";  // short: one atomic write to a pipe
    (void)!::write(descriptor_, whole.data(), whole.size());
  }

 private:
  int descriptor_;
};

class Child {
 public:
  /// Make it while the test has no other threads.
  explicit Child(const std::function<void(const Say&)>& act) {
    std::array<int, 2> ends{-1, -1};
    (void)!::pipe2(ends.data(), O_CLOEXEC);
    process_ = ::fork();
    if (process_ == 0) {
      ::close(ends[0]);
      act(Say(ends[1]));
      ::_exit(0);
    }
    ::close(ends[1]);
    from_ = ends[0];
  }

  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  ~Child() {
    kill();
    ::close(from_);
  }

  /// The next line; empty once the child has ended and everything was read.
  std::string line() {
    while (true) {
      const auto end = read_.find('\n');
      if (end != std::string::npos) {
        std::string out = read_.substr(0, end);
        read_.erase(0, end + 1);
        return out;
      }
      std::array<char, 4096> buffer{};
      const ssize_t got = ::read(from_, buffer.data(), buffer.size());
      if (got <= 0) {
        return std::exchange(read_, {});
      }
      read_.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }

  /// As when the power of that process fails: nothing of it runs any more.
  void kill() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      (void)ended();
    }
  }

  /// Waits for its end: true when it ended by itself, well.
  bool ended() {
    int status = -1;
    const bool waited = process_ > 0 && ::waitpid(process_, &status, 0) == process_;
    process_ = -1;
    return waited && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  pid_t process_ = -1;
  int from_ = -1;
  std::string read_;
};

}  // namespace comity::testing_support
