// The commands about the keys of this node's desks (the rest of them: commands.h).
#pragma once

#include "cli/commands.h"
#include "cli/powers.h"

#include <string>

namespace comity::cli {

struct DeskOptions {
  Common common;
  std::string folder;
  std::string desk;
  std::string suite;  ///< empty: that of new keys
  PowerOptions powers;
  bool make_only = false;  ///< the key is made and not listed yet
};

int desk_list(const DeskOptions& options);
int desk_replace_key(const DeskOptions& options);

}  // namespace comity::cli
