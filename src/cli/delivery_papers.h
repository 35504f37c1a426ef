// The papers of one delivery, beside each other (cli/prepared.h has those of one text): the
// manifest, the notice, and the manifest once more for each preservation case that ends with it.
// All of them stand or none does: a manifest announced without its notice would be a delivery that
// never leaves.
#pragma once

#include "cli/prepared.h"
#include "value/bytes.h"
#include "value/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace comity::cli {

struct Paper {
  value::Bytes payload;
  std::vector<std::string> roles;
};

/// In the order in which they are to be sent: the manifest, the notice, the others. The manifest's
/// payload is kept last. What an earlier delivery left under this name is replaced.
value::Result<std::vector<Prepared>> keep_delivery(const std::filesystem::path& base,
                                                   const std::vector<Paper>& papers);

/// In that order; CLI-02 unless the manifest's payload stands.
value::Result<std::vector<Prepared>> read_delivery(const std::filesystem::path& base);

/// All were sent: removed for good, the manifest last. Whatever was under way there is gone then.
void forget_delivery(const std::filesystem::path& base);

}  // namespace comity::cli
