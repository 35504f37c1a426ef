#include "desk/send.h"

#include "cli/commands.h"
#include "cli/prepared.h"
#include "cli/report.h"
#include "cli/signing_step.h"
#include "codec/json.h"
#include "node/files.h"
#include "node/opened.h"
#include "request/draft.h"
#include "statement/statement.h"
#include "value/result.h"

#include <string>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

/// What is there from an earlier run, if it still says what the draft says; else a fresh payload.
Result<Prepared> prepare(node::OpenNode& node, const SendOptions& options) {
  auto bytes = node::read_file(options.file);
  auto draft = bytes ? codec::parse_json(*bytes, {64UL * 1024, 32}) : fail(bytes.error());
  if (!draft) {
    return fail(draft.error());
  }
  auto before = read_prepared(options.file);
  if (before && !options.again) {
    auto content = statement::read_payload(before->payload);
    if (!content) {
      return fail(content.error());
    }
    // What persons authorise is the draft with what is set at signing.
    const auto& data = node.context().law.reference;
    if (content->record != request::completed(data, content->head.document, *draft)) {
      return fail("CLI-01", options.file);
    }
    return before;
  }
  auto payload = desk::prepare_request(node.context(), *draft);
  if (!payload) {
    return fail(payload.error());
  }
  return keep_fresh(node, options.file, *payload);
}

}  // namespace

int send(const SendOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  if (!node) {
    return report.fail(node.error());
  }
  auto prepared = prepare(**node, options);
  if (!prepared) {
    return report.fail(prepared.error());
  }
  auto sent = sign_and_send(**node, *prepared, options.keys, options.common, report);
  return sent ? report.done() : tell_refused(report, *prepared, sent.error());
}

}  // namespace comity::cli
