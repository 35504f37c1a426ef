// A courier file written: what a peer has not receipted yet, as letters and packages in one file
// that a person carries (docs/protocol/courier.md). Nothing is marked as delivered by it; that is
// for the receipts in the peer's own file, which edge/courier_import.h takes in.
#pragma once

#include "desk/context.h"
#include "exchange/courier_head.h"
#include "exchange/mail_store.h"
#include "exchange/package_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace comity::desk {

struct CourierPlan {
  std::string to_node;
  std::string from_desk;                ///< its key, unlocked, signs the list
  std::optional<value::Instant> since;  ///< only letters made from then on
  bool all = false;                     ///< also what was receipted, or is whole at the peer
};

/// What a file will hold. `head` is complete but not signed.
struct CourierContents {
  exchange::CourierHead head;
  value::Bytes chain;
  std::vector<value::Digest> statements;  ///< of head.letters, in their order
  std::vector<exchange::StoredPackage> packages;
  std::size_t held = 0;     ///< letters whose statement is not in the ledger yet: not in the file
  std::size_t expired = 0;  ///< letters no longer valid: not in the file
};

/// EXCH-08 the peer is not known; EXCH-23 more than a file may hold; DESK-01; codes of the stores.
value::Result<CourierContents> gather_courier(const Context& context, const CourierPlan& plan);

struct CourierOutput {
  std::function<value::Result<void>(value::BytesView)> write;
  std::function<void(std::uint64_t done)> progress;  ///< may be empty
};

/// The whole file, in order, in constant memory. OBJ-10 when a sealed object is damaged here.
value::Result<void> write_courier(const Context& context, const CourierContents& contents,
                                  const CourierOutput& output);

}  // namespace comity::desk
