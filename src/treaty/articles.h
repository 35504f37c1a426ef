// The articles that each treaty kind of request stands on and must answer, read from
// data/convention/request-content.json.
#pragma once

#include "codec/json.h"
#include "value/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace comity::treaty {

/// "40(21)(b)" from article 40 and paragraph "21(b)"; empty for article 0.
std::string article_text(std::int64_t article, std::string_view paragraph);

class Articles {
 public:
  /// TREATY-03 names the place that is malformed.
  static value::Result<Articles> read(const codec::Json& json);

  /// First the article of the kind, then those that say what a request must contain, once each;
  /// empty for an unknown kind.
  [[nodiscard]] std::vector<std::string> of_kind(std::string_view treaty_kind) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> kinds_;
};

}  // namespace comity::treaty
