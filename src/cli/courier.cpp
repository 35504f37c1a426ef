#include "node/courier.h"

#include "cli/commands.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "desk/courier.h"
#include "node/opened.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

/// The total is known only once the list has been read.
node::CourierProgress progress_of(const std::string& what) {
  struct State {
    std::function<bool(std::uint64_t)> show;
  };

  return [what, state = std::make_shared<State>()](std::uint64_t done, std::uint64_t total) {
    if (!state->show) {
      state->show = show_progress(what, total);
    }
    static_cast<void>(state->show(done));
  };
}

Result<desk::CourierPlan> plan_of(const CourierExportOptions& options, const node::OpenNode& node) {
  desk::CourierPlan plan;
  plan.to_node = options.peer;
  plan.all = options.all;
  plan.from_desk = node.config().desks.empty() ? "" : node.config().desks.front();
  if (options.since.empty()) {
    return plan;
  }
  auto since = value::parse_instant(options.since);
  if (!since) {
    since = value::parse_date(options.since);
  }
  if (!since) {
    return fail(since.error());
  }
  plan.since = *since;
  return plan;
}

Result<void> unlock(node::OpenNode& node, const std::string& desk, const Common& common) {
  auto passphrase = unlock_passphrase(common.unlock);
  return passphrase ? node.unlock(desk, *passphrase) : fail(passphrase.error());
}

std::int64_t number(std::size_t count) { return static_cast<std::int64_t>(count); }

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what;
}

void tell_parts(const node::CourierReport& taken, Report& report) {
  for (const auto& package : taken.packages) {
    report.row("packages", {{"package", package.package_id.text()}, {"complete", package.complete}},
               "package " + package.package_id.text() +
                   (package.complete ? " is complete" : " is not complete yet"));
  }
  for (const auto& part : taken.refused) {
    report.row("refused", {{"part", part.part}, {"code", part.code}, {"what", part.what}},
               "refused " + part.part + "  " + part.code + "  " + part.what);
  }
  for (const std::string& part : taken.damaged) {
    report.row("damaged", {{"part", part}}, "damaged " + part);
  }
}

/// Why not everything is here, if so: the most urgent reason first.
std::optional<value::Error> outcome_of(const node::CourierReport& taken) {
  if (taken.ended) {
    return taken.ended;
  }
  if (!taken.damaged.empty()) {
    return value::Error{"EDGE-23", counted(taken.damaged.size(), "parts, listed above")};
  }
  if (!taken.refused.empty()) {
    return value::Error{"EDGE-26", counted(taken.refused.size(), "parts, listed above")};
  }
  return std::nullopt;
}

/// What this machine lacks is no answer of the rules.
int status_of(const value::Error& error, int status) {
  return error.code == value::Code("EDGE-27") ? 2 : status;
}

}  // namespace

int courier_export(const CourierExportOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto plan = node ? plan_of(options, **node) : fail(node.error());
  auto ready = plan ? unlock(**node, plan->from_desk, options.common) : fail(plan.error());
  auto written = ready ? node::export_courier(**node, *plan, options.file, progress_of("writing"))
                       : fail(ready.error());
  if (!written) {
    return report.fail(written.error());
  }
  const desk::CourierContents& contents = written->contents;
  report.fact("file", options.file);
  report.fact("for", contents.head.to_node);
  report.fact("letters", number(contents.head.letters.size()));
  report.fact("packages", number(contents.head.packages.size()));
  report.fact("octets", static_cast<std::int64_t>(contents.head.length));
  report.fact("renewed", number(written->renewed));
  report.fact("held", number(contents.held));
  report.fact("expired", number(contents.expired));
  if (contents.held > 0) {
    report.line("Held letters are not in it: `comity serve` puts them into the ledger first.");
  }
  report.line("Nothing counts as delivered until " + contents.head.to_node +
              "'s own courier file has brought the receipts.");
  return report.done();
}

int courier_import(const CourierImportOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto taken = node ? node::import_courier(**node, options.file, progress_of("reading"))
                    : fail(node.error());
  if (!taken) {
    return report.fail(taken.error());
  }
  report.fact("from", taken->from_node);
  report.fact("made at", taken->made_at.text());
  report.fact("new letters", number(taken->letters));
  report.fact("letters again", number(taken->again));
  report.fact("new key sets", number(taken->key_sets));
  report.fact("confirmed packages", number(taken->confirmed));
  tell_parts(*taken, report);
  if (const auto outcome = outcome_of(*taken)) {
    return status_of(*outcome, report.fail(*outcome));
  }
  report.line(
      "The desk looks at the letters while `comity serve` runs; `comity inbox` shows them.");
  return report.done();
}

}  // namespace comity::cli
