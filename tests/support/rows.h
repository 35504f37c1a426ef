// Rows of the node's stores for tests: each made from a small number, so that equal numbers mean
// equal rows.
#pragma once

#include "casework/case_store.h"
#include "desk/work.h"
#include "exchange/mail_store.h"
#include "exchange/package_store.h"
#include "exchange/peer_store.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <cstdint>
#include <string>

namespace comity::testing_support {

inline value::Digest digest_no(std::uint32_t number) {
  value::Digest out;
  for (std::size_t i = 0; i < 4; ++i) {
    out.octets[i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  out.octets[31] = 0x5a;
  return out;
}

inline value::Uuid uuid_no(std::uint32_t number) {
  value::Uuid out;
  for (std::size_t i = 0; i < 4; ++i) {
    out.octets[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  out.octets[6] = 0x70;
  out.octets[8] = 0x80;
  return out;
}

inline value::Instant second_no(std::int64_t number) { return {1'700'000'000'000 + number * 1000}; }

/// A statement of `case_no`; the one with the same number opens it.
inline casework::StoredStatement statement_no(std::uint32_t number, std::uint32_t case_no) {
  casework::StoredStatement out;
  out.digest = digest_no(number);
  out.statement_id = uuid_no(number);
  out.case_id = uuid_no(case_no);
  out.schema = "preservation_request/1";
  out.from_desk = "xa.247";
  out.to_desk = "xb.247";
  out.made_at = second_no(number);
  out.envelope = value::to_bytes("envelope " + std::to_string(number));
  return out;
}

inline desk::LedgerSecret secret_no(std::uint32_t number) {
  desk::LedgerSecret out;
  out.key = digest_no(number);
  out.entry.assign(129, static_cast<std::uint8_t>(number));
  out.salt = digest_no(number + 1000);
  out.committed = value::to_bytes("act " + std::to_string(number));
  out.statistics = value::to_bytes("statistics");
  return out;
}

inline exchange::InboundLetter inbound_no(std::uint32_t number) {
  exchange::InboundLetter out;
  out.letter_id = uuid_no(number);
  out.digest = digest_no(number);
  out.from_node = "xb";
  out.received_at = second_no(number);
  out.letter = value::to_bytes("letter " + std::to_string(number));
  return out;
}

/// On its way out with the statement of that number.
inline exchange::OutboundLetter outbound_no(std::uint32_t number, std::uint32_t statement) {
  exchange::OutboundLetter out;
  out.letter_id = uuid_no(number);
  out.statement = digest_no(statement);
  out.from_desk = "xa.247";
  out.to_desk = "xb.247";
  out.to_node = "xb";
  out.expires = second_no(1'000'000);
  return out;
}

inline desk::ReceiptDue receipt_no(std::uint32_t number) {
  return {digest_no(number), uuid_no(number), "xa.247", "xb.247", "xb", second_no(number), {}};
}

inline exchange::StoredPeer peer_of(const std::string& node) {
  return {node, digest_no(7), value::to_bytes("chain of " + node), "", second_no(1)};
}

inline exchange::StoredPackage package_no(std::uint32_t number, exchange::PackageState state) {
  exchange::StoredPackage out;
  out.package_id = uuid_no(number);
  out.case_id = uuid_no(number + 1);
  out.from_node = "xa";
  out.to_node = "xb";
  out.state = state;
  out.outer = value::to_bytes("outer " + std::to_string(number));
  out.changed_at = second_no(number);
  return out;
}

template <class T>
std::string code_of(const value::Result<T>& result) {
  return result ? "" : std::string(result.error().code.text());
}

}  // namespace comity::testing_support
