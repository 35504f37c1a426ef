#include "cli/report.h"

#include "codec/json.h"
#include "data/error_catalogue.h"
#include "value/result.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace comity::cli {
namespace {

using codec::Json;

std::string shown(const Json& value) {
  if (const std::string* text = value.text()) {
    return *text;
  }
  if (const Json::Array* items = value.array()) {
    std::string joined;
    for (const Json& item : *items) {
      joined += (joined.empty() ? "" : ", ") + shown(item);
    }
    return joined;
  }
  return codec::write_json(value);
}

}  // namespace

void Report::line(const std::string& text) {
  if (!json_) {
    std::cout << text << "\n";
  }
}

void Report::fact(const std::string& name, const Json& value) {
  if (json_) {
    facts_.insert_or_assign(name, value);
  } else {
    std::cout << name << ": " << shown(value) << "\n";
  }
}

void Report::row(const std::string& name, Json::Object row, const std::string& text) {
  if (!json_) {
    std::cout << text << "\n";
    return;
  }
  Json::Array rows;
  if (const auto found = facts_.find(name); found != facts_.end()) {
    if (const Json::Array* before = found->second.array()) {
      rows = *before;
    }
  }
  rows.emplace_back(std::move(row));
  facts_.insert_or_assign(name, Json(std::move(rows)));
}

int Report::fail(const value::Error& error) {
  const auto known = catalogued(error.code.text());
  std::cout.flush();
  std::cerr << error.code.text() << "  " << known.what << "\n";
  if (!error.detail.empty()) {
    std::cerr << "  found: " << error.detail << "\n";
  }
  std::cerr << "  do:    " << known.advice << "\n";
  if (json_) {
    std::cout << codec::write_json(Json::Object{{"error", error.code.text()},
                                                {"what", known.what},
                                                {"detail", error.detail},
                                                {"do", known.advice}})
              << "\n";
  }
  return exit_status(error);
}

int Report::done(int status) {
  if (json_) {
    std::cout << codec::write_json(Json(facts_)) << "\n";
  }
  std::cout.flush();
  return status;
}

int exit_status(const value::Error& error) {
  static constexpr std::array answers{"CASE-", "REQ-",  "DESK-", "SIGN-", "PKG-",    "LEDGER-",
                                      "AGE-",  "EXCH-", "EDGE-", "STMT-", "MERKLE-", "SEAL-02"};
  const std::string_view code = error.code.text();
  return std::any_of(answers.begin(), answers.end(),
                     [&](std::string_view prefix) { return code.starts_with(prefix); })
             ? 1
             : 2;
}

Catalogued catalogued(std::string_view code) {
  const data::CatalogueEntry entry = data::error_entry(code);
  return {entry.what, entry.advice};
}

std::function<bool(std::uint64_t done)> show_progress(std::string what, std::uint64_t total) {
  struct State {
    std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point shown = started;
  };

  return [what = std::move(what), total, state = std::make_shared<State>()](std::uint64_t done) {
    const auto now = std::chrono::steady_clock::now();
    if (now - state->started > std::chrono::seconds(1) &&
        now - state->shown > std::chrono::milliseconds(500)) {
      state->shown = now;
      const double seconds = std::chrono::duration<double>(now - state->started).count();
      std::cerr << "\r" << what << " " << (done >> 20U) << " MiB";
      if (total > 0) {
        std::cerr << " of " << (total >> 20U) << " (" << done * 100 / total << " %)";
      }
      std::cerr << ", " << static_cast<std::uint64_t>(static_cast<double>(done >> 20U) / seconds)
                << " MiB/s   " << std::flush;
    }
    return true;
  };
}

}  // namespace comity::cli
