#include "treaty/offences.h"

#include "codec/json.h"
#include "record/view.h"
#include "value/result.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::treaty {
namespace {

Offence offence_of(const record::View& row) {
  Offence out;
  out.id = row.at("id").text().value_or("");
  out.code = row.at("casework_code").text().value_or("");
  out.article = row.at("article").integer().value_or(0);
  const record::View titles = row.at("title");
  for (const std::string& language : titles.names()) {
    out.titles[language] = titles.at(language).text().value_or("");
  }
  if (const auto title = row.at("title_en").text()) {
    out.titles["en"] = *title;
  }
  return out;
}

}  // namespace

value::Result<Offences> Offences::read(const codec::Json& json) {
  Offences out;
  for (const char* list : {"offences", "extensions", "other_basis"}) {
    const auto rows = record::View(&json).at(list).items();
    if (rows.empty()) {
      return value::fail("TREATY-01", "offences.json has no " + std::string(list));
    }
    for (const record::View& row : rows) {
      Offence next = offence_of(row);
      if (next.id.empty() || next.article == 0) {
        return value::fail(
            "TREATY-01", "offences.json: a row of " + std::string(list) + " has no id or article");
      }
      next.of_the_convention = std::string_view(list) != "other_basis";
      if (!next.code.empty()) {  // art. 18 is no offence of its own
        out.offences_.push_back(std::move(next));
      }
    }
  }
  return out;
}

const Offence* Offences::find(std::string_view code) const {
  const auto found = std::find_if(offences_.begin(), offences_.end(),
                                  [code](const Offence& each) { return each.code == code; });
  return found == offences_.end() ? nullptr : &*found;
}

bool Offences::of_the_convention(std::string_view code) const {
  const Offence* found = find(code);
  return found != nullptr && found->of_the_convention;
}

}  // namespace comity::treaty
