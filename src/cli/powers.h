// What a command needs that changes the key set of a node: the root, the administrators and, for a
// node that is not serving, its ledger key.
#pragma once

#include "cli/commands.h"
#include "node/opened.h"
#include "node/powers.h"
#include "value/result.h"

#include <string>
#include <vector>

namespace comity::cli {

struct PowerOptions {
  std::string root;                         ///< folder of the root keys
  std::vector<std::string> administrators;  ///< key files
};

/// Asks for the passphrases that it needs.
value::Result<node::LoadedPowers> powers_of(node::OpenNode& node, const Common& common,
                                            const PowerOptions& options);

}  // namespace comity::cli
