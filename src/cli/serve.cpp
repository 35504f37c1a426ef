#include "cli/commands.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "node/serving.h"
#include "node/system_clock.h"

#include <signal.h>

#include <atomic>
#include <csignal>
#include <iostream>
#include <mutex>
#include <string>

namespace comity::cli {
namespace {

// A signal can reach nothing but a global; only the handler writes it.
std::atomic<bool> told_to_stop =
    false;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void stop_on(int /*signal*/) { told_to_stop = true; }

}  // namespace

int serve(const ServeCommand& options) {
  Report report(options.common.json);
  auto unlock = unlock_passphrase(options.common.unlock);
  if (!unlock) {
    return report.fail(unlock.error());
  }
  std::signal(SIGINT, stop_on);
  std::signal(SIGTERM, stop_on);
  std::signal(SIGPIPE, SIG_IGN);
  std::mutex one_line;
  node::ServeOptions serving;
  serving.folder = options.folder;
  serving.listen = options.listen;
  serving.override_reason = options.override_reason;
  serving.say = [&](const std::string& line) {
    const std::lock_guard lock(one_line);
    std::cout << node::SystemClock().now().text() << " " << line << std::endl;
  };
  serving.stopping = [] { return told_to_stop.load(); };
  if (auto served = node::serve(serving, *unlock); !served) {
    return report.fail(served.error());
  }
  return 0;
}

}  // namespace comity::cli
