// What was checked of a package, with what result, and in words: what each check proves and what it
// does not. Made by package_opening.h and relay checks; nothing else may say "verified".
#pragma once

#include "value/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::evidence {

enum class CheckKind {
  outer_signature,
  sender_trusted,
  addressed,
  in_time,
  announced,
  sealed_object,
  inner_opened,
  inner_commitment,
  inner_signature,
  inner_tied,
  midstates,
  plaintext
};

struct Check {
  CheckKind kind = CheckKind::outer_signature;
  std::optional<std::uint32_t> object;
  std::optional<value::Error> error;  // nothing: passed
};

/// The two sentences that are printed with a check.
struct Meaning {
  std::string_view name;
  std::string_view proves;
  std::string_view does_not_prove;
};

Meaning meaning_of(CheckKind kind);

class Verdict {
 public:
  /// Keeps the result and hands it on.
  value::Result<void> add(CheckKind kind, std::optional<std::uint32_t> object,
                          const value::Result<void>& result);

  [[nodiscard]] const std::vector<Check>& checks() const { return checks_; }

  /// Something was checked and nothing failed. Which checks were made is in checks().
  [[nodiscard]] bool good() const;

  /// One line a check: "ok" or the code, its name, the object.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<Check> checks_;
};

}  // namespace comity::evidence
