// Key sets of the hostile node: true ones, and those that no peer may take over.
#include "crypto/signer.h"
#include "exchange/enclosure.h"
#include "exchange/letter.h"
#include "exchange/peer_store.h"
#include "fakes/organisation.h"
#include "hostile/assailant.h"
#include "keys/file_signer.h"
#include "keys/issuing.h"
#include "keys/private_key.h"
#include "node/files.h"
#include "node/key_set_change.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "support/must.h"
#include "value/bytes.h"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace comity::hostile {

using testing_support::must;
using value::Bytes;

signed_::KeySet Assailant::keys() const {
  const auto directory = node_->directory().now();
  return directory->node(node())->chain.latest();
}

Bytes Assailant::chain() const { return must(node::read_file(node_->folder().chain())); }

std::unique_ptr<crypto::Signer> Assailant::certified(const std::string& name) const {
  auto key = fakes::Organisation::fresh(keys::KeyKind::p256);
  auto certificate =
      must(keys::issue_signing({root(), *root_key_}, key.public_key(), {name, node()},
                               fakes::Organisation::validity(), random()));
  return must(keys::FileSigner::make(std::move(key), std::move(certificate)));
}

Bytes Assailant::link(const std::function<void(signed_::KeySet&)>& edit, crypto::Signer* signer) {
  const Bytes payload = must(node::prepare_key_set(*node_, edit));
  crypto::Signer& root = signer != nullptr ? *signer : *root_signer_;
  const Bytes envelope = must(signed_::make_envelope(payload, {}, {root, nullptr}));
  return must(exchange::write_enclosure({slip(envelope), envelope}));
}

void Assailant::publish(const std::function<void(signed_::KeySet&)>& edit) {
  const Bytes added = link(edit);
  Bytes document = chain();
  document.insert(document.end(), added.begin(), added.end());
  const auto directory = node_->directory().now();
  const exchange::StoredPeer own{
      node(), directory->node(node())->trusted_root, document, {}, now()};
  must(node::replace_file(node_->folder().chain(), document));
  must(node_->database().peers().put(own));
  must(node_->reload_directory());
  ear_->offer(document);
}

std::string Assailant::offer(const Bytes& document) {
  const auto unknown = [&] {
    return must(exchange::make_letter(
        {header(), value::bytes_of("slip\nenvelope"), recipient(their_desk())}, *stranger_, root(),
        random()));
  };
  ear_->offer(document);
  const std::string first = said(call("POST", "/comity/v1/letters", unknown()));
  if (!ear_->asked_for_keys(10)) {
    throw std::runtime_error("the peer never asked for our key sets; it answered " + first);
  }
  const std::string second = said(call("POST", "/comity/v1/letters", unknown()));
  ear_->offer(chain());
  return second;
}

void Assailant::make_known() { static_cast<void>(offer(chain())); }

}  // namespace comity::hostile
