#include "hostile/assailant.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "hostile/raw_peer.h"
#include "net/tls.h"
#include "support/raw_tls.h"
#include "support/tls_identities.h"

#include <asm-generic/socket.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace comity::hostile {
namespace {

using testing_support::RawTls;
using testing_support::Socket;

constexpr const char* host = "Host: peer\r\n";

std::string get(const std::string& path, const std::string& fields = host) {
  return "GET " + path + " HTTP/1.1\r\n" + fields + "\r\n";
}

std::string post(const std::string& fields, const std::string& body = {}) {
  return "POST /comity/v1/letters HTTP/1.1\r\n" + std::string(host) + fields + "\r\n" + body;
}

/// Octets on a pinned connection, and the answer to them.
Message octets(std::string name, std::string sentence, std::string answer, std::string sent) {
  return {std::move(name), std::move(sentence), std::move(answer), "",
          [sent = std::move(sent)](Assailant& assailant) {
            const auto tls = raw_tls(assailant);
            if (!tls) {
              return Observed{"no handshake", {}, {}, {}};
            }
            tls->send(sent);
            return Observed{first_reply(*tls), {}, {}, {}};
          }};
}

void add_lengths(Messages& to) {
  const std::string malformed = "HTTP 400 NET-20";
  to.push_back(octets("http-chunked", "A body in chunks.", "HTTP 411 NET-24",
                      post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n")));
  to.push_back(octets("http-chunked-and-length", "A body whose end is told in two ways.", malformed,
                      post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")));
  to.push_back(octets("http-encoding-hidden", "A chunked body, spelt so that some do not see it.",
                      malformed,
                      post("Content-Length: 4\r\nTransfer-Encoding: xchunked\r\n", "0\r\n\r\n")));
  to.push_back(octets("http-two-lengths", "Two lengths that differ.", malformed,
                      post("Content-Length: 4\r\nContent-Length: 5\r\n", "hello")));
  to.push_back(octets("http-negative-length", "A length below zero.", malformed,
                      post("Content-Length: -1\r\n")));
  to.push_back(octets("http-signed-length", "A length with a sign.", malformed,
                      post("Content-Length: +5\r\n", "hello")));
  to.push_back(octets("http-hexadecimal-length", "A length in hexadecimal.", malformed,
                      post("Content-Length: 0x5\r\n", "hello")));
  to.push_back(octets("http-endless-length", "A length beyond 64 bits.", malformed,
                      post("Content-Length: 99999999999999999999999\r\n")));
  to.push_back(octets("http-no-length", "A body of which nothing tells the length.",
                      "HTTP 411 NET-24", post("")));
  to.push_back(octets("http-great-length", "A letter announced with a gigabyte.", "HTTP 413 NET-25",
                      post("Content-Length: 1073741824\r\n")));
  to.push_back(octets("http-body-on-get", "A body where none belongs.", "HTTP 413 NET-25",
                      get("/comity/v1/chain", std::string(host) + "Content-Length: 5\r\n")));
  to.push_back(octets("http-expect-great", "It asks whether it may send a gigabyte.",
                      "HTTP 413 NET-25",
                      post("Content-Length: 1073741824\r\nExpect: 100-continue\r\n")));
}

void add_heads(Messages& to) {
  const std::string malformed = "HTTP 400 NET-20";
  to.push_back(
      octets("http-1.0", "HTTP/1.0.", "HTTP 505 NET-29", "GET /comity/v1/chain HTTP/1.0\r\n\r\n"));
  to.push_back(octets("http-2", "The opening of HTTP/2.", "HTTP 505 NET-29",
                      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
  to.push_back(octets("http-no-version", "A request of HTTP/0.9.", malformed,
                      "GET /comity/v1/chain\r\n\r\n"));
  to.push_back(octets("http-no-host", "No Host.", malformed, get("/comity/v1/chain", "")));
  to.push_back(octets("http-two-hosts", "Two Hosts.", malformed,
                      get("/comity/v1/chain", "Host: a\r\nHost: b\r\n")));
  to.push_back(octets("http-space-before-colon", "A space before the colon of a length.", malformed,
                      post("Content-Length : 5\r\n", "hello")));
  to.push_back(octets("http-nul", "A zero octet in a field.", malformed,
                      get("/comity/v1/chain", std::string("Host: a\r\nX: b\0c\r\n", 17))));
  to.push_back(octets("http-noise", "Octets that are no HTTP.", malformed,
                      "\x16\x03\x01\x02 not http at all\r\n\r\n"));
  to.push_back(octets(
      "http-huge-field", "A field of 64 KiB.", "HTTP 431 NET-26",
      get("/comity/v1/chain", std::string(host) + "X: " + std::string(65536, 'x') + "\r\n")));
  std::string many = host;
  for (int i = 0; i < 5000; ++i) {
    many += "X: y\r\n";
  }
  to.push_back(octets("http-many-fields", "Five thousand fields.", "HTTP 431 NET-26",
                      get("/comity/v1/chain", many)));
  to.push_back(octets("http-method", "A method that no route has.", "HTTP 405 NET-23",
                      "DELETE /comity/v1/letters HTTP/1.1\r\n" + std::string(host) + "\r\n"));
  to.push_back(octets("http-connect", "It asks for a tunnel.", "HTTP 405 NET-23",
                      "CONNECT 192.0.2.1:22 HTTP/1.1\r\n" + std::string(host) + "\r\n"));
}

void add_paths(Messages& to) {
  const std::string bad = "HTTP 400 NET-21";
  to.push_back(
      octets("path-dots", "A path that climbs.", bad, get("/comity/v1/log/../../keys/ledger.pem")));
  to.push_back(octets("path-escaped-dots", "A path that climbs in escapes.", bad,
                      get("/comity/v1/log/%2e%2e/%2e%2e/keys/ledger.pem")));
  to.push_back(octets("path-query", "A query.", bad, get("/comity/v1/chain?all=1")));
  to.push_back(octets("path-absolute", "A target with a host.", bad,
                      get("http://192.0.2.1/comity/v1/chain")));
  to.push_back(octets("path-double-slash", "An empty segment.", bad, get("/comity//v1/chain")));
  to.push_back(
      octets("path-long", "A path of 2,000 octets.", bad, get("/" + std::string(2000, 'a'))));
  to.push_back(octets("path-unknown", "A route that is none.", "HTTP 404 EDGE-05",
                      get("/comity/v9/letters")));
  to.push_back(octets("path-outside-log", "A file that is not of the log.", "HTTP 404 EDGE-05",
                      get("/comity/v1/log/store.sqlite")));
}

/// The answers to requests that came together.
std::size_t replies(RawTls& tls, std::size_t expected) {
  std::size_t seen = 0;
  std::string text;
  while (seen < expected && !tls.closed()) {
    text = tls.receive("}");
    for (auto at = text.find("HTTP/1.1 "); at != std::string::npos;
         at = text.find("HTTP/1.1 ", at + 1)) {
      ++seen;
    }
  }
  return seen;
}

void add_pipelines(Messages& to) {
  to.push_back({"http-smuggled", "A second request inside the body of the first.",
                "HTTP 422 EXCH-02", "", [](Assailant& assailant) {
                  const auto tls = raw_tls(assailant);
                  const std::string hidden = get("/comity/v1/chain");
                  tls->send(post("Content-Length: " + std::to_string(hidden.size()) +
                                     "\r\nConnection: close\r\n",
                                 hidden));
                  Observed observed{first_reply(*tls), {}, {}, {}};
                  if (!tls->receive_all().empty()) {
                    observed.answer += ", and something more";
                  }
                  return observed;
                }});
  to.push_back({"http-pipelined", "A hundred requests at once.", "answered 100 times", "",
                [](Assailant& assailant) {
                  const auto tls = raw_tls(assailant);
                  std::string all;
                  for (int i = 0; i < 100; ++i) {
                    all += get("/comity/v1/none");
                  }
                  tls->send(all);
                  return Observed{
                      "answered " + std::to_string(replies(*tls, 100)) + " times", {}, {}, {}};
                }});
}

std::string verdict(bool cut) { return cut ? "cut off" : "left open"; }

/// A connection on which something is begun and not ended.
Message begun(std::string name, std::string sentence, std::string sent) {
  return {std::move(name), std::move(sentence), "cut off", "",
          [sent = std::move(sent)](Assailant& assailant) {
            const auto tls = raw_tls(assailant);
            tls->send(sent);
            return Observed{verdict(is_cut_off(tls->descriptor(), longest_limit)), {}, {}, {}};
          }};
}

/// One octet now and then, until the other side has had enough.
Message dripped(std::string name, std::string sentence, std::string begin) {
  return {std::move(name), std::move(sentence), "cut off", "",
          [begin = std::move(begin)](Assailant& assailant) {
            const auto tls = raw_tls(assailant);
            tls->send(begin);
            const auto end = std::chrono::steady_clock::now() + longest_limit;
            bool cut = false;
            while (!cut && std::chrono::steady_clock::now() < end) {
              pollfd one{tls->descriptor(), POLLIN | POLLRDHUP, 0};
              cut = poll(&one, 1, 100) > 0 || !tls->send("x");
            }
            return Observed{verdict(cut), {}, {}, {}};
          }};
}

/// Asks and asks, and reads nothing.
Observed read_nothing(Assailant& assailant) {
  const auto tls = raw_tls(assailant);
  const timeval patience{1, 0};
  setsockopt(tls->descriptor(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const int small = 4096;
  setsockopt(tls->descriptor(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  std::string all;
  for (int i = 0; i < 100; ++i) {
    all += get("/comity/v1/chain");
  }
  while (tls->send(all)) {
  }
  // What is on its way is dropped in the end; a reset says that the other side has closed.
  pollfd one{tls->descriptor(), 0, 0};
  const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(longest_limit);
  return {verdict(poll(&one, 1, static_cast<int>(limit.count())) > 0 &&
                  (one.revents & (POLLERR | POLLHUP)) != 0),
          {},
          {},
          {}};
}

void add_slow(Messages& to) {
  to.push_back({"slow-handshake", "A connection on which nothing is said.", "cut off", "",
                [](Assailant& assailant) {
                  const auto socket = plain_socket(assailant);
                  return Observed{
                      verdict(is_cut_off(socket->descriptor(), longest_limit)), {}, {}, {}};
                }});
  to.push_back(begun("slow-idle", "A pinned connection on which nothing is asked.", ""));
  to.push_back(begun("slow-header", "A header that is begun and not ended.",
                     "GET /comity/v1/chain HTTP/1.1\r\nHost:"));
  to.push_back(begun("slow-body", "A body that is announced and not sent.",
                     post("Content-Length: 200000\r\n", "x")));
  to.push_back(dripped("slow-header-drip", "A header that comes one octet at a time.",
                       "GET /comity/v1/chain HTTP/1.1\r\nX: "));
  to.push_back(dripped("slow-body-drip", "A body that comes one octet at a time.",
                       post("Content-Length: 200000\r\n")));
  to.push_back(
      {"slow-reader", "Requests whose answers are never read.", "cut off", "", read_nothing});
}

void add_handshakes(Messages& to) {
  to.push_back({"tls-none", "HTTP without TLS.", "cut off", "", [](Assailant& assailant) {
                  const auto socket = plain_socket(assailant);
                  const std::string sent = get("/comity/v1/chain");
                  send(socket->descriptor(), sent.data(), sent.size(), MSG_NOSIGNAL);
                  return Observed{
                      verdict(is_cut_off(socket->descriptor(), longest_limit)), {}, {}, {}};
                }});
  const auto handshake = [](const net::TlsIdentity* identity, int version) {
    return [identity, version](Assailant& assailant) {
      const auto tls =
          raw_tls(assailant, identity != nullptr ? identity : &assailant.tls(), version);
      if (!tls || !tls->send(get("/comity/v1/chain"))) {
        return Observed{"cut off", {}, {}, {}};
      }
      return Observed{first_reply(*tls), {}, {}, {}};
    };
  };
  to.push_back({"tls-old", "TLS 1.2.", "cut off", "", handshake(nullptr, TLS1_2_VERSION)});
  static const net::TlsIdentity stranger = testing_support::make_identity("xa").tls;
  to.push_back({"tls-not-pinned", "A certificate that no key set lists.", "cut off", "",
                handshake(&stranger, TLS1_3_VERSION)});
  to.push_back({"tls-no-certificate", "No certificate.", "cut off", "", [](Assailant& assailant) {
                  const auto tls = raw_tls(assailant, nullptr, TLS1_3_VERSION);
                  const bool sent = tls && tls->send(get("/comity/v1/chain"));
                  return Observed{sent ? first_reply(*tls) : "cut off", {}, {}, {}};
                }});
}

Observed flood_plain(Assailant& assailant) {
  std::vector<std::unique_ptr<Socket>> all(600);
  for (auto& one : all) {
    one = plain_socket(assailant);
  }
  static_cast<void>(assailant.open_case());  // while they are all there
  const bool cut = std::all_of(all.begin(), all.end(), [](const auto& one) {
    return is_cut_off(one->descriptor(), longest_limit);
  });
  return {verdict(cut), {}, {}, {}};
}

Observed flood_pinned(Assailant& assailant) {
  std::vector<std::unique_ptr<RawTls>> all;
  for (int i = 0; i < 200; ++i) {
    auto one = raw_tls(assailant);
    if (one) {
      all.push_back(std::move(one));
    }
  }
  const bool cut = std::all_of(all.begin(), all.end(), [](const auto& one) {
    return is_cut_off(one->descriptor(), longest_limit);
  });
  return {verdict(cut), {}, {}, {}};
}

void add_floods(Messages& to) {
  to.push_back({"flood-connections", "Six hundred connections on which nothing is said.", "cut off",
                "", flood_plain});
  to.push_back({"flood-pinned", "Two hundred pinned connections on which nothing is asked.",
                "cut off", "", flood_pinned});
}

}  // namespace

Messages http_messages() {
  Messages messages;
  add_lengths(messages);
  add_heads(messages);
  add_paths(messages);
  add_pipelines(messages);
  add_handshakes(messages);
  add_slow(messages);
  add_floods(messages);
  return messages;
}

}  // namespace comity::hostile
