#include "cli/case_selector.h"
#include "cli/commands.h"
#include "cli/report.h"
#include "codec/json.h"
#include "desk/follow_on.h"
#include "node/law.h"
#include "node/opened.h"
#include "record/json_schema.h"
#include "record/tables.h"
#include "request/follow_on.h"
#include "value/result.h"

#include <iostream>
#include <string>

namespace comity::cli {
namespace {

std::string requirement_text(record::Requirement requirement) {
  switch (requirement) {
    case record::Requirement::required:
      return "required";
    case record::Requirement::optional:
      return "optional";
    case record::Requirement::conditional:
      return "conditional";
  }
  return {};
}

/// One line a field: who must give it, what it may be, and where that comes from.
void print_hints(const record::FieldTable& table) {
  for (const record::Field& field : table.fields) {
    if (field.set_at != record::SetAt::draft) {
      continue;
    }
    std::cerr << field.name << "  (" << requirement_text(field.requirement) << ")";
    if (!field.rule.empty()) {
      std::cerr << "  " << field.rule;
    }
    if (!field.source.empty()) {
      std::cerr << "  [" << field.source << "]";
    }
    std::cerr << "\n";
  }
}

int print_schema(const DraftOptions& options, const record::Tables& tables, Report& report) {
  const record::FieldTable* table = tables.find(options.kind);
  if (table == nullptr) {
    return report.fail({"CLI-08", options.kind});
  }
  std::cout << codec::write_json_indented(record::json_schema(tables, *table));
  return 0;
}

/// To standard error, so that standard output is the record alone.
void tell_origins(const request::FollowOn& draft) {
  for (const request::Origin& origin : draft.origins) {
    std::cerr << "taken over: " << origin.field << "  <- " << origin.from << "\n";
  }
  for (const std::string& field : draft.open) {
    std::cerr << "to fill: " << field << "\n";
  }
}

int draft_from_case(const DraftOptions& options, Report& report) {
  auto node = node::OpenNode::open(options.folder);
  auto id = node ? select_case(**node, options.from) : value::fail(node.error());
  auto draft =
      id ? desk::draft_follow_on((*node)->context(), options.kind, *id) : value::fail(id.error());
  if (!draft) {
    return report.fail(draft.error());
  }
  tell_origins(*draft);
  std::cout << codec::write_json_indented(draft->record);
  return 0;
}

}  // namespace

int draft(const DraftOptions& options) {
  Report report(options.common.json);
  auto law = node::read_embedded_law();
  if (law && options.schema) {
    return print_schema(options, law->tables(), report);
  }
  auto table = law ? law->tables().enabled(options.kind) : value::fail(law.error());
  if (!table) {
    return report.fail(table.error());
  }
  const record::KindFacts* facts = law->tables().kind(options.kind);
  if (facts == nullptr) {
    return report.fail({"CLI-08", options.kind});
  }
  if (options.hints) {
    print_hints(**table);
  }
  if (!options.from.empty()) {
    return draft_from_case(options, report);
  }
  std::cout << codec::write_json_indented(facts->example);
  return 0;
}

}  // namespace comity::cli
