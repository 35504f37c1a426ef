// What was checked of a bundle, where, with what result, and in words: what each check proves and
// what it does not. The verdict (verify/verdict.h) is a function of the findings.
#pragma once

#include "value/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
  chunk_list,
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

/// Where: a file of the bundle ("." for all of it), what it is, and the chunk of 1 MiB if known.
struct Place {
  // NOLINTBEGIN(google-explicit-constructor): most places are a path and nothing more
  Place(std::string file, std::string is = {}, std::optional<std::uint64_t> number = {})
      : path(std::move(file)), what(std::move(is)), chunk(number) {}

  Place(std::string_view file) : path(file) {}

  Place(const char* file) : path(file) {}

  // NOLINTEND(google-explicit-constructor)

  std::string path;
  std::string what;
  std::optional<std::uint64_t> chunk;

  [[nodiscard]] std::string text() const;
};

struct Finding {
  Check check = Check::form;
  Place place;
  Outcome outcome = Outcome::holds;
  std::optional<value::Error> error;
  std::string note;  ///< of a finding that is only noted
};

class Findings {
 public:
  /// Keeps a result; true when it holds. An error that says that something is missing, or newer, is
  /// unknown, any other broken.
  bool add(Check check, const Place& place, const value::Result<void>& result);

  void note(Check check, const Place& place, const std::string& text);

  [[nodiscard]] const std::vector<Finding>& all() const { return all_; }

 private:
  std::vector<Finding> all_;
};

/// The result without its value.
template <class T>
value::Result<void> only_error(const value::Result<T>& result) {
  return result ? value::Result<void>() : value::fail(result.error());
}

}  // namespace comity::verify
