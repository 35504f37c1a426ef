// `comity serve`: the edge listens, the desk works, the post carries. It constructs the parts,
// starts their threads, keeps the lease and stops them in order; what they do is in their own
// rooms.
#pragma once

#include "crypto/kem.h"
#include "crypto/xwing.h"
#include "keys/passphrase.h"
#include "value/result.h"

#include <filesystem>
#include <functional>
#include <string>

namespace comity::node {

struct ServeOptions {
  std::filesystem::path folder;
  std::string listen;           ///< empty: as configured
  std::string override_reason;  ///< start signing although no peer answers; logged
  std::function<void(const std::string& line)> say;  ///< one event a line; any thread
  std::function<bool()> stopping;                    ///< polled; true ends the service
  const crypto::Kem* kem = crypto::xwing();          ///< tested at the start; null: none is here
};

/// Returns when it was told to stop. NODE-10 already served; LEDGER codes for a damaged log;
/// NODE-11 when a peer proves that this folder was rolled back: then nothing was signed; AGE-15
/// when the hybrid key exchange fails its test: then nothing was opened.
value::Result<void> serve(const ServeOptions& options, const keys::Passphrase& unlock);

}  // namespace comity::node
