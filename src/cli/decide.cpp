#include "cli/case_selector.h"
#include "cli/commands.h"
#include "cli/prepared.h"
#include "cli/record_values.h"
#include "cli/report.h"
#include "cli/signing_step.h"
#include "codec/json.h"
#include "crypto/sha256.h"
#include "desk/context.h"
#include "desk/open_package.h"
#include "desk/send.h"
#include "node/files.h"
#include "node/opened.h"
#include "statement/statement.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

std::filesystem::path draft_path(const DecideOptions& options, const value::Uuid& id) {
  return options.draft.empty()
             ? std::filesystem::path(options.document + "-" + id.text().substr(24) + ".json")
             : std::filesystem::path(options.draft);
}

/// What is confirmed or disputed is the package that the case announces, unless another is named.
std::vector<std::string> with_package(node::OpenNode& node, const DecideOptions& options,
                                      const value::Uuid& id) {
  std::vector<std::string> values = options.values;
  const bool named = std::any_of(values.begin(), values.end(), [](const std::string& word) {
    return word.starts_with("package_id=");
  });
  if (!named &&
      (options.document == "receipt_confirmation" || options.document == "integrity_dispute")) {
    if (auto package = desk::delivered_package(node.context(), id)) {
      values.push_back("package_id=" + package->package_id.text());
    }
  }
  return values;
}

Result<codec::Json> record_of(node::OpenNode& node, const DecideOptions& options,
                              const value::Uuid& id) {
  if (!options.from_file.empty()) {
    auto bytes = node::read_file(options.from_file);
    return bytes ? codec::parse_json(*bytes, {64UL * 1024, 32}) : fail(bytes.error());
  }
  return record_from_values(node.context().law.tables(), options.document,
                            with_package(node, options, id));
}

/// What an earlier run signed with these words, when that run ended before it could say so.
std::optional<Prepared> signed_before(const node::OpenNode& node, const std::filesystem::path& base,
                                      const desk::Answer& answer) {
  auto before = read_prepared(base);
  if (!before) {
    return std::nullopt;
  }
  auto then = statement::read_payload(before->payload);
  auto stored = node.context().stores.cases.by_digest(crypto::sha256(before->payload));
  const bool same = then && stored && stored->has_value() && then->record == answer.record &&
                    then->head.case_id == answer.case_id;
  return same ? std::optional(*std::move(before)) : std::nullopt;
}

/// The text of an earlier run if it still says the same and the case has not moved on; else a fresh
/// one.
Result<Prepared> prepare(node::OpenNode& node, const DecideOptions& options,
                         const desk::Answer& answer) {
  const auto base = draft_path(options, answer.case_id);
  if (auto before = signed_before(node, base, answer)) {
    return *std::move(before);
  }
  auto fresh = desk::prepare_answer(node.context(), answer);
  if (!fresh) {
    return fail(fresh.error());
  }
  if (auto before = read_prepared(base)) {
    auto then = statement::read_payload(before->payload);
    auto now = statement::read_payload(*fresh);
    if (then && now && then->record == now->record && then->head.after == now->head.after &&
        then->head.case_id == now->head.case_id) {
      return before;
    }
  }
  return keep_fresh(node, base, *fresh);
}

}  // namespace

int decide(const DecideOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto id = node ? select_case(**node, options.selector) : fail(node.error());
  auto record = id ? record_of(**node, options, *id) : fail(id.error());
  auto prepared = record ? prepare(**node, options, {*id, options.document, *record, {}, {}})
                         : fail(record.error());
  if (!prepared) {
    return report.fail(prepared.error());
  }
  auto sent = sign_and_send(**node, *prepared, options.keys, options.common, report);
  return sent ? report.done() : tell_refused(report, *prepared, sent.error());
}

}  // namespace comity::cli
