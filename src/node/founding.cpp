#include "node/founding.h"

#include "crypto/age_recipient.h"
#include "crypto/certificate.h"
#include "keys/file_signer.h"
#include "keys/issuing.h"
#include "keys/key_file.h"
#include "keys/passphrase.h"
#include "keys/private_key.h"
#include "keys/system_random.h"
#include "ledger/vkey.h"
#include "node/config.h"
#include "node/files.h"
#include "node/folder_opener.h"
#include "node/key_set_change.h"
#include "node/keyring.h"
#include "node/opened.h"
#include "node/system_clock.h"
#include "signed/key_set.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/names.h"
#include "value/result.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::node {
namespace {

using keys::KeyKind;
using keys::PrivateKey;
using value::fail;
using value::Result;

constexpr value::Duration ten_years = std::chrono::hours(24 * 3652);

struct Root {
  PrivateKey key;
  crypto::Certificate certificate;
};

/// Makes and keeps keys and certificates; the first failure stays and ends it.
class Forge {
 public:
  Forge(const Founding& founding, const keys::Passphrase& unlock, const keys::Passphrase& root,
        keys::Validity validity)
      : founding_(founding), unlock_(unlock), root_(root), validity_(validity) {}

  /// The root that signs; the next one is kept for the day on which it takes over.
  Result<Root> roots();
  Result<void> desk(const Root& root, const std::string& name);
  Result<void> ledger(const std::string& origin);
  Result<void> tls(const Root& root);

  [[nodiscard]] const signed_::KeySet& set() const { return set_; }

 private:
  Result<Root> make_root(const std::string& name);
  Result<void> keep_certificate(const std::filesystem::path& file,
                                const crypto::Certificate& certificate);

  const Founding& founding_;
  const keys::Passphrase& unlock_;
  const keys::Passphrase& root_;
  keys::Validity validity_;
  keys::SystemRandom random_;
  signed_::KeySet set_;
};

Result<void> Forge::keep_certificate(const std::filesystem::path& file,
                                     const crypto::Certificate& certificate) {
  return replace_file(file, certificate.der());
}

Result<Root> Forge::make_root(const std::string& name) {
  auto made = PrivateKey::generate(KeyKind::p256, random_);
  if (!made) {
    return fail(made.error());
  }
  auto certificate =
      keys::issue_root(*made, {founding_.node + " " + name, founding_.node}, validity_, random_);
  if (!certificate) {
    return fail(certificate.error());
  }
  if (auto saved = keys::save_key(founding_.root_folder / (name + ".pem"), *made, root_); !saved) {
    return fail(saved.error());
  }
  if (auto kept = keep_certificate(founding_.root_folder / (name + ".der"), *certificate); !kept) {
    return fail(kept.error());
  }
  return Root{*std::move(made), *std::move(certificate)};
}

Result<Root> Forge::roots() {
  auto root = make_root("root");
  auto next = root ? make_root("next-root") : fail(root.error());
  if (!next) {
    return fail(next.error());
  }
  set_.node = founding_.node;
  set_.endpoint = founding_.endpoint;
  set_.root = {root->certificate};
  set_.next_root = next->certificate.fingerprint();
  auto kept = keep_certificate(Folder{founding_.folder}.certificate("root"), root->certificate);
  return kept ? std::move(root) : fail(kept.error());
}

Result<void> Forge::desk(const Root& root, const std::string& name) {
  const Folder folder{founding_.folder};
  auto sign = PrivateKey::generate(KeyKind::p256, random_);
  auto seal = PrivateKey::generate(sealing_kind(founding_.suite), random_);
  if (!sign || !seal) {
    return fail(!sign ? sign.error() : seal.error());
  }
  auto certificate = keys::issue_signing({root.certificate, root.key}, sign->public_key(),
                                         {name, founding_.node}, validity_, random_);
  if (!certificate) {
    return fail(certificate.error());
  }
  auto saved = keys::save_key(folder.key(name + ".sign"), *sign, unlock_);
  if (saved) {
    saved = keys::save_key(folder.key(name + ".seal"), *seal, unlock_);
  }
  if (saved) {
    saved = keep_certificate(folder.certificate(name + ".sign"), *certificate);
  }
  const crypto::Recipient recipient = seal->recipient();
  set_.desks.push_back({name, *std::move(certificate), recipient.text(),
                        std::string(crypto::suite_name(recipient.suite()))});
  return saved;
}

Result<void> Forge::ledger(const std::string& origin) {
  auto key = PrivateKey::generate(KeyKind::ed25519, random_);
  if (!key) {
    return fail(key.error());
  }
  ledger::VerifierKey verifier;
  verifier.name = origin;
  const value::Bytes octets = key->public_key();
  std::copy(octets.begin(), octets.end(), verifier.key.begin());
  set_.origin = origin;
  set_.ledger_key = verifier.text();
  return keys::save_key(Folder{founding_.folder}.key("ledger"), *key, unlock_);
}

Result<void> Forge::tls(const Root& root) {
  const Folder folder{founding_.folder};
  auto key = PrivateKey::generate(KeyKind::p256, random_);
  if (!key) {
    return fail(key.error());
  }
  auto certificate = keys::issue_tls(
      {root.certificate, root.key}, key->public_key(),
      {{founding_.node, founding_.node}, {{founding_.node}, {}}, validity_}, random_);
  if (!certificate) {
    return fail(certificate.error());
  }
  set_.tls = {certificate->fingerprint()};
  auto saved = keys::save_key(folder.key("tls"), *key, unlock_);
  return saved ? keep_certificate(folder.certificate("tls"), *certificate) : saved;
}

Result<void> check_founding(const Founding& founding) {
  if (!value::is_name(founding.node)) {
    return fail("NODE-08", "node name " + founding.node);
  }
  for (const std::string& desk : founding.desks) {
    if (!value::is_name(desk) || !desk.starts_with(founding.node + ".")) {
      return fail("NODE-08", "desk " + desk + " does not begin with " + founding.node + ".");
    }
  }
  const auto inside = std::filesystem::weakly_canonical(founding.root_folder)
                          .lexically_relative(std::filesystem::weakly_canonical(founding.folder));
  if (!inside.empty() && *inside.begin() != "..") {
    return fail("NODE-08", "the root's folder lies inside the node's");
  }
  if (std::filesystem::exists(founding.folder) ||
      std::filesystem::exists(founding.root_folder / "root.pem")) {
    return fail("NODE-03", founding.folder.string());
  }
  return {};
}

/// A database on a server may be another node's.
Result<void> check_empty(OpenNode& node) {
  auto lease = node.database().ledger().lease();
  auto backlog = node.database().ledger().backlog(1);
  if (!lease || !backlog) {
    return fail(!lease ? lease.error() : backlog.error());
  }
  const bool used = lease->has_value() || backlog->next_index > 0 || !backlog->pending.empty();
  return used ? Result<void>(fail("NODE-03", "the database holds a node")) : Result<void>();
}

Result<Root> make_keys(Forge& forge, const Founding& founding, const std::string& origin) {
  auto root = forge.roots();
  if (!root) {
    return root;
  }
  Result<void> made;
  for (const std::string& desk : founding.desks) {
    made = made ? forge.desk(*root, desk) : made;
  }
  made = made ? forge.ledger(origin) : made;
  made = made ? forge.tls(*root) : made;
  return made ? std::move(root) : fail(made.error());
}

Result<Founded> build(const Founding& founding, const keys::Passphrase& unlock,
                      const keys::Passphrase& root) {
  const Folder folder{founding.folder};
  const value::Instant now = SystemClock().now();
  const std::string origin = founding.node + ".comity/" + now.text().substr(0, 4);
  Forge forge(founding, unlock, root, {now + std::chrono::hours(-1), now + ten_years});
  auto issuer = make_keys(forge, founding, origin);
  if (!issuer) {
    return fail(issuer.error());
  }
  auto configured = write_config(folder, {founding.node, founding.name, founding.listen, origin,
                                          founding.desks, founding.storage});
  if (!configured) {
    return fail(configured.error());
  }
  auto node = OpenNode::open(founding.folder);
  if (!node) {
    return fail(node.error());
  }
  if (auto empty = check_empty(**node); !empty) {
    return fail(empty.error());
  }
  auto payload = prepare_key_set(**node, [&](signed_::KeySet& set) { set = forge.set(); });
  auto signer = keys::FileSigner::make(issuer->key.share(), issuer->certificate);
  auto ledger = load_ledger_signer(folder, unlock);
  if (!payload || !signer || !ledger) {
    return fail(!payload ? payload.error() : !signer ? signer.error() : ledger.error());
  }
  if (auto done = commit_key_set(**node, *payload, {}, **signer, ledger->get()); !done) {
    return fail(done.error());
  }
  return Founded{forge.set().root.front().fingerprint().hex()};
}

}  // namespace

Result<Founded> found_node(const Founding& founding, const keys::Passphrase& unlock,
                           const keys::Passphrase& root) {
  if (auto fine = check_founding(founding); !fine) {
    return fail(fine.error());
  }
  std::error_code error;
  std::filesystem::create_directories(Folder{founding.folder}.keys(), error);
  std::filesystem::create_directories(founding.root_folder, error);
  std::filesystem::permissions(founding.folder, std::filesystem::perms::owner_all, error);
  std::filesystem::permissions(founding.root_folder, std::filesystem::perms::owner_all, error);
  if (error) {
    return fail("NODE-05", founding.folder.string() + ": " + error.message());
  }
  auto founded = build(founding, unlock, root);
  if (!founded) {
    std::filesystem::remove_all(founding.folder, error);
    for (const char* name : {"root.pem", "root.der", "next-root.pem", "next-root.der"}) {
      std::filesystem::remove(founding.root_folder / name, error);
    }
  }
  return founded;
}

}  // namespace comity::node
