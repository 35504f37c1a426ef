#include "cli/powers.h"

#include "cli/commands.h"
#include "cli/secrets.h"
#include "node/opened.h"
#include "node/person.h"
#include "node/powers.h"
#include "value/result.h"

#include <string>
#include <utility>
#include <vector>

namespace comity::cli {

using value::Result;

Result<node::LoadedPowers> powers_of(node::OpenNode& node, const Common& common,
                                     const PowerOptions& options) {
  auto root = key_passphrase(common.passphrase, "the organisation's root", false);
  if (!root) {
    return value::fail(root.error());
  }
  std::vector<node::PersonKey> administrators;
  for (const std::string& key : options.administrators) {
    auto passphrase = key_passphrase(common.passphrase, key, false);
    auto person =
        passphrase ? node::load_person(key, *passphrase) : value::fail(passphrase.error());
    if (!person) {
      return value::fail(person.error());
    }
    administrators.push_back(*std::move(person));
  }
  auto unlock = unlock_passphrase(common.unlock);
  if (!unlock) {
    return value::fail(unlock.error());
  }
  return node::load_powers(node, {options.root, *root, *unlock}, std::move(administrators));
}

}  // namespace comity::cli
