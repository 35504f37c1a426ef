// The common second half of send, decide, deliver and open: a prepared text gets the authorisations
// at hand; if somebody is missing that is said and kept, else the desk signs it and the ledger has
// it.
#pragma once

#include "cli/commands.h"
#include "cli/prepared.h"
#include "cli/report.h"
#include "node/opened.h"
#include "value/digest.h"
#include "value/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace comity::cli {

struct Signed {
  value::Digest digest;
  std::uint64_t index = 0;
};

/// Tells what was sent and where it stands in the ledger; what an earlier run signed needs nobody
/// again. An error whose code is CASE-31 is told with the persons who are missing and how to go on.
/// The papers stay.
value::Result<Signed> sign_and_keep(node::OpenNode& node, Prepared& prepared,
                                    const std::vector<std::string>& keys, const Common& common,
                                    Report& report);

/// The same, and the papers are forgotten.
value::Result<Signed> sign_and_send(node::OpenNode& node, Prepared& prepared,
                                    const std::vector<std::string>& keys, const Common& common,
                                    Report& report);

/// Keeps a fresh payload with the roles it needs (cli/prepared.h).
value::Result<Prepared> keep_fresh(const node::OpenNode& node, const std::filesystem::path& base,
                                   value::BytesView payload);

/// Prints the error of sign_and_send; returns the exit status.
int tell_refused(Report& report, const Prepared& prepared, const value::Error& error);

}  // namespace comity::cli
