// Visits every single value of a record with the field that describes it and its path, list items
// and object members included. For rules that look for a form wherever it stands (times, digests).
#pragma once

#include "record/tables.h"
#include "record/view.h"

#include <functional>
#include <string>

namespace comity::record {

using Visitor = std::function<void(const std::string& path, const Field& field, const View& value)>;

/// In table order; what is absent or no field of the table is not visited.
void walk(const Tables& tables, const FieldTable& table, const View& record, const Visitor& visit);

}  // namespace comity::record
