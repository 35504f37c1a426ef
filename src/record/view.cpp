#include "record/view.h"

#include "codec/json.h"
#include "value/instant.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::record {
namespace {

const codec::Json* item_of(const codec::Json* json, std::string_view digits) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (json == nullptr || error != std::errc() || end != digits.data() + digits.size()) {
    return nullptr;
  }
  const auto* items = json->array();
  return items != nullptr && index < items->size() ? &(*items)[index] : nullptr;
}

/// One step "name", "name[2]" or "[2]".
const codec::Json* step(const codec::Json* json, std::string_view part) {
  const std::size_t open = part.find('[');
  const std::string_view name = part.substr(0, open);
  if (json != nullptr && !name.empty()) {
    json = json->member(name);
  }
  if (open == std::string_view::npos) {
    return json;
  }
  if (!part.ends_with(']')) {
    return nullptr;
  }
  return item_of(json, part.substr(open + 1, part.size() - open - 2));
}

}  // namespace

View View::at(std::string_view path) const {
  const codec::Json* json = json_;
  while (json != nullptr && !path.empty()) {
    const std::size_t dot = path.find('.');
    json = step(json, path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return View(json);
}

bool View::present() const { return json_ != nullptr && !json_->is_null(); }

std::optional<std::string> View::text() const {
  const std::string* found = json_ != nullptr ? json_->text() : nullptr;
  return found != nullptr ? std::optional<std::string>(*found) : std::nullopt;
}

std::optional<std::int64_t> View::integer() const {
  const std::int64_t* found = json_ != nullptr ? json_->integer() : nullptr;
  return found != nullptr ? std::optional<std::int64_t>(*found) : std::nullopt;
}

std::optional<bool> View::boolean() const {
  const bool* found = json_ != nullptr ? json_->boolean() : nullptr;
  return found != nullptr ? std::optional<bool>(*found) : std::nullopt;
}

std::optional<value::Instant> View::instant() const {
  const std::string* found = json_ != nullptr ? json_->text() : nullptr;
  if (found == nullptr) {
    return std::nullopt;
  }
  const auto at = found->size() == 10 ? value::parse_date(*found) : value::parse_instant(*found);
  return at ? std::optional<value::Instant>(*at) : std::nullopt;
}

std::vector<View> View::items() const {
  std::vector<View> out;
  if (const auto* list = json_ != nullptr ? json_->array() : nullptr) {
    for (const codec::Json& item : *list) {
      out.emplace_back(&item);
    }
  }
  return out;
}

std::vector<std::string> View::texts() const {
  std::vector<std::string> out;
  for (const View& item : items()) {
    if (auto found = item.text()) {
      out.push_back(*std::move(found));
    }
  }
  return out;
}

bool View::has(std::string_view text) const {
  if (this->text() == text) {
    return true;
  }
  const auto all = texts();
  return std::find(all.begin(), all.end(), text) != all.end();
}

std::vector<std::string> View::names() const {
  std::vector<std::string> out;
  if (const auto* members = json_ != nullptr ? json_->object() : nullptr) {
    for (const auto& [name, member] : *members) {
      out.push_back(name);
    }
  }
  return out;
}

}  // namespace comity::record
