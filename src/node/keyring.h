// The keys of a node's folder, loaded with the unlocking passphrase: DIR/keys/<name>.pem, with
// <name>.der beside it where the key has a certificate. Names: "<desk>.sign", "<desk>.seal"
// and its successors (node/folder_opener.h), "ledger", "tls". The organisation's root keys lie
// elsewhere (node/founding.h).
#pragma once

#include "crypto/certificate.h"
#include "crypto/opener.h"
#include "crypto/signer.h"
#include "keys/passphrase.h"
#include "net/tls.h"
#include "node/config.h"
#include "value/result.h"

#include <filesystem>
#include <memory>
#include <string>

namespace comity::node {

// Codes of keys/key_file.h; NODE-04 without the certificate.
value::Result<std::unique_ptr<crypto::Signer>> load_signer(const std::filesystem::path& key,
                                                           const std::filesystem::path& certificate,
                                                           const keys::Passphrase& passphrase);
value::Result<std::unique_ptr<crypto::Signer>> load_desk_signer(const Folder& folder,
                                                                const std::string& desk,
                                                                const keys::Passphrase& passphrase);
value::Result<std::unique_ptr<crypto::Opener>> load_desk_opener(const Folder& folder,
                                                                const std::string& desk,
                                                                const keys::Passphrase& passphrase);
value::Result<std::unique_ptr<crypto::Ed25519Signer>> load_ledger_signer(
    const Folder& folder, const keys::Passphrase& passphrase);
value::Result<net::TlsIdentity> load_tls(const Folder& folder, const keys::Passphrase& passphrase);

value::Result<crypto::Certificate> load_certificate(const std::filesystem::path& file);

}  // namespace comity::node
