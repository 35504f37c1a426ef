#include "node/keyring.h"

#include "crypto/certificate.h"
#include "crypto/opener.h"
#include "crypto/signer.h"
#include "keys/file_signer.h"
#include "keys/key_file.h"
#include "keys/passphrase.h"
#include "net/tls.h"
#include "node/config.h"
#include "node/files.h"
#include "node/folder_opener.h"
#include "value/bytes.h"
#include "value/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

namespace comity::node {

using value::fail;
using value::Result;

Result<crypto::Certificate> load_certificate(const std::filesystem::path& file) {
  auto der = read_file(file);
  if (!der) {
    return fail(der.error());
  }
  return crypto::Certificate::parse(*der);
}

Result<std::unique_ptr<crypto::Signer>> load_signer(const std::filesystem::path& key,
                                                    const std::filesystem::path& certificate,
                                                    const keys::Passphrase& passphrase) {
  auto loaded = keys::load_key(key, passphrase);
  if (!loaded) {
    return fail(loaded.error());
  }
  auto certified = load_certificate(certificate);
  if (!certified) {
    return fail(certified.error());
  }
  auto signer = keys::FileSigner::make(*std::move(loaded), *std::move(certified));
  if (!signer) {
    return fail(signer.error());
  }
  return std::unique_ptr<crypto::Signer>(*std::move(signer));
}

Result<std::unique_ptr<crypto::Signer>> load_desk_signer(const Folder& folder,
                                                         const std::string& desk,
                                                         const keys::Passphrase& passphrase) {
  return load_signer(folder.key(desk + ".sign"), folder.certificate(desk + ".sign"), passphrase);
}

Result<std::unique_ptr<crypto::Opener>> load_desk_opener(const Folder& folder,
                                                         const std::string& desk,
                                                         const keys::Passphrase& passphrase) {
  auto opener = FolderOpener::open(folder, desk, passphrase);
  return opener ? Result<std::unique_ptr<crypto::Opener>>(*std::move(opener))
                : fail(opener.error());
}

Result<std::unique_ptr<crypto::Ed25519Signer>> load_ledger_signer(
    const Folder& folder, const keys::Passphrase& passphrase) {
  auto key = keys::load_key(folder.key("ledger"), passphrase);
  if (!key) {
    return fail(key.error());
  }
  auto signer = keys::FileEd25519Signer::make(*std::move(key));
  if (!signer) {
    return fail(signer.error());
  }
  return std::unique_ptr<crypto::Ed25519Signer>(*std::move(signer));
}

Result<net::TlsIdentity> load_tls(const Folder& folder, const keys::Passphrase& passphrase) {
  auto key = keys::load_key(folder.key("tls"), passphrase);
  auto certificate = load_certificate(folder.certificate("tls"));
  if (!key || !certificate) {
    return fail(!key ? key.error() : certificate.error());
  }
  auto der = key->pkcs8_der();
  if (!der) {
    return fail(der.error());
  }
  return net::TlsIdentity{value::to_bytes(certificate->der()), *std::move(der)};
}

}  // namespace comity::node
