// What was checked of a bundle, with what result, and in words: what each check proves and what it
// does not. The verdict is a function of the findings; verify/telling.h prints both.
#pragma once

#include "value/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::verify {

enum class Check : std::uint8_t {
  form,
  sums,
  key_sets,
  trusted_root,
  signature,
  ledger_place,
  key_in_force,
  authorised,
  belongs,
  order,
  receipt,
  checkpoints,
  package_cover,
  announced,
  sealed_object,
  sealed_list,
  evidence_file,
  time,
};

struct Meaning {
  std::string_view name;
  std::string_view proves;
  std::string_view does_not_prove;
};

Meaning meaning_of(Check check);

enum class Outcome : std::uint8_t {
  holds,
  broken,   ///< something is not what somebody signed
  unknown,  ///< the bundle, or the reader's trust, does not suffice to say
  noted,    ///< not in the bundle, or not provable yet; the verdict stands without it
};

std::string_view outcome_text(Outcome outcome);

struct Finding {
  Check check = Check::form;
  std::string subject;
  Outcome outcome = Outcome::holds;
  std::optional<value::Error> error;
  std::string note;  ///< of a finding that is only noted
};

class Findings {
 public:
  /// Keeps a result; true when it holds.
  bool add(Check check, const std::string& subject, const value::Result<void>& result);

  void unknown(Check check, const std::string& subject, value::Error error);
  void note(Check check, const std::string& subject, const std::string& text);

  [[nodiscard]] const std::vector<Finding>& all() const { return all_; }

 private:
  std::vector<Finding> all_;
};

/// The result without its value.
template <class T>
value::Result<void> only_error(const value::Result<T>& result) {
  return result ? value::Result<void>() : value::fail(result.error());
}

/// "Unaltered ...", "Altered: ..." or "Cannot say: ...", and the exit status: 0, 1 or 2.
struct Verdict {
  std::string sentence;
  int status = 2;
};

Verdict verdict_of(const Findings& findings);

}  // namespace comity::verify
