// What a test asks of a result: the code it failed with, or nothing.
#pragma once

#include "value/result.h"

#include <string>

namespace comity::support {

template <class T>
std::string code_of(const value::Result<T>& result) {
  return result ? "" : std::string(result.error().code.text());
}

/// The detail of a failure: wraps the code of the room below.
template <class T>
std::string detail_of(const value::Result<T>& result) {
  return result ? "" : result.error().detail;
}

}  // namespace comity::support
