// The published schemas of docs/protocol/schemas/records against the tables they are made from.
// tests/foreign/schemas.sh runs them with another implementation.
#include "record/json_schema.h"

#include "codec/json.h"
#include "record/tables.h"
#include "record/view.h"
#include "support/casework.h"
#include "support/source_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace comity::record {
namespace {

using testing_support::source_file;
using testing_support::source_root;
using testing_support::tables;

constexpr const char* folder = "docs/protocol/schemas/records";

/// What may travel: enabled kinds, and documents whose record no other room reads.
std::set<std::string> published() {
  std::set<std::string> all(tables().enabled_kinds().begin(), tables().enabled_kinds().end());
  for (const std::string& name : tables().names(false)) {
    if (!tables().find(name)->opaque) {
      all.insert(name);
    }
  }
  return all;
}

std::string schema_text(const std::string& name) {
  return codec::write_json_indented(json_schema(tables(), *tables().find(name)));
}

View at(const codec::Json& json, const std::string& path) { return View(&json).at(path); }

TEST(JsonSchema, TheCommittedFilesAreWhatTheTablesGive) {
  for (const std::string& name : published()) {
    EXPECT_EQ(source_file(std::string(folder) + "/" + name + ".json"), schema_text(name))
        << "run tools/schemas, and commit what it writes";
  }
}

TEST(JsonSchema, NoOtherFileLiesBesideThem) {
  std::set<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(source_root() / folder)) {
    found.insert(entry.path().stem().string());
  }
  EXPECT_EQ(found, published());
}

TEST(JsonSchema, RequiredFieldsAreThoseThatTheDrafterMustGive) {
  for (const std::string& name : published()) {
    const FieldTable& table = *tables().find(name);
    const codec::Json schema = json_schema(tables(), table);
    const auto required = at(schema, "required").texts();
    for (const Field& field : table.fields) {
      const bool wanted =
          field.requirement == Requirement::required && field.set_at == SetAt::draft;
      EXPECT_EQ(std::count(required.begin(), required.end(), field.name), wanted ? 1 : 0)
          << name << "." << field.name;
    }
    EXPECT_EQ(at(schema, "additionalProperties").boolean(), false) << name;
  }
}

TEST(JsonSchema, ACodeThatTheDocumentMayNotCarryIsNotInItsSchema) {
  const codec::Json schema = json_schema(tables(), *tables().find("decision_grant"));
  EXPECT_EQ(at(schema, "properties.outcome.enum").texts(), std::vector<std::string>{"granted"});
}

TEST(JsonSchema, ObjectsOfObjectsAreDefinedToo) {
  for (const std::string& name : published()) {
    const codec::Json schema = json_schema(tables(), *tables().find(name));
    const std::string text = codec::write_json(schema);
    const std::string mark = "\"#/$defs/";
    for (std::size_t from = text.find(mark); from != std::string::npos;
         from = text.find(mark, from + 1)) {
      const std::size_t begin = from + mark.size();
      const std::string used = text.substr(begin, text.find('"', begin) - begin);
      EXPECT_TRUE(schema.member("$defs")->member(used) != nullptr) << name << " uses " << used;
    }
  }
}

TEST(JsonSchema, AnAnswerOfOneKindAsksForOthers) {
  const codec::Json schema = json_schema(tables(), *tables().find("preservation_notice"));
  const auto rules = at(schema, "allOf").items();
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules.front().at("if.properties.outcome.enum").texts(),
            std::vector<std::string>{"in_force"});
}

}  // namespace
}  // namespace comity::record
