#include "casework/case_clock.h"
#include "casework/case_state.h"
#include "casework/fold.h"
#include "cli/case_selector.h"
#include "cli/commands.h"
#include "cli/report.h"
#include "desk/case_file.h"
#include "desk/matter.h"
#include "exchange/mail_store.h"
#include "node/opened.h"
#include "record/view.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <chrono>
#include <optional>
#include <string>

namespace comity::cli {
namespace {

/// When it came, if its author's time lies well before: by courier, or held up. Else empty.
std::string late_arrival(const desk::FiledStatement* filed) {
  const std::optional<value::Instant> came =
      filed != nullptr ? filed->stored.received_at : std::nullopt;
  const bool late = came && *came - filed->stored.made_at > std::chrono::hours(1);
  return late ? came->text() : std::string();
}

void tell_statements(node::OpenNode& node, const desk::CaseFile& file, Report& report) {
  for (const casework::Disposition& one : file.state.statements) {
    const desk::FiledStatement* filed = file.by_digest(one.digest);
    const std::string type = filed != nullptr ? filed->content.head.document : one.document;
    const std::string standing(casework::standing_text(one.standing));
    const auto index =
        value::required(node.database().ledger().index_of(one.digest), "DESK-06", one.digest.hex());
    const std::string place = index ? std::to_string(*index) : "-";
    std::string line = "  " + type;
    line.append("  ").append(one.desk).append("  ").append(standing);
    if (!one.to.empty()) {
      line.append("  ").append(one.from).append(" -> ").append(one.to);
    }
    if (one.code) {
      line.append("  ").append(one.code->text());
    }
    if (!one.crossing.empty()) {
      line.append("  ").append(one.crossing);
    }
    line.append("  ledger ").append(place);
    const std::string late = late_arrival(filed);
    if (!late.empty()) {
      line.append("  late, by courier or held up: made ").append(filed->stored.made_at.text());
      line.append(", came ").append(late);
    }
    report.row("statements",
               {{"digest", one.digest.hex()},
                {"document", type},
                {"desk", one.desk},
                {"standing", standing},
                {"from", one.from},
                {"to", one.to},
                {"crossing", one.crossing},
                {"late", !late.empty()},
                {"ledger_index", place}},
               line);
  }
}

void tell_next(node::OpenNode& node, const desk::CaseFile& file, Report& report) {
  for (const std::string& desk : file.desks()) {
    if (!node.context().desks.contains(desk)) {
      continue;
    }
    for (const casework::NextStep& step :
         casework::next_documents(file.state, node.context().law.lifecycles, file.side_of(desk))) {
      std::string roles = step.role;
      if (!step.second_role.empty()) {
        roles.append(" and ").append(step.second_role);
      }
      std::string line = "next: " + step.document;
      line.append(" -> ").append(step.to).append("  by ").append(roles).append(" of ").append(desk);
      if (!step.guard.empty()) {
        line.append("  (").append(step.guard).append(")");
      }
      report.row("next",
                 {{"document", step.document}, {"to", step.to}, {"role", roles}, {"desk", desk}},
                 line);
    }
  }
}

void tell_clocks(const casework::CaseState& state, Report& report) {
  for (const casework::CaseClock& clock : state.clocks) {
    const std::string due = clock.due ? clock.due->text() : "no number set";
    const std::string phase(casework::phase_text(clock.phase));
    std::string line = "clock " + clock.code;
    line.append("  ").append(phase).append("  due ").append(due);
    report.row("clocks", {{"clock", clock.code}, {"phase", phase}, {"due", due}}, line);
  }
}

void tell_refusals(node::OpenNode& node, const desk::CaseFile& file, Report& report) {
  for (const desk::FiledStatement& filed : file.statements) {
    auto letters = node.database().outbox().of_statement(filed.stored.digest);
    if (!letters) {
      continue;
    }
    for (const exchange::OutboundLetter& letter : *letters) {
      if (letter.state == exchange::OutboxState::refused) {
        report.row("refusals",
                   {{"document", filed.content.head.document}, {"codes", letter.last_error}},
                   "refused by " + letter.to_desk + ": " + filed.content.head.document + "  " +
                       letter.last_error);
      }
    }
  }
}

/// The other cases of the matter, wherever they stand.
value::Result<void> tell_matter(node::OpenNode& node, const value::Uuid& id, Report& report) {
  auto linked = desk::linked_cases(node.context(), id);
  if (!linked) {
    return value::fail(linked.error());
  }
  for (const desk::LinkedCase& each : *linked) {
    report.row("matter",
               {{"case", each.case_id.text()},
                {"kind", each.kind},
                {"from", each.from_desk},
                {"to", each.to_desk},
                {"state", each.state},
                {"why", each.why}},
               "same matter: " + each.case_id.text() + "  " + each.kind + "  " + each.from_desk +
                   " -> " + each.to_desk + "  " + each.state + "  (" + each.why + ")");
  }
  return {};
}

void tell_why(const casework::CaseState& state, Report& report) {
  for (const casework::Explanation& part : casework::explain(state)) {
    report.row(
        "why", {{"part", part.part}, {"because", part.because.hex()}, {"words", part.words}},
        "why " + part.part + ": " + part.words + "  [" + part.because.hex().substr(0, 12) + "]");
  }
}

/// What a disclosure says of where the communication came from (Art. 43).
void tell_upstream(const desk::CaseFile& file, Report& report) {
  for (const desk::FiledStatement& filed : file.statements) {
    const record::View record(&filed.content.record);
    const auto state = record.at("upstream_state").text();
    const casework::Disposition* standing = file.state.of(filed.stored.digest);
    if (!state || standing == nullptr || standing->standing != casework::Standing::applied) {
      continue;
    }
    const std::string provider = record.at("upstream_provider.name").text().value_or("");
    report.row("upstream", {{"state", *state}, {"provider", provider}},
               "upstream State: " + *state + "  (" + provider +
                   "; hops: " + std::to_string(record.at("path").items().size()) + ")");
  }
}

}  // namespace

int show_case(const CaseOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto id = node ? select_case(**node, options.selector) : value::fail(node.error());
  auto file = id ? desk::load_case((*node)->context(), *id) : value::fail(id.error());
  if (!file) {
    return report.fail(file.error());
  }
  report.fact("case", file->case_id.text());
  if (const desk::FiledStatement* opening = file->opening()) {
    const record::View record(&opening->content.record);
    report.fact("kind", opening->content.head.document);
    report.fact("reference", record.at("case_ref_requesting").text().value_or(""));
  }
  report.fact("state", file->state.state);
  tell_statements(**node, *file, report);
  tell_clocks(file->state, report);
  tell_refusals(**node, *file, report);
  tell_upstream(*file, report);
  if (options.why) {
    tell_why(file->state, report);
    if (auto told = tell_matter(**node, *id, report); !told) {
      return report.fail(told.error());
    }
  }
  tell_next(**node, *file, report);
  return report.done();
}

}  // namespace comity::cli
