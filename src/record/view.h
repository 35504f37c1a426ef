// A place inside a record, read by path ("provider.state", "offences[0].life"): absent, null and
// wrongly typed answer nothing, so that rules can also read a draft that is not complete yet.
#pragma once

#include "codec/json.h"
#include "value/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::record {

/// Borrows the JSON it was made from.
class View {
 public:
  View() = default;

  explicit View(const codec::Json* json) : json_(json) {}

  [[nodiscard]] View at(std::string_view path) const;
  [[nodiscard]] bool present() const;

  [[nodiscard]] std::optional<std::string> text() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] std::optional<bool> boolean() const;

  /// A time or a date; a date is its first instant in UTC.
  [[nodiscard]] std::optional<value::Instant> instant() const;

  /// The items of a list, or nothing.
  [[nodiscard]] std::vector<View> items() const;

  /// The texts of a list; items of another type are left out.
  [[nodiscard]] std::vector<std::string> texts() const;

  /// True when this is the text, or a list that holds it.
  [[nodiscard]] bool has(std::string_view text) const;

  /// Names of the members of an object, in byte order.
  [[nodiscard]] std::vector<std::string> names() const;

  /// Null when absent.
  [[nodiscard]] const codec::Json* json() const { return json_; }

 private:
  const codec::Json* json_ = nullptr;
};

}  // namespace comity::record
