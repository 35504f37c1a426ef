// The connection by hand: sockets and TLS with the hostile node's own certificate, or with none,
// for octets that no client of ours would send. Numeric addresses only.
#pragma once

#include "hostile/assailant.h"
#include "support/raw_tls.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace comity::hostile {

/// TCP only. A target on the loopback interface is called from 127.0.0.2, so that a flood from
/// there is told from honest callers.
std::unique_ptr<testing_support::Socket> plain_socket(const Assailant& assailant);

/// With the certificate that the peer has pinned; null when the handshake failed.
std::unique_ptr<testing_support::RawTls> raw_tls(const Assailant& assailant);
std::unique_ptr<testing_support::RawTls> raw_tls(const Assailant& assailant,
                                                 const net::TlsIdentity* identity, int version);

/// The first reply on it, as Assailant::said tells one; "cut off" when the connection ends first.
std::string first_reply(testing_support::RawTls& tls);

/// Waits until the other side has closed; false when it did not in time.
bool is_cut_off(int descriptor, std::chrono::seconds within);

/// Longer than any limit that docs/protocol/transport.md names.
constexpr std::chrono::seconds longest_limit{95};

}  // namespace comity::hostile
