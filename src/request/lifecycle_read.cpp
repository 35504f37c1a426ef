#include "codec/json.h"
#include "codec/members.h"
#include "request/lifecycle.h"
#include "request/lifecycle_check.h"
#include "request/lifecycle_crossing.h"
#include "value/result.h"

#include <array>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::request {

namespace {

using codec::Json;
using codec::Members;
using value::fail;
using value::Result;
using Texts = std::set<std::string, std::less<>>;

struct Codes {
  Texts roles;
  Texts all_documents;
};

constexpr std::array<std::pair<std::string_view, Condition>, 8> conditions{{
    {"forwarded_to is set", Condition::forwarded_set},
    {"forwarded_to is empty", Condition::forwarded_empty},
    {"outcome = in_force", Condition::outcome_in_force},
    {"outcome = no_data", Condition::outcome_no_data},
    {"outcome = executed", Condition::outcome_executed},
    {"outcome = impossible", Condition::outcome_impossible},
    {"ground = discrimination_purpose (40(22))", Condition::ground_discrimination},
    {"it receipts an M1 request citing this preservation", Condition::receipts_citing_request},
}};

Result<Condition> condition_of(const std::optional<std::string>& text) {
  if (!text) {
    return Condition::none;
  }
  for (const auto& [words, condition] : conditions) {
    if (words == *text) {
      return condition;
    }
  }
  return fail("REQ-LIFE-02", "\"" + *text + "\"");
}

Result<Side> side_of(std::string_view text) {
  if (text == "sender") {
    return Side::sender;
  }
  if (text == "recipient") {
    return Side::recipient;
  }
  return fail("REQ-LIFE-03", "side \"" + std::string(text) + "\"");
}

Result<std::vector<std::string>> texts_of(const Json& list, const std::string& where) {
  std::vector<std::string> texts;
  const auto* array = list.array();
  if (array == nullptr) {
    return fail("REQ-LIFE-01", where + " is not a list");
  }
  for (const auto& each : *array) {
    const auto* text = each.text();
    if (text == nullptr) {
      return fail("REQ-LIFE-01", where + " holds something else than text");
    }
    texts.push_back(*text);
  }
  return texts;
}

Result<void> read_starts_and_documents(Members& members, const std::string& where, Row& row) {
  auto documents = texts_of(Json(members.array("documents")), where + ".documents");
  if (!documents) {
    return fail(documents.error());
  }
  row.documents = *documents;
  if (const auto* also = members.optional("also_from")) {
    auto starts = texts_of(*also, where + ".also_from");
    if (!starts) {
      return fail(starts.error());
    }
    row.also_from = *starts;
  }
  return {};
}

Result<void> read_who(Members& members, const Codes& codes, Row& row) {
  const auto side_code = members.text("side");
  const auto private_to = members.optional_text("private");
  row.role = members.text("role");
  row.second_role = members.optional_text("second_role").value_or("");
  row.actor = members.text("actor");
  row.is_private = private_to.has_value();
  const auto side = side_of(side_code);
  if (!side) {
    return fail(side.error());
  }
  row.side = *side;
  if (private_to && *private_to != side_code) {
    return fail("REQ-LIFE-07", "private to " + *private_to + ", but of side " + side_code);
  }
  for (const auto& role : {row.role, row.second_role}) {
    if (!role.empty() && !codes.roles.contains(role)) {
      return fail("REQ-LIFE-03", "role \"" + role + "\"");
    }
  }
  return {};
}

Result<Row> read_row(const Json& json, const Codes& codes, const std::string& where) {
  Members members(json, where);
  Row row;
  row.from = members.text("from");
  row.to = members.text("to");
  row.guard = members.text("clock_or_guard");
  if (const auto* keeps = members.optional("keeps_state")) {
    row.keeps_state = keeps->boolean() != nullptr && *keeps->boolean();
  }
  const auto when = condition_of(members.optional_text("when"));
  const auto lists = read_starts_and_documents(members, where, row);
  const auto who = read_who(members, codes, row);
  // A missing or unknown member explains more than what it made of the codes.
  if (const auto finished = members.finish(); !finished) {
    return fail("REQ-LIFE-01", finished.error().detail);
  }
  if (!when || !lists || !who) {
    auto error = !when ? when.error() : !lists ? lists.error() : who.error();
    error.detail = where + ": " + error.detail;
    return fail(std::move(error));
  }
  row.when = *when;
  return row;
}

void collect_states(Machine& machine) {
  machine.states.insert(machine.initial);
  for (const auto& row : machine.rows) {
    machine.states.insert(row.to);
  }
}

Result<Machine> read_head(const Json& json, const std::string& id) {
  Members members(json, id);
  Machine machine;
  machine.id = id;
  machine.title = members.text("title");
  machine.initial = members.text("initial");
  const auto kinds = texts_of(Json(members.array("kinds")), id + ".kinds");
  const auto ends = texts_of(Json(members.array("terminal")), id + ".terminal");
  members.array("transitions");
  members.optional("per_row");
  members.optional("note");
  if (const auto finished = members.finish(); !finished) {
    return fail("REQ-LIFE-01", finished.error().detail);
  }
  if (!kinds || !ends) {
    return fail(!kinds ? kinds.error() : ends.error());
  }
  machine.kinds = *kinds;
  machine.final_states = {ends->begin(), ends->end()};
  return machine;
}

Result<Machine> read_machine(const Json& machines, const Codes& codes, const std::string& id) {
  const auto* json = machines.member(id);
  if (json == nullptr) {
    return fail("REQ-LIFE-08", id);
  }
  auto machine = read_head(*json, id);
  if (!machine) {
    return machine;
  }
  const auto* transitions = json->member("transitions");
  const auto* rows = transitions == nullptr ? nullptr : transitions->array();
  if (rows == nullptr) {
    return fail("REQ-LIFE-01", id + ".transitions");
  }
  for (const auto& each : *rows) {
    auto row = read_row(each, codes, id + " row " + std::to_string(machine->rows.size() + 1));
    if (!row) {
      return fail(row.error());
    }
    machine->rows.push_back(std::move(*row));
  }
  collect_states(*machine);
  if (auto checked = check_machine(*machine); !checked) {
    return fail(checked.error());
  }
  return machine;
}

void add_documents(const Json& machine, Texts& documents) {
  const auto* transitions = machine.member("transitions");
  const auto* rows = transitions == nullptr ? nullptr : transitions->array();
  if (rows == nullptr) {
    return;
  }
  for (const auto& row : *rows) {
    const auto* named = row.member("documents");
    if (auto texts = named == nullptr ? texts_of(Json(), "") : texts_of(*named, "")) {
      documents.insert(texts->begin(), texts->end());
    }
  }
}

// Section 5.1: queries, reports, corrections and the like move no machine, and the machines U, O, D
// and N run beside the case with documents of their own.
Texts noted_documents(const Json& machines, const Codes& codes, const Machine& machine) {
  Texts beside{"usage_report", "progress_report"};
  Texts moving;
  if (const auto* all = machines.object()) {
    for (const auto& [id, each] : *all) {
      add_documents(each, moving);
      if (id == "U" || id == "O" || id == "D" || id == "N") {
        add_documents(each, beside);
      }
    }
  }
  for (const auto& document : codes.all_documents) {
    if (!moving.contains(document)) {
      beside.insert(document);
    }
  }
  std::erase_if(beside, [&](const auto& document) { return machine.names(document); });
  return beside;
}

Result<Codes> read_codes(const Json& casework) {
  Codes codes;
  const auto* lists = casework.member("code_lists");
  const auto* roles = lists == nullptr ? nullptr : lists->member("cl_row_role");
  const auto* rows = roles == nullptr ? nullptr : roles->array();
  const auto* documents = casework.member("documents");
  if (rows == nullptr || documents == nullptr) {
    return fail("REQ-LIFE-01", "code_lists.cl_row_role or documents is missing");
  }
  for (const auto& row : *rows) {
    const auto* code = row.member("code");
    if (const auto* text = code == nullptr ? nullptr : code->text()) {
      codes.roles.insert(*text);
    }
  }
  const auto names = texts_of(*documents, "documents");
  if (!names) {
    return fail(names.error());
  }
  codes.all_documents = {names->begin(), names->end()};
  return codes;
}

Result<void> check_kinds(const std::vector<Machine>& machines) {
  Texts seen;
  for (const auto& machine : machines) {
    for (const auto& kind : machine.kinds) {
      if (!seen.insert(kind).second) {
        return fail("REQ-LIFE-08", kind + " belongs to two machines");
      }
    }
  }
  return {};
}

}  // namespace

Result<Lifecycles> read_lifecycles(const Json& casework) {
  const auto* machines = casework.member("state_machines");
  const auto* crossings = casework.member("crossings");
  const auto codes = read_codes(casework);
  if (machines == nullptr || crossings == nullptr || !codes) {
    return codes ? fail("REQ-LIFE-01", "state_machines or crossings is missing")
                 : fail(codes.error());
  }
  Lifecycles lifecycles;
  // M3 to M11 join when their acts exist: a machine nobody can act on must not open a case.
  for (const auto* id : {"M1", "M2"}) {
    auto machine = read_machine(*machines, *codes, id);
    if (!machine) {
      return fail(machine.error());
    }
    machine->noted = noted_documents(*machines, *codes, *machine);
    lifecycles.machines.push_back(std::move(*machine));
  }
  if (auto kinds = check_kinds(lifecycles.machines); !kinds) {
    return fail(kinds.error());
  }
  auto table = read_crossings(*crossings);
  if (!table) {
    return fail(table.error());
  }
  lifecycles.crossings = std::move(*table);
  return lifecycles;
}

}  // namespace comity::request
