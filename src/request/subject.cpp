#include "request/subject.h"

#include "record/form.h"
#include "record/view.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::request {
namespace {

/// "203.0.113.77:51514" without the port; an IPv6 address has more colons and stays as it is.
std::string_view without_port(std::string_view value) {
  return std::count(value.begin(), value.end(), ':') == 1 ? value.substr(0, value.find(':'))
                                                          : value;
}

std::string place(std::string_view list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

}  // namespace

bool Identifier::is_ip() const { return type == "ipv4" || type == "ipv6" || type == "ip_port"; }

std::vector<Identifier> identifiers_of(const record::View& record) {
  std::vector<Identifier> out;
  for (const record::View& item : record.at("identifiers").items()) {
    Identifier next;
    next.path = place("identifiers", out.size());
    next.id = item.at("id").text().value_or("");
    next.type = item.at("id_type").text().value_or("");
    next.value = item.at("value").text().value_or("");
    next.service = item.at("service").text().value_or("");
    next.connection = item.at("use").text() == "connection";
    if (next.is_ip()) {
      next.ip = record::parse_ip(next.type == "ip_port" ? without_port(next.value) : next.value);
    }
    next.view = item;
    out.push_back(std::move(next));
  }
  return out;
}

std::vector<DataRow> rows_of(const record::View& record) {
  std::vector<DataRow> out;
  for (const record::View& item : record.at("data_sets").items()) {
    out.push_back({place("data_sets", out.size()), item.at("category").text().value_or(""), item});
  }
  return out;
}

bool attributes_connections(std::string_view kind) {
  return kind.starts_with("mla_") || kind == "provider_order";
}

bool is_preservation(std::string_view kind) { return kind.starts_with("preservation_"); }

}  // namespace comity::request
