#include "treaty/articles.h"

#include "codec/json.h"
#include "record/view.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace comity::treaty {

std::string article_text(std::int64_t article, std::string_view paragraph) {
  if (article == 0) {
    return {};
  }
  std::string out = std::to_string(article);
  if (!paragraph.empty()) {
    const std::size_t open = paragraph.find('(');
    out += "(" + std::string(paragraph.substr(0, open)) + ")";
    if (open != std::string_view::npos) {
      out += paragraph.substr(open);
    }
  }
  return out;
}

value::Result<Articles> Articles::read(const codec::Json& json) {
  Articles out;
  for (const record::View& row : record::View(&json).at("kinds").items()) {
    const auto kind = row.at("kind").text();
    const auto article = row.at("article").integer();
    if (!kind || !article) {
      return value::fail("TREATY-03", "a kind of request-content.json has no name or article");
    }
    auto& articles = out.kinds_[*kind];
    articles.push_back(article_text(*article, ""));
    for (const record::View& field : row.at("fields").items()) {
      const std::string text = article_text(field.at("article").integer().value_or(0),
                                            field.at("paragraph").text().value_or(""));
      if (!text.empty() && std::find(articles.begin(), articles.end(), text) == articles.end()) {
        articles.push_back(text);
      }
    }
  }
  if (out.kinds_.empty()) {
    return value::fail("TREATY-03", "request-content.json has no kinds");
  }
  return out;
}

std::vector<std::string> Articles::of_kind(std::string_view treaty_kind) const {
  const auto found = kinds_.find(treaty_kind);
  return found == kinds_.end() ? std::vector<std::string>() : found->second;
}

}  // namespace comity::treaty
