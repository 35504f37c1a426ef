// What a socket of a node leads to, as the place of a crash point.
#pragma once

#include <string>
#include <string_view>

namespace comity::crash {

/// "server" or "client" of a TCP connection with a peer; "database" for PostgreSQL's socket, and
/// "database commit" for what ends a transaction and its answer; "bucket" for S3 (at the port in
/// COMITY_CRASH_BUCKET), and what is put or deleted there: "bucket PUT log/checkpoint". Empty for
/// any other. `octets` are what is sent now; without them the place is that of what was sent last.
std::string socket_place(int fd, std::string_view octets);

}  // namespace comity::crash
