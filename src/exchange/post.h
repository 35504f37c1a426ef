// Sends what the outbox holds: each due letter to its peer's edge, again and later when the peer
// did not accept, until its receipt has come or it has expired. It cannot read what it carries.
#pragma once

#include "exchange/directory.h"
#include "exchange/mail_store.h"
#include "exchange/transport.h"
#include "value/ports.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>

namespace comity::exchange {

struct PostParts {
  Outbox& outbox;
  Transport& transport;
  const LiveDirectory& directory;
  const value::Clock& clock;
  std::int64_t epoch = 0;     ///< of the lease under which this process carries
  std::size_t in_flight = 8;  ///< letters on their way at the same time
};

struct Posted {
  std::size_t accepted = 0;
  std::size_t failed = 0;
};

/// One round over at most `limit` due letters; blocks until each was answered or failed. An
/// accepted letter is tried again after an hour without its receipt; a failed one after 1 s,
/// doubling to 5 min, or as much later as the peer asked, up to an hour.
value::Result<Posted> post_round(const PostParts& parts, std::size_t limit);

}  // namespace comity::exchange
