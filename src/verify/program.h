// The command `comity-verify BUNDLE [--trust FILE] [--json]`.
#pragma once

namespace comity::verify {

/// Exit status: 0 unaltered, 1 altered, 2 cannot be decided.
int run(int argc, char** argv);

}  // namespace comity::verify
