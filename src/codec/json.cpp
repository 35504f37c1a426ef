#include "codec/json.h"

#include "codec/quick_json.h"
#include "value/bytes.h"
#include "value/result.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::codec {
namespace {

using value::Code;
using value::Error;
using value::fail;

constexpr std::int64_t largest_integer = (std::int64_t{1} << 53) - 1;

/// Builds a Json from the parser's events and refuses what I-JSON leaves open.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(std::size_t max_depth) : max_depth_(max_depth) {}

  bool null() override { return put(Json()); }

  bool boolean(bool value) override { return put(Json(value)); }

  bool number_integer(number_integer_t value) override {
    return value < -largest_integer ? refuse({"JSON-04", std::to_string(value)}) : put(Json(value));
  }

  bool number_unsigned(number_unsigned_t value) override {
    return value > static_cast<std::uint64_t>(largest_integer)
               ? refuse({"JSON-04", std::to_string(value)})
               : put(Json(static_cast<std::int64_t>(value)));
  }

  bool number_float(number_float_t /*value*/, const string_t& text) override {
    return refuse({"JSON-04", text.substr(0, 40)});
  }

  bool string(string_t& value) override { return put(Json(std::move(value))); }

  bool binary(binary_t& /*value*/) override { return refuse({"JSON-02", "binary"}); }

  bool start_object(std::size_t /*count*/) override { return open(Json::Object()); }

  bool key(string_t& name) override {
    if (open_.back().members.contains(name)) {
      return refuse({"JSON-03", "member \"" + name.substr(0, 60) + "\" stands twice"});
    }
    open_.back().name = std::move(name);
    return true;
  }

  bool end_object() override { return close(Json(std::move(open_.back().members))); }

  bool start_array(std::size_t /*count*/) override { return open(Json::Array()); }

  bool end_array() override { return close(Json(std::move(open_.back().items))); }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& why) override {
    constexpr int number_overflow = 406;  // nlohmann's id of "1e999": no double holds it
    return refuse({why.id == number_overflow ? Code("JSON-04") : Code("JSON-02"),
                   "at octet " + std::to_string(position)});
  }

  [[nodiscard]] value::Result<Json> take() {
    if (error_) {
      return fail(*error_);
    }
    return std::move(done_);
  }

 private:
  struct Open {
    bool is_object;
    std::string name;
    Json::Object members;
    Json::Array items;
  };

  bool refuse(Error error) {
    if (!error_) {
      error_ = std::move(error);
    }
    return false;
  }

  template <class Container>
  bool open(const Container& /*kind*/) {
    if (open_.size() >= max_depth_) {
      return refuse({"JSON-05", "deeper than " + std::to_string(max_depth_) + " levels"});
    }
    open_.push_back({std::is_same_v<Container, Json::Object>, {}, {}, {}});
    return true;
  }

  bool close(Json finished) {
    open_.pop_back();
    return put(std::move(finished));
  }

  bool put(Json item) {
    if (open_.empty()) {
      done_ = std::move(item);
    } else if (open_.back().is_object) {
      open_.back().members.emplace(std::move(open_.back().name), std::move(item));
    } else {
      open_.back().items.push_back(std::move(item));
    }
    return true;
  }

  std::size_t max_depth_;
  std::vector<Open> open_;
  Json done_;
  std::optional<Error> error_;
};

/// The parser reads "-0" as zero, skips a byte order mark and stops at a zero octet as if the text
/// ended there: each would be a second spelling of a value.
std::optional<Error> second_spelling(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    return Error{"JSON-02", "byte order mark"};
  }
  if (text.find('\0') != std::string_view::npos) {
    return Error{"JSON-02", "zero octet"};
  }
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && text[i] == '-' && text.substr(i + 1, 1) == "0") {
      return Error{"JSON-04", std::string(text.substr(i, 10))};
    }
  }
  return std::nullopt;
}

void write_text(const std::string& text, std::string& out) {
  // Only what RFC 8259 requires is escaped, in the short form where one exists (RFC 8785 3.2.2.2).
  static constexpr std::string_view hex = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out.push_back(hex[static_cast<unsigned char>(c) >> 4U]);
          out.push_back(hex[static_cast<unsigned char>(c) & 15U]);
        } else {
          out.push_back(c);
        }
    }
  }
  out.push_back('"');
}

/// `indent` < 0 writes the compact form.
class Writer {
 public:
  explicit Writer(bool indented) : indented_(indented) {}

  void write(const Json& json, std::size_t level) {
    if (json.is_null()) {
      out += "null";
    } else if (const bool* flag = json.boolean()) {
      out += *flag ? "true" : "false";
    } else if (const std::int64_t* number = json.integer()) {
      out += std::to_string(*number);
    } else if (const std::string* text = json.text()) {
      write_text(*text, out);
    } else if (const Json::Array* items = json.array()) {
      write_array(*items, level);
    } else if (const Json::Object* members = json.object()) {
      write_object(*members, level);
    }
  }

  std::string out;

 private:
  void line(std::size_t level) {
    if (indented_) {
      out += '\n' + std::string(level * 2, ' ');
    }
  }

  void write_array(const Json::Array& items, std::size_t level) {
    out.push_back('[');
    for (std::size_t i = 0; i < items.size(); ++i) {
      out += i == 0 ? "" : ",";
      line(level + 1);
      write(items[i], level + 1);
    }
    if (!items.empty()) {
      line(level);
    }
    out.push_back(']');
  }

  void write_object(const Json::Object& members, std::size_t level) {
    out.push_back('{');
    bool first = true;
    for (const auto& [name, item] : members) {
      out += first ? "" : ",";
      first = false;
      line(level + 1);
      write_text(name, out);
      out += indented_ ? ": " : ":";
      write(item, level + 1);
    }
    if (!members.empty()) {
      line(level);
    }
    out.push_back('}');
  }

  bool indented_;
};

}  // namespace

const Json* Json::member(std::string_view name) const {
  const Object* members = object();
  if (members == nullptr) {
    return nullptr;
  }
  const auto found = members->find(name);
  return found == members->end() ? nullptr : &found->second;
}

value::Result<Json> careful_json(value::BytesView bytes, std::size_t max_depth) {
  const std::string_view text = value::text_of(bytes);
  if (auto error = second_spelling(text)) {
    return fail(*std::move(error));
  }
  Builder builder(max_depth);
  nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  return builder.take();
}

value::Result<Json> parse_json(value::BytesView bytes, JsonLimits limits) {
  if (bytes.size() > limits.max_bytes) {
    return fail("JSON-01", std::to_string(bytes.size()) + " octets, at most " +
                               std::to_string(limits.max_bytes));
  }
  if (auto quick = quick_json(bytes, limits.max_depth)) {
    return *std::move(quick);
  }
  return careful_json(bytes, limits.max_depth);
}

std::string write_json(const Json& json) {
  Writer writer(false);
  writer.write(json, 0);
  return std::move(writer.out);
}

std::string write_json_indented(const Json& json) {
  Writer writer(true);
  writer.write(json, 0);
  writer.out.push_back('\n');
  return std::move(writer.out);
}

}  // namespace comity::codec
