#include "cli/commands.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "node/founding.h"

namespace comity::cli {

int init(const InitOptions& options) {
  Report report(options.common.json);
  auto unlock = unlock_passphrase(options.common.unlock);
  auto root =
      unlock ? key_passphrase(options.common.passphrase, "the organisation's root", true) : unlock;
  if (!root) {
    return report.fail(root.error());
  }
  node::Founding founding{options.folder, options.root,     options.node, options.name,
                          options.listen, options.endpoint, options.desks};
  if (founding.endpoint.empty()) {
    founding.endpoint = "https://" + options.listen;
  }
  auto founded = node::found_node(founding, *unlock, *root);
  if (!founded) {
    return report.fail(founded.error());
  }
  report.fact("node", options.node);
  report.fact("root fingerprint", founded->root_fingerprint);
  report.line("Keep " + options.root +
              " offline, with two people. Tell peers the fingerprint over");
  report.line("a second channel. Next: comity person add " + options.folder + " ...");
  return report.done();
}

}  // namespace comity::cli
