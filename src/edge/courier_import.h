// A courier file taken in: its letters and packages go through the same doors as over the wire
// (accept.h, package_routes.h), so that the same checks hold and the same receipts follow. One pass
// in constant memory; what has been kept stays, and doing it again has one effect.
#pragma once

#include "edge/accept.h"
#include "edge/courier_sender.h"
#include "edge/package_routes.h"
#include "evidence/source.h"
#include "exchange/package_store.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace comity::edge {

/// Borrowed parts; all outlive it.
struct CourierDoor {
  Doorway doorway;
  CourierBooks books;
  PackageRoutes& routes;
  exchange::PackageStore& packages;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  ///< may be empty
};

/// A part that was read whole and not taken: by which rule.
struct CourierRefusal {
  std::string part;
  std::string code;
  std::string what;
};

struct CourierArrival {
  value::Uuid package_id;
  bool complete = false;
};

struct CourierReport {
  std::string from_node;
  value::Instant made_at;     ///< of the file, claimed
  std::size_t letters = 0;    ///< new here
  std::size_t again = 0;      ///< were settled before: their stored receipts leave once more
  std::size_t key_sets = 0;   ///< of the writer, new here
  std::size_t confirmed = 0;  ///< packages of ours that are now known to be whole there
  std::vector<CourierArrival> packages;
  std::vector<CourierRefusal> refused;
  std::vector<std::string> damaged;  ///< parts whose octets are not those that were signed
  /// Why the rest was not read. EDGE-22 the file ends early, EDGE-23 a damaged manifest hides what
  /// follows, EDGE-24 something follows the contents, EDGE-27 this node could not keep a part.
  std::optional<value::Error> ended;
};

/// An error means that nothing of the contents was taken: EXCH-20 to EXCH-24, EDGE-20 to EDGE-22,
/// EDGE-25, codes of key sets and stores. All that happens after the list was found good is in the
/// report.
value::Result<CourierReport> import_courier(evidence::Source& source, const CourierDoor& door);

}  // namespace comity::edge
