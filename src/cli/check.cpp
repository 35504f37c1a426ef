#include "record/check.h"

#include "cli/commands.h"
#include "cli/report.h"
#include "codec/json.h"
#include "desk/law.h"
#include "desk/request_check.h"
#include "node/files.h"
#include "node/law.h"
#include "node/system_clock.h"
#include "record/tables.h"
#include "request/finding.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstddef>
#include <string>
#include <vector>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

void print_finding(Report& report, const request::Finding& finding) {
  std::string text = finding.rule + "  " + std::string(request::result_text(finding.result)) +
                     "  " + (finding.path.empty() ? "-" : finding.path) + "  " + finding.articles +
                     "  " + finding.sentence;
  if (finding.result != request::RuleResult::pass && !finding.fix.empty()) {
    text += "  Fix: " + finding.fix;
  }
  report.row("findings",
             {{"rule", finding.rule},
              {"severity", request::result_text(finding.result)},
              {"field", finding.path},
              {"articles", finding.articles},
              {"sentence", finding.sentence},
              {"fix", finding.fix}},
             text);
}

/// How many fields do not fit the table of the kind.
std::size_t tell_misfits(const desk::Law& law, const record::FieldTable& table,
                         const codec::Json& json, Report& report) {
  const auto misfits = record::check(law.tables(), table, json);
  for (const record::Finding& finding : misfits) {
    report.row("findings",
               {{"rule", finding.code.text()},
                {"severity", "block"},
                {"field", finding.path},
                {"articles", "field table"},
                {"sentence", finding.sentence}},
               std::string(finding.code.text()) + "  block  " + finding.path + "  field table  " +
                   finding.sentence);
  }
  return misfits.size();
}

}  // namespace

int check(const CheckOptions& options) {
  Report report(options.common.json);
  auto bytes = node::read_file(options.file);
  auto json = bytes ? codec::parse_json(*bytes, {64UL * 1024, 32}) : fail(bytes.error());
  auto law = json ? node::read_embedded_law() : fail(json.error());
  if (!law) {
    return report.fail(law.error());
  }
  const codec::Json* kind = json->member("kind");
  auto table = law->tables().enabled(kind != nullptr && kind->text() != nullptr ? *kind->text()
                                                                                : std::string());
  auto at = options.at.empty() ? Result<value::Instant>(node::SystemClock().now())
                               : value::parse_instant(options.at);
  if (!table || !at) {
    return report.fail(!table ? table.error() : at.error());
  }
  const std::size_t misfits = tell_misfits(*law, **table, *json, report);
  const auto side = options.as_recipient ? desk::CheckSide::recipient : desk::CheckSide::sender;
  std::size_t passed = 0;
  std::size_t blocking = 0;
  for (const request::Finding& finding : desk::findings(*law, *json, *at, *at, side)) {
    const bool pass = finding.result == request::RuleResult::pass;
    passed += pass ? 1U : 0U;
    blocking += finding.result == request::RuleResult::block ? 1U : 0U;
    if (!pass || options.all) {
      print_finding(report, finding);
    }
  }
  report.fact("passed", static_cast<int>(passed));
  report.fact("blocking", static_cast<int>(blocking));
  return report.done(misfits + blocking > 0 ? 1 : 0);
}

}  // namespace comity::cli
