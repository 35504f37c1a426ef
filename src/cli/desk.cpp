#include "cli/desk.h"

#include "cli/powers.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "crypto/age_recipient.h"
#include "crypto/hybrid.h"
#include "exchange/directory.h"
#include "node/desk_key.h"
#include "node/folder_opener.h"
#include "node/opened.h"
#include "signed/key_set.h"
#include "value/result.h"

#include <cstdint>
#include <string>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

constexpr const char* x25519_warning =
    "  WARNING: X25519 alone, what is sealed to it today may be read by a quantum computer later: "
    "comity desk replace-key";

Result<crypto::Suite> suite_of(const DeskOptions& options) {
  auto suite =
      options.suite.empty() ? crypto::suite_for_new_keys() : crypto::parse_suite(options.suite);
  auto supported = suite ? crypto::supports(*suite) : fail(suite.error());
  return supported ? suite : fail(supported.error());
}

Result<void> list_it(node::OpenNode& node, const DeskOptions& options,
                     const crypto::Recipient& recipient) {
  auto powers = powers_of(node, options.common, options.powers);
  return powers ? node::list_sealing_key(node, options.desk, recipient, powers->powers())
                : fail(powers.error());
}

}  // namespace

int desk_list(const DeskOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  if (!node) {
    return report.fail(node.error());
  }
  const auto directory = (*node)->directory().now();
  const exchange::KnownNode* own = directory->node((*node)->config().node);
  if (own == nullptr) {
    return report.fail({"DESK-01", options.folder});
  }
  for (const signed_::DeskKeys& desk : own->chain.latest().desks) {
    const bool old = desk.suite == crypto::suite_name(crypto::Suite::age_x25519);
    const auto keys = node::sealing_keys((*node)->folder(), desk.desk).size();
    report.row("desks",
               {{"desk", desk.desk},
                {"suite", desk.suite},
                {"recipient", desk.recipient},
                {"sealing_keys", static_cast<std::int64_t>(keys)},
                {"x25519_only", old}},
               desk.desk + "  " + desk.suite + "  " + desk.recipient.substr(0, 24) + "  " +
                   std::to_string(keys) + (keys == 1 ? " sealing key" : " sealing keys") +
                   (old ? x25519_warning : ""));
  }
  return report.done();
}

int desk_replace_key(const DeskOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  const auto suite = node ? suite_of(options) : fail(node.error());
  const auto unlock = suite ? unlock_passphrase(options.common.unlock) : fail(suite.error());
  const auto made =
      unlock ? node::make_sealing_key(**node, options.desk, *suite, *unlock) : fail(unlock.error());
  if (!made) {
    return report.fail(made.error());
  }
  report.fact("desk", options.desk);
  report.fact("key", made->file.string());
  report.fact("suite", std::string(crypto::suite_name(*suite)));
  report.fact("recipient", made->recipient.text());
  report.fact("listed", !options.make_only);
  if (options.make_only) {
    report.line(
        "Copy the key to every machine that serves this node, then give the command again.");
    return report.done();
  }
  if (auto listed = list_it(**node, options, made->recipient); !listed) {
    return report.fail(listed.error());
  }
  report.line("The older keys stay in the folder: what was sealed to them is read with them.");
  report.line("Peers seal to the new key when they have read the key set: within an hour.");
  return report.done();
}

}  // namespace comity::cli
