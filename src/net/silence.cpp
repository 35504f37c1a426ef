#include "net/silence.h"

#include "value/instant.h"

#include <netinet/in.h>  // NOLINT(misc-include-cleaner): IPPROTO_TCP
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>

namespace comity::net {

void notice_silence(int socket, value::Duration span) {
  const auto set = [socket](int level, int name, int value) {
    // Without the option the connection works, and fails later.
    static_cast<void>(::setsockopt(socket, level, name, &value, sizeof value));
  };
  const auto seconds =
      static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(span).count());
  const int between = std::max(1, seconds / 4);
  // NOLINTNEXTLINE(misc-include-cleaner): the kernel's own header has both
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, between);
  set(IPPROTO_TCP, TCP_KEEPINTVL, between);
  set(IPPROTO_TCP, TCP_KEEPCNT, 3);
  // RFC 5482: also for octets that were sent and never confirmed.
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>(span.count()));
}

}  // namespace comity::net
