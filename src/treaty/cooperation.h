// Which paragraph of Art. 35(1) a request stands on: computed from its kind and its offences, never
// typed in.
#pragma once

#include "treaty/offences.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::treaty {

/// The codes of one offence row (offence.convention_article).
using OffenceCodes = std::vector<std::string>;

/// "35.1.a" proceedings on a Convention offence; "35.1.b" evidence of a Convention offence;
/// "35.1.c" as soon as one row is no Convention offence: evidence of serious crime only. Nothing
/// for a domestic order, or without offences. `cooperation_class` is kinds.*.cooperation_class.
std::optional<std::string> cooperation_basis(std::string_view cooperation_class,
                                             const std::vector<OffenceCodes>& rows,
                                             const Offences& offences);

}  // namespace comity::treaty
