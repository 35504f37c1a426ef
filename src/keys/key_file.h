// A private key at rest: a PKCS#8 PEM file sealed with a passphrase (PBES2, scrypt, AES-256-CBC),
// which `openssl pkey -in FILE` opens. Keys in memory are in keys/private_key.h.
#pragma once

#include "keys/passphrase.h"
#include "keys/private_key.h"
#include "value/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace comity::keys {

/// How long one guess of the passphrase takes: about 0.2 s, or next to nothing for keys that
/// protect nothing (demonstrations, tests).
enum class Stretch { full, demonstration };

/// The PEM text; KEY-11 for an empty passphrase; KEY-01 when the library cannot.
value::Result<std::string> write_key(const PrivateKey& key, const Passphrase& passphrase,
                                     Stretch stretch = Stretch::full);

/// KEY-02 not such a PEM text; KEY-03 a key of another kind; KEY-04 the passphrase is wrong (or the
/// file was altered: the format cannot tell them apart).
value::Result<PrivateKey> read_key(std::string_view pem, const Passphrase& passphrase);

/// Unsealed PKCS#8 PEM, for handing a TLS key to its adapter in memory; the caller overwrites it
/// and never stores it.
value::Result<std::string> write_key_in_clear(const PrivateKey& key);

/// Durable on return: the whole file with mode 0600, or no file. KEY-05 when there is one already
/// or it cannot be written; an existing key is never overwritten.
value::Result<void> save_key(const std::filesystem::path& path, const PrivateKey& key,
                             const Passphrase& passphrase, Stretch stretch = Stretch::full);

/// KEY-06 when the file cannot be read, others than its owner may read it, or it is over 64 KiB;
/// and the refusals of read_key.
value::Result<PrivateKey> load_key(const std::filesystem::path& path, const Passphrase& passphrase);

}  // namespace comity::keys
