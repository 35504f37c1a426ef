#include "codec/quick_json.h"

#include "codec/json.h"
#include "value/bytes.h"

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace comity::codec {
namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t largest_integer = (std::int64_t{1} << 53) - 1;

/// The library copies from where nothing is, and takes a lone low surrogate in an escape.
bool doubtful(std::string_view text) {
  return text.empty() || text.starts_with("\xEF\xBB\xBF") ||
         text.find("\\u") != std::string_view::npos;
}

/// Each function says whether there was no doubt; `out` counts only then.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  bool value(const dom::element& element, std::size_t depth, Json& out) {
    switch (element.type()) {
      case dom::element_type::OBJECT:
        return depth > 0 && object(dom::object(element), depth - 1, out);
      case dom::element_type::ARRAY:
        return depth > 0 && array(dom::array(element), depth - 1, out);
      case dom::element_type::INT64:
        return integer(std::int64_t(element), out);
      case dom::element_type::STRING:
        out = Json(std::string_view(element));
        return true;
      case dom::element_type::BOOL:
        out = Json(bool(element));
        return true;
      case dom::element_type::NULL_VALUE:
        out = Json();
        return true;
      case dom::element_type::UINT64:
      case dom::element_type::DOUBLE:
        break;
    }
    return false;
  }

 private:
  bool object(const dom::object& members, std::size_t depth, Json& out) {
    Json::Object read;
    for (const auto member : members) {
      // Documents we write have their members in order, so the end is the usual place.
      const std::size_t before = read.size();
      const auto at = read.try_emplace(read.end(), std::string(member.key));
      if (read.size() == before || !value(member.value, depth, at->second)) {
        return false;
      }
    }
    out = Json(std::move(read));
    return true;
  }

  bool array(const dom::array& items, std::size_t depth, Json& out) {
    Json::Array read;
    for (const dom::element item : items) {
      if (!value(item, depth, read.emplace_back())) {
        return false;
      }
    }
    out = Json(std::move(read));
    return true;
  }

  bool integer(std::int64_t number, Json& out) const {
    out = Json(number);
    return number >= -largest_integer && number <= largest_integer &&
           (number != 0 || text_.find("-0") == std::string_view::npos);
  }

  std::string_view text_;
};

}  // namespace

std::optional<Json> quick_json(value::BytesView bytes, std::size_t max_depth) {
  // Its buffers grow to the largest document a thread has read; parse_json bounds that.
  static thread_local dom::parser parser;
  const std::string_view text = value::text_of(bytes);
  if (doubtful(text)) {
    return std::nullopt;
  }
  dom::element root;
  if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  Json out;
  if (!Walk(text).value(root, max_depth, out)) {
    return std::nullopt;
  }
  return out;
}

}  // namespace comity::codec
