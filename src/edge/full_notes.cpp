#include "edge/full_notes.h"

#include "value/instant.h"
#include "value/result.h"

#include <chrono>
#include <mutex>
#include <string>

namespace comity::edge {
namespace {

constexpr value::Duration interval = std::chrono::minutes(10);

}  // namespace

void FullNotes::refused(const std::string& node, const value::Error& error) {
  const std::string key = std::string(error.code.text()) + " " + node;
  std::string line =
      "letters of " + node + " refused: " + std::string(error.code.text()) + " " + error.detail;
  {
    const std::scoped_lock lock(mutex_);
    const value::Instant now = clock_.now();
    const auto [at, fresh] = told_.try_emplace(key, Told{now, 0});
    Told& told = at->second;
    if (!fresh && now - told.at < interval) {
      ++told.unsaid;
      return;
    }
    if (told.unsaid > 0) {
      line += "; " + std::to_string(told.unsaid) + " since the last such line";
    }
    told = {now, 0};
  }
  say_(line);
}

}  // namespace comity::edge
