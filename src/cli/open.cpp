#include "cli/case_selector.h"
#include "cli/commands.h"
#include "cli/prepared.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "cli/signing_step.h"
#include "codec/json.h"
#include "desk/open_package.h"
#include "evidence/inner_manifest.h"
#include "evidence/verdict.h"
#include "node/opened.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

std::filesystem::path base_of(const OpenOptions& options, const value::Uuid& id) {
  return options.draft.empty() ? std::filesystem::path("open-" + id.text().substr(24))
                               : std::filesystem::path(options.draft);
}

Result<Prepared> prepare(node::OpenNode& node, const OpenOptions& options, const value::Uuid& id) {
  if (auto before = read_prepared(base_of(options, id))) {
    return before;
  }
  if (options.purpose.empty()) {
    return fail("CLI-10", "--purpose");
  }
  auto package = desk::delivered_package(node.context(), id);
  if (!package) {
    return fail(package.error());
  }
  auto payload = desk::prepare_opening(
      node.context(), id, {package->package_id, options.purpose, node.config().node, {}});
  return payload ? keep_fresh(node, base_of(options, id), *payload) : fail(payload.error());
}

void tell_verdict(const desk::OpenedPackage& opened, const std::string& folder, Report& report) {
  for (const evidence::Check& check : opened.verdict.checks()) {
    const evidence::Meaning meaning = evidence::meaning_of(check.kind);
    const std::string result =
        check.error ? std::string(check.error->code.text()) + " " + check.error->detail : "ok";
    codec::Json::Object row{{"check", meaning.name},
                            {"result", result},
                            {"proves", meaning.proves},
                            {"does_not_prove", meaning.does_not_prove},
                            {"object", codec::Json()}};
    std::string line = result;
    line.append("  ").append(meaning.name);
    if (check.object) {
      row.insert_or_assign("object", static_cast<std::int64_t>(*check.object));
      line.append(" ").append(std::to_string(*check.object));
    }
    line.append(": ").append(meaning.proves);
    report.row("checks", std::move(row), line);
  }
  for (const evidence::EvidenceObject& object : opened.inner.objects) {
    report.row("objects",
               {{"name", object.name},
                {"sha256", object.sha256.hex()},
                {"length", static_cast<std::int64_t>(object.length)}},
               object.sha256.hex() + "  " + object.name);
  }
  report.fact("folder", folder);
}

/// The folder must be new: opened evidence is never mixed with other files.
Result<void> make_folder(const std::string& folder) {
  std::error_code error;
  if (folder.empty()) {
    return {};
  }
  if (!std::filesystem::create_directory(folder, error) || error) {
    return fail("NODE-03", folder);
  }
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  return {};
}

}  // namespace

int open(const OpenOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto id = node ? select_case(**node, options.selector) : fail(node.error());
  auto prepared = id ? prepare(**node, options, *id) : fail(id.error());
  if (!prepared) {
    return report.fail(prepared.error());
  }
  auto logged = sign_and_send(**node, *prepared, options.keys, options.common, report);
  if (!logged) {
    return tell_refused(report, *prepared, logged.error());
  }
  auto passphrase = unlock_passphrase(options.common.unlock);
  auto ready = passphrase ? (*node)->unlock_all(*passphrase) : fail(passphrase.error());
  ready = ready ? make_folder(options.out) : ready;
  if (!ready) {
    return report.fail(ready.error());
  }
  auto opened = desk::open_package((*node)->context(), *id,
                                   {logged->digest, options.out, show_progress("opening", 0)});
  if (!opened) {
    return report.fail(opened.error());
  }
  tell_verdict(*opened, options.out, report);
  return report.done(opened->verdict.good() ? 0 : 1);
}

}  // namespace comity::cli
