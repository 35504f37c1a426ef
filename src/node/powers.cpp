#include "node/powers.h"

#include "keys/file_signer.h"
#include "keys/key_file.h"
#include "node/keyring.h"
#include "node/opened.h"
#include "node/person.h"
#include "value/result.h"

#include <utility>
#include <vector>

namespace comity::node {

using value::fail;
using value::Result;

Result<LoadedPowers> load_powers(OpenNode& node, const PowerSources& sources,
                                 std::vector<PersonKey> administrators) {
  auto key = keys::load_key(sources.root_folder / "root.pem", sources.root);
  auto certificate = load_certificate(sources.root_folder / "root.der");
  if (!key || !certificate) {
    return fail(!key ? key.error() : certificate.error());
  }
  auto root = keys::FileSigner::make(key->share(), *std::move(certificate));
  auto ledger = load_ledger_signer(node.folder(), sources.unlock);
  if (!root || !ledger) {
    return fail(!root ? root.error() : ledger.error());
  }
  return LoadedPowers{*std::move(key), *std::move(root), std::move(administrators),
                      *std::move(ledger)};
}

}  // namespace comity::node
