#include "codec/json.h"
#include "codec/members.h"
#include "request/clock_rule.h"
#include "request/lifecycle.h"
#include "request/lifecycle_check.h"
#include "request/lifecycle_crossing.h"
#include "request/texts.h"
#include "value/result.h"

#include <array>
#include <functional>
#include <map>
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

using Test = Condition::Test;

constexpr std::array<std::pair<std::string_view, Test>, 3> conditions{{
    {"forwarded_to is set", Test::forwarded_set},
    {"forwarded_to is empty", Test::forwarded_empty},
    {"it receipts an M1 request citing this preservation", Test::receipts_citing_request},
}};

constexpr std::array<std::pair<std::string_view, Test>, 2> codes_asked_for{{
    {"outcome = ", Test::outcome},
    {"ground = ", Test::ground},
}};

bool is_code(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string_view::npos;
}

Result<Condition> condition_of(const std::optional<std::string>& text) {
  if (!text) {
    return Condition{};
  }
  for (const auto& [words, test] : conditions) {
    if (words == *text) {
      return Condition{test, {}};
    }
  }
  for (const auto& [words, test] : codes_asked_for) {
    // An article may follow the code, for readers: "ground = discrimination_purpose (40(22))".
    const std::string_view whole(*text);
    const std::string_view code =
        whole.starts_with(words) ? whole.substr(words.size(), whole.find(" (") - words.size()) : "";
    if (is_code(code)) {
      return Condition{test, std::string(code)};
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

bool flag(Members& members, std::string_view name) {
  const Json* found = members.optional(name);
  return found != nullptr && found->boolean() != nullptr && *found->boolean();
}

Result<Row> read_row(const Json& json, const Codes& codes, const std::string& where) {
  Members members(json, where);
  Row row;
  row.from = members.text("from");
  row.to = members.text("to");
  row.guard = members.text("clock_or_guard");
  row.keeps_state = flag(members, "keeps_state");
  row.hands_over = flag(members, "hands_over");
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
  auto clocks = read_clocks(members.optional("clocks"), id);
  members.optional("per_row");
  members.optional("note");
  if (const auto finished = members.finish(); !finished) {
    return fail("REQ-LIFE-01", finished.error().detail);
  }
  if (!kinds || !ends || !clocks) {
    return fail(!kinds ? kinds.error() : !ends ? ends.error() : clocks.error());
  }
  machine.kinds = *kinds;
  machine.clocks = *std::move(clocks);
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

Result<std::map<std::string, Join, std::less<>>> read_joins(const Json& casework) {
  std::map<std::string, Join, std::less<>> joins;
  const auto* kinds = casework.member("kinds");
  const auto* all = kinds == nullptr ? nullptr : kinds->object();
  if (all == nullptr) {
    return fail("REQ-LIFE-01", "kinds is missing");
  }
  for (const auto& [kind, facts] : *all) {
    const auto* join = facts.member("joins");
    if (join == nullptr) {
      continue;
    }
    Members members(*join, kind + ".joins");
    Join read{members.text("as"), members.text("case")};
    if (const auto finished = members.finish(); !finished) {
      return fail("REQ-LIFE-01", finished.error().detail);
    }
    joins.emplace(kind, std::move(read));
  }
  return joins;
}

Result<std::vector<Machine>> read_machines(const Json& casework, const Json& machines,
                                           const Codes& codes) {
  const auto* offered = casework.member("offered_machines");
  const auto ids = texts_of(offered == nullptr ? Json() : *offered, "offered_machines");
  if (!ids) {
    return fail(ids.error());
  }
  std::vector<Machine> read;
  for (const auto& id : *ids) {
    auto machine = read_machine(machines, codes, id);
    if (!machine) {
      return fail(machine.error());
    }
    machine->noted = noted_documents(machines, codes, *machine);
    read.push_back(std::move(*machine));
  }
  if (auto kinds = check_kinds(read); !kinds) {
    return fail(kinds.error());
  }
  return read;
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
  auto read = read_machines(casework, *machines, *codes);
  auto joins = read_joins(casework);
  if (!read || !joins) {
    return fail(!read ? read.error() : joins.error());
  }
  auto table = read_crossings(*crossings);
  if (!table) {
    return fail(table.error());
  }
  return Lifecycles{*std::move(read), *std::move(table), *std::move(joins)};
}

}  // namespace comity::request
