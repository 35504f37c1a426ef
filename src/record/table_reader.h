// Reads the two table files into record/tables.h. Fields are taken by block, by kind and by object;
// the first malformed place is kept as REC-01.
#pragma once

#include "codec/json.h"
#include "record/tables.h"
#include "value/result.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::record {

class TableReader {
 public:
  TableReader(const codec::Json& casework, const codec::Json& documents)
      : casework_(&casework), documents_(&documents) {}

  value::Result<Tables> read();

 private:
  using Fields = std::vector<Field>;

  void refuse(const std::string& place, const std::string& what);
  const codec::Json& member(const codec::Json& json, std::string_view name,
                            const std::string& place);
  Field field(const codec::Json& json, const std::string& place);
  Fields fields(const codec::Json& json, const std::string& place);

  void read_lists(const codec::Json& lists, const std::string& place);
  void join_unions(const codec::Json& lists);
  void read_objects(const codec::Json& objects, const std::string& place);
  void read_blocks();
  void read_kind(const std::string& name, const codec::Json& json);
  Follows follows(const std::string& name, const codec::Json& json);
  void read_facts(const std::string& name, const codec::Json& json);
  void add_block(FieldTable& table, const codec::Json& use, const std::string& place);
  void inherit(FieldTable& table, const codec::Json& json, const std::string& place);
  void require_fields(FieldTable& table, const codec::Json& json, const std::string& place);
  void read_document(const std::string& name, const codec::Json& json);
  void read_enabled();
  void check_references();
  void check_types(const Fields& all, const std::string& place);

  const codec::Json* casework_;
  const codec::Json* documents_;
  Tables tables_;
  std::map<std::string, Fields, std::less<>> blocks_;
  std::optional<value::Error> error_;
};

}  // namespace comity::record
