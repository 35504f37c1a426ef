// What a command tells: facts as lines for people or as one JSON object, errors with their sentence
// and what to do next, progress on standard error. Exit status: 0 done, 1 the answer is no, 2
// unusable input or environment.
#pragma once

#include "codec/json.h"
#include "value/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::cli {

class Report {
 public:
  explicit Report(bool json) : json_(json) {}

  /// A line for people; nothing in JSON.
  void line(const std::string& text);

  /// "name: value", and a member of the JSON object.
  void fact(const std::string& name, const codec::Json& value);

  /// A row of the list `name`: a member of that JSON array, and for people the text.
  void row(const std::string& name, codec::Json::Object row, const std::string& text);

  /// To standard error: code, sentence, detail, what to do. Returns the exit status.
  int fail(const value::Error& error);

  /// Ends the command; prints the JSON object if asked for one. Returns `status`.
  int done(int status = 0);

  [[nodiscard]] bool json() const { return json_; }

 private:
  bool json_;
  codec::Json::Object facts_;
};

/// 1 for a no of the rules, 2 for unusable input or environment.
int exit_status(const value::Error& error);

/// The sentence and the advice of a code, from data/errors.
struct Catalogued {
  std::string what;
  std::string advice;
};

Catalogued catalogued(std::string_view code);

/// A callback that shows progress once it has lasted over a second; `total` 0 when unknown.
std::function<bool(std::uint64_t done)> show_progress(std::string what, std::uint64_t total);

}  // namespace comity::cli
