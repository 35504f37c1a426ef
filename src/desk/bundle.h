// A case as a folder that a court can check without this node: key sets, statements with their
// ledger slips, the package that was delivered, and opened files. Its form is
// docs/protocol/bundle.md, its judge room verify.
#pragma once

#include "desk/context.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace comity::desk {

struct BundleOptions {
  bool objects = false;  ///< the sealed objects too
  std::string files;     ///< folder that opening made; empty: no opened files
};

struct WrittenBundle {
  std::size_t statements = 0;
  std::size_t objects = 0;
  std::size_t files = 0;
};

/// `folder` appears complete or not at all. NODE-03 when it exists, DESK-05 unknown case, DESK-06
/// while a statement of this node is not in the ledger. With objects or files also DESK-19 to
/// DESK-21; with files DESK-22 unless the package was opened here, DESK-02 while the keys are
/// locked, VER-20 for a file that is not the one opened.
value::Result<WrittenBundle> write_bundle(const Context& context, const value::Uuid& case_id,
                                          const std::filesystem::path& folder,
                                          const BundleOptions& options);

}  // namespace comity::desk
