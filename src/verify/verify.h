// The whole check of a court bundle, from a folder and the roots that the reader trusts. It reads
// files and nothing else: no network, no key, no clock. Format: docs/protocol/bundle.md.
#pragma once

#include "evidence/court_bundle.h"
#include "value/result.h"
#include "verify/finding.h"

#include <filesystem>

namespace comity::verify {

/// Everything that can be checked is checked, also after something failed. VER-01, VER-06 when the
/// folder is no bundle at all.
value::Result<Findings> verify_bundle(const std::filesystem::path& folder,
                                      const evidence::bundle::Roots& trusted);

}  // namespace comity::verify
