// What a peer's edge answers to a part of a package, and what the sender makes of a refusal. Codes
// and status: docs/protocol/transport.md.
#pragma once

#include "desk/outgoing.h"
#include "exchange/transport.h"
#include "value/bytes.h"

#include <string>

namespace comity::desk {

struct PeerAnswer {
  int status = 0;
  value::Bytes body;
  std::string code;  ///< of a problem document; empty when there is none

  /// For a person: status, code and what the peer says, cut to a line.
  [[nodiscard]] std::string words() const;
};

PeerAnswer read_answer(exchange::Reply reply);

enum class Advice {
  announce_again,  ///< the receiver does not know the package
  ask_again,       ///< it has something else of the object than was thought
  other_bytes,     ///< it has other bytes for the chunk
  other_root,      ///< its chunks do not give the signed root, and it has dropped them
  later,           ///< it cannot now
  never            ///< it will not
};

/// REQUIRES: a status other than 200.
Advice advice_of(const PeerAnswer& answer, Step step);

}  // namespace comity::desk
