// The two courier commands on an opened node: a file written as one act, a file taken in through
// the edge's doors. No opening key is needed to take one in. Format: docs/protocol/courier.md.
#pragma once

#include "desk/courier.h"
#include "edge/courier_import.h"
#include "node/opened.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace comity::node {

using CourierReport = edge::CourierReport;
using CourierProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct CourierWritten {
  desk::CourierContents contents;
  std::size_t renewed = 0;  ///< expired letters that got a new one
};

/// REQUIRES: the plan's desk is unlocked. `file` appears whole and durable, or not at all; SEAL-07
/// when it is there already, SEAL-03, SEAL-04. Otherwise as desk/courier.h. Letters that are about
/// to be released by a running `comity serve` are waited for, at most 10 s.
value::Result<CourierWritten> export_courier(OpenNode& node, const desk::CourierPlan& plan,
                                             const std::filesystem::path& file,
                                             const CourierProgress& progress);

/// As edge/courier_import.h; SEAL-01 when the file cannot be read.
value::Result<CourierReport> import_courier(OpenNode& node, const std::string& file,
                                            const CourierProgress& progress);

}  // namespace comity::node
