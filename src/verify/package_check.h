// The delivered package in a bundle: its signed cover, its ciphertext, the sender's list of what is
// inside, and the opened files against that list. Nothing is opened here.
#pragma once

#include "value/uuid.h"
#include "verify/bundle_files.h"
#include "verify/finding.h"
#include "verify/proven.h"

#include <optional>
#include <vector>

namespace comity::verify {

/// Without the case of bundle.json it is left open whose case the files are of.
void check_package(const BundleFiles& files, const std::optional<value::Uuid>& case_id,
                   const std::vector<Proven>& statements, Findings& findings);

}  // namespace comity::verify
