#include "request/texts.h"

#include "codec/json.h"
#include "value/result.h"

#include <string>
#include <vector>

namespace comity::request {

value::Result<std::vector<std::string>> texts_of(const codec::Json& list,
                                                 const std::string& where) {
  std::vector<std::string> texts;
  const auto* array = list.array();
  if (array == nullptr) {
    return value::fail("REQ-LIFE-01", where + " is not a list");
  }
  for (const auto& each : *array) {
    const auto* text = each.text();
    if (text == nullptr) {
      return value::fail("REQ-LIFE-01", where + " holds something else than text");
    }
    texts.push_back(*text);
  }
  return texts;
}

}  // namespace comity::request
