// What the outside can cause is a Result: a value, or an Error with a stable code and a detail.
// The sentence for each code ("what happened, what to do") is data: data/errors/<room>.json.
#pragma once

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace comity::value {

/// A stable code such as "NET-12" or "REQ-ID-04": capitals, then two digits. Checked when compiled.
class Code {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is the only way to write a code
  consteval Code(const char* text) : text_(text) {
    if (!well_formed(text_)) {
      throw "an error code is ROOM-NN";
    }
  }

  [[nodiscard]] constexpr std::string_view text() const { return text_; }

  friend constexpr bool operator==(const Code& a, const Code& b) { return a.text_ == b.text_; }

 private:
  static constexpr bool well_formed(std::string_view text) {
    if (text.size() < 5 || text.size() > 16 || text[text.size() - 3] != '-') {
      return false;
    }
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!digit(text[text.size() - 1]) || !digit(text[text.size() - 2])) {
      return false;
    }
    for (const char c : text.substr(0, text.size() - 3)) {
      if (!((c >= 'A' && c <= 'Z') || c == '-')) {
        return false;
      }
    }
    return true;
  }

  std::string_view text_;
};

/// A failure: the code says which rule, the detail says what was found (never a secret).
struct Error {
  Code code;
  std::string detail;

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

/// `return fail("JSON-03", "duplicate key \"case\"");`
inline Failure fail(Code code, std::string detail) {
  return Failure(Error{code, std::move(detail)});
}

/// Passes an error on: `if (!x) { return fail(x.error()); }`
inline Failure fail(Error error) { return Failure(std::move(error)); }

/// A look-up that must find something: finding nothing is the failure `code`.
template <class T>
Result<T> required(Result<std::optional<T>> found, Code code, std::string detail) {
  if (!found) {
    return Failure(std::move(found).error());
  }
  std::optional<T>& value = *found;
  return value ? Result<T>(*std::move(value)) : fail(code, std::move(detail));
}

}  // namespace comity::value
