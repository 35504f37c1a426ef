// The basis of Art. 35(1) of a record, from its kind and its offence rows. The rule itself is in
// treaty/cooperation.h.
#pragma once

#include "record/view.h"
#include "request/rule_book.h"

#include <optional>
#include <string>
#include <string_view>

namespace comity::request {

std::optional<std::string> cooperation_basis_of(const Reference& data, std::string_view kind,
                                                const record::View& record);

}  // namespace comity::request
