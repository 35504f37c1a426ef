#include "hostile/raw_peer.h"

#include "exchange/transport.h"
#include "hostile/assailant.h"
#include "net/tls.h"
#include "support/raw_tls.h"
#include "value/bytes.h"

#include <arpa/inet.h>
#include <asm-generic/socket.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

namespace comity::hostile {

using testing_support::RawTls;
using testing_support::Socket;

std::unique_ptr<Socket> plain_socket(const Assailant& assailant) {
  const auto endpoint = assailant.endpoint();
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(endpoint.port);
  if (inet_pton(AF_INET, endpoint.host.c_str(), &address.sin_addr) != 1) {
    throw std::runtime_error("not a numeric IPv4 address: " + endpoint.host);
  }
  auto socket = std::make_unique<Socket>(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket->descriptor() < 0) {
    throw std::runtime_error("no socket is to be had");
  }
  const timeval patience{longest_limit.count(), 0};
  setsockopt(socket->descriptor(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in own{};
  own.sin_family = AF_INET;
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface
  if (endpoint.host.starts_with("127.") &&
      bind(socket->descriptor(), reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0) {
    throw std::runtime_error("127.0.0.2 cannot be used");
  }
  if (connect(socket->descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
      0) {
    throw std::runtime_error("no connection to " + endpoint.authority());
  }
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  return socket;
}

std::unique_ptr<RawTls> raw_tls(const Assailant& assailant, const net::TlsIdentity* identity,
                                int version) {
  auto tls = std::make_unique<RawTls>(plain_socket(assailant), identity, version);
  if (!tls->connect()) {
    tls.reset();
  }
  return tls;
}

std::unique_ptr<RawTls> raw_tls(const Assailant& assailant) {
  return raw_tls(assailant, &assailant.tls(), TLS1_3_VERSION);
}

std::string first_reply(RawTls& tls) {
  const std::string head = tls.receive("\r\n\r\n");
  exchange::Reply reply;
  const auto at = head.find(' ');
  if (!head.starts_with("HTTP/1.1 ") || at == std::string::npos) {
    return "cut off";
  }
  std::from_chars(head.data() + at + 1, head.data() + head.size(), reply.status);
  std::string body = head.substr(head.find("\r\n\r\n") + 4);
  if (body.find('}') == std::string::npos && head.find("application/") != std::string::npos &&
      head.find("Content-Length: 0\r\n") == std::string::npos) {
    body += tls.receive("}");
  }
  body.resize(std::min(body.size(), body.find('}') + 1));
  reply.body = value::to_bytes(body);
  return Assailant::said(reply);
}

bool is_cut_off(int descriptor, std::chrono::seconds within) {
  const auto end = std::chrono::steady_clock::now() + within;
  std::array<char, 4096> dropped{};
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd one{descriptor, POLLIN, 0};
    if (left.count() <= 0 || poll(&one, 1, static_cast<int>(left.count())) <= 0) {
      return false;
    }
    if (recv(descriptor, dropped.data(), dropped.size(), 0) <= 0) {
      return true;
    }
  }
}

}  // namespace comity::hostile
