#include "treaty/grounds.h"

#include "codec/json.h"
#include "record/view.h"
#include "treaty/articles.h"
#include "value/result.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::treaty {
namespace {

bool listed(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Ground ground_of(const record::View& row) {
  Ground out;
  out.id = row.at("id").text().value_or("");
  out.kind = row.at("kind").text().value_or("");
  out.text = row.at("text_en").text().value_or("");
  out.applies_to = row.at("applies_to").texts();
  out.prior_consultation = row.at("requires_prior_consultation").boolean().value_or(false);
  out.requires_reason = row.at("requires_reason").boolean().value_or(true);
  out.article = article_text(row.at("article").integer().value_or(0),
                             row.at("paragraph").text().value_or(""));
  const std::string code = row.at("casework_code").text().value_or("");
  out.code = code.starts_with("cl_") ? "" : code;
  return out;
}

}  // namespace

value::Result<Grounds> Grounds::read(const codec::Json& json) {
  Grounds out;
  for (const record::View& row : record::View(&json).at("grounds").items()) {
    Ground next = ground_of(row);
    if (next.id.empty() || next.article.empty() || next.applies_to.empty()) {
      return value::fail("TREATY-02", "a ground without id, article or applies_to: " + next.id);
    }
    out.grounds_.push_back(std::move(next));
  }
  if (out.grounds_.empty()) {
    return value::fail("TREATY-02", "grounds.json has no grounds");
  }
  for (const record::View& row : record::View(&json).at("detail_codes").items()) {
    DetailCode next{row.at("casework_code").text().value_or(""), row.at("pair_with").texts()};
    for (const std::string& id : next.pair_with) {
      if (std::none_of(out.grounds_.begin(), out.grounds_.end(),
                       [&id](const Ground& ground) { return ground.id == id; })) {
        return value::fail("TREATY-02", next.code + " is paired with the unknown ground " + id);
      }
    }
    out.details_.push_back(std::move(next));
  }
  return out;
}

std::vector<Ground> Grounds::for_kind(std::string_view treaty_kind) const {
  std::vector<Ground> out;
  std::copy_if(grounds_.begin(), grounds_.end(), std::back_inserter(out),
               [&](const Ground& each) { return listed(each.applies_to, treaty_kind); });
  return out;
}

const Ground* Grounds::find(std::string_view code, std::string_view treaty_kind) const {
  const auto found = std::find_if(grounds_.begin(), grounds_.end(), [&](const Ground& each) {
    return each.code == code && listed(each.applies_to, treaty_kind);
  });
  return found == grounds_.end() ? nullptr : &*found;
}

const DetailCode* Grounds::detail(std::string_view code) const {
  const auto found = std::find_if(details_.begin(), details_.end(),
                                  [code](const DetailCode& each) { return each.code == code; });
  return found == details_.end() ? nullptr : &*found;
}

}  // namespace comity::treaty
