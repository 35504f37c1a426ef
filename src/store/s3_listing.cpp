#include "store/s3_listing.h"

#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace comity::store {

namespace {

/// The text of the first element of that name, and what follows it.
struct Found {
  std::string_view text;
  std::string_view rest;
};

// Our keys hold no character that XML writes otherwise, and nesting of one name in itself does not
// occur: a search for the tags reads all that is needed.
std::optional<Found> find_element(std::string_view xml, const std::string& name) {
  const std::string open = "<" + name + ">";
  const std::string close = "</" + name + ">";
  const auto begin = xml.find(open);
  if (begin == std::string_view::npos) {
    return std::nullopt;
  }
  const auto end = xml.find(close, begin + open.size());
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  return Found{xml.substr(begin + open.size(), end - begin - open.size()),
               xml.substr(end + close.size())};
}

bool plain_key(std::string_view key) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '/';
  };
  return !key.empty() && key.size() <= 512 && std::ranges::all_of(key, plain);
}

std::optional<S3Entry> read_entry(std::string_view xml) {
  const auto key = find_element(xml, "Key");
  const auto size = find_element(xml, "Size");
  if (!key || !size || !plain_key(key->text)) {
    return std::nullopt;
  }
  S3Entry out{std::string(key->text), 0};
  const std::string_view digits = size->text;
  const char* const end = digits.data() + digits.size();
  const auto [stopped, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), out.size);
  return stopped == end && error == std::errc() && !size->text.empty() ? std::optional(out)
                                                                       : std::nullopt;
}

}  // namespace

value::Result<S3Page> read_s3_page(value::BytesView xml) {
  std::string_view rest = value::text_of(xml);
  const auto truncated = find_element(rest, "IsTruncated");
  if (rest.find("<ListBucketResult") == std::string_view::npos || !truncated) {
    return value::fail("STORE-17", "the answer is no list of objects");
  }
  S3Page page;
  page.more = truncated->text == "true";
  for (auto found = find_element(rest, "Contents"); found; found = find_element(rest, "Contents")) {
    auto entry = read_entry(found->text);
    if (!entry) {
      return value::fail("STORE-17", "an entry of the list is no object of this program");
    }
    page.entries.push_back(*std::move(entry));
    rest = found->rest;
  }
  if (page.more && page.entries.empty()) {
    return value::fail("STORE-17", "a list that goes on is empty");
  }
  return page;
}

std::string s3_element(value::BytesView xml, const std::string& name) {
  const auto found = find_element(value::text_of(xml), name);
  return found ? std::string(found->text) : std::string();
}

}  // namespace comity::store
