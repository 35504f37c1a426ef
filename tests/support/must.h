// What a test cannot go on without: the value itself, or the test ends here and says why.
#pragma once

#include "value/result.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace comity::testing_support {

inline void must(const value::Result<void>& done) {
  if (!done) {
    throw std::runtime_error(std::string(done.error().code.text()) + " " + done.error().detail);
  }
}

template <class T>
T must(std::optional<T> value) {
  if (!value) {
    throw std::runtime_error("there is no value");
  }
  return *std::move(value);
}

template <class T>
T must(value::Result<T> result) {
  if (!result) {
    throw std::runtime_error(std::string(result.error().code.text()) + " " + result.error().detail);
  }
  return *std::move(result);
}

template <class T>
T must(value::Result<std::optional<T>> result) {
  return must(must<std::optional<T>>(std::move(result)));
}

}  // namespace comity::testing_support
