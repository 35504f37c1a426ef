// The commands that show what was refused and what proves something (options: commands.h).
#pragma once

#include "cli/commands.h"

#include <string>

namespace comity::cli {

int quarantine(const ListOptions& options);

struct ProofOptions {
  Common common;
  std::string folder;
  std::string out;  ///< new folder for the proofs; none: only tell
};

int proofs(const ProofOptions& options);

}  // namespace comity::cli
