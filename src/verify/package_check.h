// The delivered package in a bundle: its signed cover, its ciphertext, the sender's list of what is
// inside, and the opened files against that list. Nothing is opened here.
#pragma once

#include "verify/bundle_files.h"
#include "verify/finding.h"
#include "verify/proven.h"

#include <vector>

namespace comity::verify {

void check_package(const BundleFiles& files, const std::vector<Proven>& statements,
                   Findings& findings);

}  // namespace comity::verify
