#include "cli/commands.h"
#include "cli/report.h"
#include "codec/json.h"
#include "desk/release.h"
#include "exchange/directory.h"
#include "ledger/checkpoint.h"
#include "ledger/log_folder.h"
#include "ledger/vkey.h"
#include "node/opened.h"
#include "store/disk_tiles.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

Result<ledger::VerifierKey> own_key(node::OpenNode& node) {
  const auto directory = node.directory().now();
  const exchange::KnownNode* own = directory->node(node.config().node);
  return own != nullptr ? ledger::parse_vkey(own->chain.latest().ledger_key)
                        : fail("DESK-01", node.config().node);
}

Result<std::string> checkpoint_of(node::OpenNode& node) {
  return value::required(node.database().ledger().checkpoint(), "NODE-07", "no checkpoint yet");
}

void tell(Report& report, const ledger::Checkpoint& checkpoint) {
  report.fact("origin", checkpoint.origin);
  report.fact("size", static_cast<std::int64_t>(checkpoint.head.size));
  report.fact("root", checkpoint.head.root.hex());
}

/// The statement a person names by its id or by its payload digest.
Result<value::Digest> entry_key(node::OpenNode& node, const std::string& named) {
  if (auto digest = value::parse_digest(named)) {
    return digest;
  }
  auto id = value::parse_uuid(named);
  if (!id) {
    return fail(id.error());
  }
  auto statement = value::required(node.database().cases().by_id(*id), "DESK-06", named);
  return statement ? Result<value::Digest>(statement->digest) : fail(statement.error());
}

}  // namespace

int ledger_export(const LedgerOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto note = node ? checkpoint_of(**node) : fail(node.error());
  auto key = note ? own_key(**node) : fail(note.error());
  if (!key) {
    return report.fail(key.error());
  }
  std::error_code error;
  if (!std::filesystem::create_directory(options.target, error)) {
    return report.fail({"NODE-03", options.target});
  }
  auto folder = store::open_tiles(options.target);
  auto exported = folder
                      ? ledger::export_log((*node)->context().stores.tiles, *note, *key, **folder)
                      : fail(folder.error());
  if (!exported) {
    return report.fail(exported.error());
  }
  tell(report, *exported);
  report.fact("vkey", key->text());
  report.fact("folder", options.target);
  return report.done();
}

int ledger_verify(const LedgerOptions& options) {
  Report report(options.common.json);
  auto key = ledger::parse_vkey(options.vkey);
  auto folder = key ? store::read_tiles(options.folder) : fail(key.error());
  auto verified = folder ? ledger::verify_folder(**folder, *key) : fail(folder.error());
  if (!verified) {
    return report.fail(verified.error());
  }
  tell(report, *verified);
  report.line(
      "Every entry and tile hashes to the root that this key signed. It does not prove that");
  report.line("the log shows everybody the same: compare the root with what peers remember.");
  return report.done();
}

int ledger_prove(const LedgerOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto key = node ? entry_key(**node, options.target) : fail(node.error());
  auto note = key ? checkpoint_of(**node) : fail(key.error());
  auto slip = note ? desk::own_slip((*node)->context(), *note, *key) : fail(note.error());
  auto json =
      slip ? codec::parse_json(value::bytes_of(*slip), {slip->size(), 8}) : fail(slip.error());
  if (!json) {
    return report.fail(json.error());
  }
  report.fact("slip", *json);
  return report.done();
}

}  // namespace comity::cli
