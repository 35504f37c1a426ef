#include "desk/bundle.h"

#include "cli/case_selector.h"
#include "cli/commands.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "node/opened.h"
#include "value/result.h"

#include <cstdint>
#include <memory>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

/// Only the sender's list of the opened files is sealed; everything else is written without keys.
Result<void> unlock(node::OpenNode& node, const BundleCommand& options) {
  if (options.files.empty()) {
    return {};
  }
  auto passphrase = unlock_passphrase(options.common.unlock);
  return passphrase ? node.unlock_all(*passphrase) : fail(passphrase.error());
}

}  // namespace

int bundle(const BundleCommand& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto id = node ? select_case(**node, options.selector) : fail(node.error());
  auto ready = id ? unlock(**node, options) : fail(id.error());
  if (!ready) {
    return report.fail(ready.error());
  }
  auto written =
      desk::write_bundle((*node)->context(), *id, options.out, {options.objects, options.files});
  if (!written) {
    return report.fail(written.error());
  }
  report.fact("bundle", options.out);
  report.fact("case", id->text());
  report.fact("statements", static_cast<std::int64_t>(written->statements));
  report.fact("objects", static_cast<std::int64_t>(written->objects));
  report.fact("files", static_cast<std::int64_t>(written->files));
  report.line("Check it with: comity-verify " + options.out + " --trust FILE");
  return report.done();
}

}  // namespace comity::cli
