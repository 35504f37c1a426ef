// The commands that show what was refused and what proves something (options: commands.h).
#pragma once

#include "cli/commands.h"

#include <cstddef>
#include <string>

namespace comity::cli {

struct QuarantineOptions {
  Common common;
  std::string folder;
  std::size_t limit = 25;
  std::string reviewed;  ///< a peer whose refused letters a person has looked through
};

int quarantine(const QuarantineOptions& options);

struct ProofOptions {
  Common common;
  std::string folder;
  std::string out;  ///< new folder for the proofs; none: only tell
};

int proofs(const ProofOptions& options);

}  // namespace comity::cli
