#include "cli/signing_step.h"

#include "cli/commands.h"
#include "cli/prepared.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "crypto/sha256.h"
#include "desk/send.h"
#include "node/opened.h"
#include "statement/statement.h"
#include "value/instant.h"
#include "value/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

constexpr value::Duration sequencing_patience = std::chrono::seconds(20);

void tell_sent(Report& report, const statement::Head& head, const Signed& sent,
               std::int64_t milliseconds) {
  report.fact("document", head.schema());
  report.fact("statement", head.statement_id.text());
  report.fact("case", head.case_id.text());
  report.fact("digest", sent.digest.hex());
  report.fact("ledger index", static_cast<std::int64_t>(sent.index));
  report.fact("milliseconds", milliseconds);
}

/// Everything `send` needs: the persons' authorisations, nothing in the way, the desk's key.
Result<void> authorise(node::OpenNode& node, Prepared& prepared,
                       const std::vector<std::string>& keys, const Common& common, Report& report) {
  if (auto authorised = authorise_all(prepared, keys, common.passphrase); !authorised) {
    return authorised;
  }
  auto content = statement::read_payload(prepared.payload);
  if (!content) {
    return fail(content.error());
  }
  auto found = desk::obstacles(node.context(), prepared.payload, prepared.authorisations);
  if (!found) {
    return fail(found.error());
  }
  if (!found->empty()) {
    for (const value::Error& one : *found) {
      report.line("missing or wrong: " + std::string(one.code.text()) + " " + one.detail);
    }
    return fail(found->front());
  }
  if (auto may = node::require_signing(node); !may) {
    return may;
  }
  auto passphrase = unlock_passphrase(common.unlock);
  return passphrase ? node.unlock(content->head.from_desk, *passphrase) : fail(passphrase.error());
}

}  // namespace

Result<Signed> sign_and_keep(node::OpenNode& node, Prepared& prepared,
                             const std::vector<std::string>& keys, const Common& common,
                             Report& report) {
  const auto started = std::chrono::steady_clock::now();
  auto stored = node.context().stores.cases.by_digest(crypto::sha256(prepared.payload));
  if (!stored) {
    return fail(stored.error());
  }
  auto ready = *stored ? Result<void>() : authorise(node, prepared, keys, common, report);
  if (!ready) {
    return fail(ready.error());
  }
  auto sent = desk::send(node.context(), prepared.payload, prepared.authorisations);
  if (!sent) {
    return fail(sent.error());
  }
  auto index = node::await_index(node, sent->digest, sequencing_patience);
  if (!index) {
    return fail(index.error());
  }
  const Signed done{sent->digest, *index};
  tell_sent(report, sent->head, done,
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                  started)
                .count());
  return done;
}

Result<Signed> sign_and_send(node::OpenNode& node, Prepared& prepared,
                             const std::vector<std::string>& keys, const Common& common,
                             Report& report) {
  auto done = sign_and_keep(node, prepared, keys, common, report);
  if (done) {
    forget_prepared(prepared);
  }
  return done;
}

Result<Prepared> keep_fresh(const node::OpenNode& node, const std::filesystem::path& base,
                            value::BytesView payload) {
  auto roles = desk::roles_needed(node.context(), payload);
  return roles ? keep_payload(base, payload, *roles) : fail(roles.error());
}

int tell_refused(Report& report, const Prepared& prepared, const value::Error& error) {
  if (error.code == value::Code("CASE-31")) {
    report.line("The text is kept: " + payload_path(prepared.base).string());
    report.line("Each person: comity authorise " + prepared.base.string() +
                " --key KEYFILE; then run this command again.");
  }
  return report.fail(error);
}

}  // namespace comity::cli
