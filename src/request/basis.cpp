#include "request/basis.h"

#include "record/tables.h"
#include "record/view.h"
#include "request/rule_book.h"
#include "treaty/cooperation.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {

std::optional<std::string> cooperation_basis_of(const Reference& data, std::string_view kind,
                                                const record::View& record) {
  const record::KindFacts* facts = data.tables.kind(kind);
  if (facts == nullptr) {
    return std::nullopt;
  }
  std::vector<treaty::OffenceCodes> rows;
  for (const record::View& offence : record.at("offences").items()) {
    rows.push_back(offence.at("convention_article").texts());
  }
  return treaty::cooperation_basis(facts->cooperation_class, rows, data.offences);
}

}  // namespace comity::request
