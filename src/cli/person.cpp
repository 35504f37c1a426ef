#include "node/person.h"

#include "cli/commands.h"
#include "cli/powers.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "codec/json.h"
#include "exchange/directory.h"
#include "node/opened.h"
#include "signed/key_set.h"
#include "value/result.h"

#include <string>
#include <vector>

namespace comity::cli {
namespace {

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    text += (text.empty() ? "" : ",") + item;
  }
  return text;
}

}  // namespace

int person_add(const PersonOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto powers = node ? powers_of(**node, options.common, {options.root, options.administrators})
                     : value::fail(node.error());
  if (!powers) {
    return report.fail(powers.error());
  }
  auto passphrase = key_passphrase(options.common.passphrase, options.name, true);
  if (!passphrase) {
    return report.fail(passphrase.error());
  }
  auto added = node::add_person(
      **node, {options.person, options.name, options.roles, options.desks, options.key},
      *passphrase, powers->root_key, powers->powers());
  if (!added) {
    return report.fail(added.error());
  }
  report.fact("person", options.person);
  report.fact("roles", joined(options.roles));
  report.fact("key", options.key);
  report.line("The person keeps this file and its .card; the node has neither.");
  return report.done();
}

int person_withdraw(const PersonOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto powers = node ? powers_of(**node, options.common, {options.root, options.administrators})
                     : value::fail(node.error());
  if (!powers) {
    return report.fail(powers.error());
  }
  if (auto done = node::withdraw_person(**node, options.person, powers->powers()); !done) {
    return report.fail(done.error());
  }
  report.fact("withdrawn", options.person);
  return report.done();
}

int person_list(const PersonOptions& options) {
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
  for (const signed_::PersonKeys& person : own->chain.latest().persons) {
    report.row("persons",
               {{"person", person.person},
                {"name", person.name},
                {"roles", joined(person.roles)},
                {"desks", joined(person.desks)}},
               person.person + "  " + person.name + "  " + joined(person.roles) + "  " +
                   joined(person.desks));
  }
  return report.done();
}

}  // namespace comity::cli
