// The parts of a record that many rules look at: its identifiers and the rows of data asked for.
#pragma once

#include "record/form.h"
#include "record/view.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {

struct Identifier {
  std::string path;  // "identifiers[0]"
  std::string id;
  std::string type;
  std::string value;
  std::string service;
  bool connection = false;              // use = connection: attribute it to a user
  std::optional<record::IpAddress> ip;  // of ipv4, ipv6 and ip_port, when it can be read
  record::View view;

  [[nodiscard]] bool is_ip() const;
};

struct DataRow {
  std::string path;  // "data_sets[0]"
  std::string category;
  record::View view;
};

std::vector<Identifier> identifiers_of(const record::View& record);
std::vector<DataRow> rows_of(const record::View& record);

/// mla_* and provider_order: data is handed over, so a connection must be attributable.
bool attributes_connections(std::string_view kind);

/// The preservation kinds: nothing is handed over, so several rules only warn.
bool is_preservation(std::string_view kind);

}  // namespace comity::request
