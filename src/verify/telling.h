// Findings and verdict for a person to read, or as one JSON object. What they mean is in
// verify/finding.h.
#pragma once

#include "value/result.h"
#include "verify/finding.h"

#include <string>

namespace comity::verify {

/// Each kind of check once, with what it proves and what not; under it what did not hold, and how
/// often it held. The verdict comes last.
std::string as_text(const Findings& findings);

/// {"verdict", "status", "sentence", "where", "missing", "proves", "does_not_prove", "findings"};
/// docs/protocol/schemas/verdict.json has the members another program may rely on.
std::string as_json(const Findings& findings);

/// The same when the folder is no bundle and nothing was checked.
std::string as_json(const value::Error& error);

/// A code with its sentence and what to do.
std::string explained(const value::Error& error);

}  // namespace comity::verify
