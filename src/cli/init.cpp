#include "cli/commands.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "crypto/age_recipient.h"
#include "crypto/hybrid.h"
#include "node/founding.h"
#include "node/storage.h"
#include "value/result.h"

#include <string>
#include <utility>

namespace comity::cli {
namespace {

value::Result<crypto::Suite> suite_of(const InitOptions& options) {
  auto suite =
      options.suite.empty() ? crypto::suite_for_new_keys() : crypto::parse_suite(options.suite);
  auto supported = suite ? crypto::supports(*suite) : value::fail(suite.error());
  return supported ? suite : value::fail(supported.error());
}

/// A folder that is named by itself goes before the bucket.
value::Result<node::Storage> storage_of(const InitOptions& options) {
  node::Storage storage;
  if (!options.database.empty()) {
    storage.rows = {node::RowsKind::postgresql, options.database};
  }
  const node::FilesPlace usual;
  auto files = options.bucket.empty() ? value::Result<node::FilesPlace>(usual)
                                      : node::read_bucket_file(options.bucket);
  if (!files) {
    return value::fail(files.error());
  }
  storage.tiles = options.tiles.empty() ? *files : usual;
  storage.tiles.folder = options.tiles;
  storage.objects = options.objects.empty() ? *files : usual;
  storage.objects.folder = options.objects;
  return storage;
}

}  // namespace

int init(const InitOptions& options) {
  Report report(options.common.json);
  auto suite = suite_of(options);
  if (!suite) {
    return report.fail(suite.error());
  }
  auto storage = storage_of(options);
  if (!storage) {
    return report.fail(storage.error());
  }
  auto unlock = unlock_passphrase(options.common.unlock);
  auto root =
      unlock ? key_passphrase(options.common.passphrase, "the organisation's root", true) : unlock;
  if (!root) {
    return report.fail(root.error());
  }
  node::Founding founding{options.folder, options.root,   options.node,
                          options.name,   options.listen, options.endpoint,
                          options.desks,  *suite,         *std::move(storage)};
  if (founding.endpoint.empty()) {
    founding.endpoint = "https://" + options.listen;
  }
  auto founded = node::found_node(founding, *unlock, *root);
  if (!founded) {
    return report.fail(founded.error());
  }
  report.fact("node", options.node);
  report.fact("root fingerprint", founded->root_fingerprint);
  report.fact("sealing suite", std::string(crypto::suite_name(*suite)));
  if (auto hybrid = crypto::supports(crypto::Suite::age_mlkem768x25519); !hybrid) {
    report.line("No hybrid sealing (" + std::string(hybrid.error().code.text()) +
                "): " + hybrid.error().detail + ".");
    report.line("What is sealed to these desks does not withstand a quantum computer.");
  }
  report.line("Keep " + options.root +
              " offline, with two people. Tell peers the fingerprint over");
  report.line("a second channel. Next: comity person add " + options.folder + " ...");
  return report.done();
}

}  // namespace comity::cli
