#include "data/error_catalogue.h"

#include "codec/json.h"
#include "codec/members.h"
#include "data/data.h"
#include "value/bytes.h"

#include <string>
#include <string_view>

namespace comity::data {

CatalogueEntry error_entry(std::string_view code) {
  for (const std::string_view path : paths_in("errors/")) {
    const auto text = file(path);
    const auto json = codec::parse_json(value::bytes_of(text.value_or("")), {1UL << 20U, 8});
    if (!json || json->member(code) == nullptr) {
      continue;
    }
    codec::Members entry(*json->member(code), std::string(code));
    CatalogueEntry found{entry.text("what"), entry.text("do")};
    if (entry.finish()) {
      return found;
    }
  }
  return {"Something failed that has no sentence yet.", "Report the code with what you did."};
}

}  // namespace comity::data
