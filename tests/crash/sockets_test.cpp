// What a crash point at a socket is called: real sockets of each kind, on loopback and on a path.
#include "crash/sockets.h"

#include "support/shell.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <string>

namespace comity::crash {
namespace {

/// A listening socket and one that is connected to it.
class Connected {
 public:
  explicit Connected(const std::string& path) : listening_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    meet(AF_UNIX, address);
  }

  Connected() : listening_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    meet(AF_INET, address);
  }

  Connected(const Connected&) = delete;
  Connected& operator=(const Connected&) = delete;

  ~Connected() {
    ::close(fd_);
    ::close(listening_);
  }

  [[nodiscard]] int fd() const { return fd_; }

  [[nodiscard]] std::string port() const {
    sockaddr_in own{};
    socklen_t size = sizeof own;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface
    EXPECT_EQ(::getsockname(listening_, reinterpret_cast<sockaddr*>(&own), &size), 0);
    return std::to_string(ntohs(own.sin_port));
  }

 private:
  template <class Address>
  void meet(int family, Address address) {
    ASSERT_GE(listening_, 0);
    socklen_t size = sizeof address;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(listening_, generic, size), 0);
    EXPECT_EQ(::listen(listening_, 1), 0);
    EXPECT_EQ(::getsockname(listening_, generic, &size), 0);
    fd_ = ::socket(family, SOCK_STREAM, 0);
    ASSERT_GE(fd_, 0);
    EXPECT_EQ(::connect(fd_, generic, size), 0);
  }

  int listening_ = -1;
  int fd_ = -1;
};

std::string request(const std::string& line) { return line + " HTTP/1.1\r\nHost: s3\r\n\r\n"; }

TEST(SocketPlaces, ADatabaseIsAskedAndCommitsAndItsAnswerIsOfWhatWasSentLast) {
  const testing_support::TemporaryFolder folder;
  const Connected database((folder.path() / ".s.PGSQL.5432").string());
  EXPECT_EQ(socket_place(database.fd(), "Q....SELECT 1"), "database");
  EXPECT_EQ(socket_place(database.fd(), "Q....DELETE FROM m; NOTIFY comity; COMMIT"),
            "database commit");
  EXPECT_EQ(socket_place(database.fd(), {}), "database commit");
  EXPECT_EQ(socket_place(database.fd(), "Q....SELECT 1"), "database");
  EXPECT_EQ(socket_place(database.fd(), {}), "database");
}

TEST(SocketPlaces, AnotherSocketOfThisMachineIsNoPlace) {
  const testing_support::TemporaryFolder folder;
  const Connected other((folder.path() / "other").string());
  EXPECT_EQ(socket_place(other.fd(), "; COMMIT"), "");
}

TEST(SocketPlaces, ABucketIsNamedByWhatIsWrittenThereAndAPeerIsAClientOrAServer) {
  const Connected bucket;
  const Connected peer;
  // NOLINTBEGIN(concurrency-mt-unsafe): one thread
  ASSERT_EQ(::setenv("COMITY_CRASH_BUCKET", bucket.port().c_str(), 1), 0);
  // NOLINTEND(concurrency-mt-unsafe)
  const std::string package = "01a20418-e864-7743-9ec5-54ae706a5ddb";
  EXPECT_EQ(socket_place(bucket.fd(), request("PUT /nodes/run/xa/log/checkpoint")),
            "bucket PUT log/checkpoint");
  EXPECT_EQ(socket_place(bucket.fd(), "the body"), "bucket PUT log/checkpoint");
  EXPECT_EQ(socket_place(bucket.fd(), {}), "bucket PUT log/checkpoint");
  EXPECT_EQ(socket_place(bucket.fd(), request("PUT /nodes/run/xa/log/tile/0/000.p/17")),
            "bucket PUT log/tile/*/*.p/*");
  EXPECT_EQ(
      socket_place(bucket.fd(), request("PUT /nodes/run/xa/objects/" + package +
                                        "/chunks/0000000001/00000003-" + std::string(64, 'a'))),
      "bucket PUT objects/ID/chunks/*/*-LEAF");
  EXPECT_EQ(socket_place(bucket.fd(), request("GET /nodes/run/xa/log/checkpoint")), "bucket");
  EXPECT_EQ(socket_place(bucket.fd(), request("GET /nodes?list-type=2&prefix=run/xa/log/")),
            "bucket");
  EXPECT_EQ(socket_place(peer.fd(), request("PUT /nodes/run/xa/log/checkpoint")), "client");
}

}  // namespace
}  // namespace comity::crash
