#include "keys/key_file.h"

#include "crypto/openssl.h"
#include "keys/passphrase.h"
#include "keys/pkcs8.h"
#include "keys/private_file.h"
#include "keys/private_key.h"
#include "value/result.h"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace comity::keys {

namespace {

using SealedPtr = std::unique_ptr<X509_SIG, crypto::Releases<X509_SIG_free>>;
using AlgorithmPtr = std::unique_ptr<X509_ALGOR, crypto::Releases<X509_ALGOR_free>>;

// scrypt (RFC 7914) with the OWASP parameters for 16 MiB. A larger N would pass the memory limit
// that the library sets and the openssl command cannot raise, so p makes up the cost of a guess.
struct Scrypt {
  std::uint64_t n;
  std::uint64_t r;
  std::uint64_t p;
};

constexpr Scrypt full_scrypt = {1U << 14U, 8, 5};
constexpr Scrypt demonstration_scrypt = {1U << 4U, 8, 1};
constexpr int salt_octets = 16;

value::Failure cannot_write() {
  ERR_clear_error();
  return value::fail("KEY-01", "the library could not write the key");
}

std::string text_in(BIO* memory) {
  char* text = nullptr;
  const long length = BIO_get_mem_data(memory, &text);
  return length > 0 && text != nullptr ? std::string(text, static_cast<std::size_t>(length))
                                       : std::string();
}

const Scrypt& scrypt_of(Stretch stretch) {
  switch (stretch) {
    case Stretch::full:
      return full_scrypt;
    case Stretch::demonstration:
      return demonstration_scrypt;
  }
  return full_scrypt;
}

SealedPtr seal(PKCS8_PRIV_KEY_INFO* info, std::string_view passphrase, const Scrypt& cost) {
  AlgorithmPtr algorithm(PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, salt_octets, nullptr,
                                               cost.n, cost.r, cost.p));
  if (info == nullptr || !algorithm) {
    return nullptr;
  }
  SealedPtr sealed(PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), info,
                                  algorithm.get()));
  if (sealed) {
    [[maybe_unused]] const X509_ALGOR* const taken = algorithm.release();  // by PKCS8_set0_pbe
  }
  return sealed;
}

bool is_pbes2(const X509_SIG* sealed) {
  const X509_ALGOR* algorithm = nullptr;
  X509_SIG_get0(sealed, &algorithm, nullptr);
  return algorithm != nullptr && OBJ_obj2nid(algorithm->algorithm) == NID_pbes2;
}

}  // namespace

value::Result<std::string> write_key(const PrivateKey& key, const Passphrase& passphrase,
                                     Stretch stretch) {
  if (passphrase.reveal().empty()) {
    return value::fail("KEY-11", "an empty passphrase");
  }
  const Pkcs8Ptr info = to_pkcs8(key);
  const SealedPtr sealed = seal(info.get(), passphrase.reveal(), scrypt_of(stretch));
  const crypto::BioPtr memory(BIO_new(BIO_s_mem()));
  if (!sealed || !memory || PEM_write_bio_PKCS8(memory.get(), sealed.get()) != 1) {
    return cannot_write();
  }
  return text_in(memory.get());
}

value::Result<PrivateKey> read_key(std::string_view pem, const Passphrase& passphrase) {
  const crypto::BioPtr memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const SealedPtr sealed(memory ? PEM_read_bio_PKCS8(memory.get(), nullptr, nullptr, nullptr)
                                : nullptr);
  if (!sealed || !is_pbes2(sealed.get())) {
    ERR_clear_error();
    return value::fail("KEY-02", "not a PKCS#8 key sealed with PBES2, in PEM form");
  }
  const std::string_view secret = passphrase.reveal();
  const Pkcs8Ptr info(PKCS8_decrypt(sealed.get(), secret.data(), static_cast<int>(secret.size())));
  ERR_clear_error();
  if (!info) {
    return value::fail("KEY-04", "the passphrase does not open the key");
  }
  return from_pkcs8(*info);
}

value::Result<std::string> write_key_in_clear(const PrivateKey& key) {
  const Pkcs8Ptr info = to_pkcs8(key);
  const crypto::BioPtr memory(BIO_new(BIO_s_secmem()));
  if (!info || !memory || PEM_write_bio_PKCS8_PRIV_KEY_INFO(memory.get(), info.get()) != 1) {
    return cannot_write();
  }
  return text_in(memory.get());
}

value::Result<void> save_key(const std::filesystem::path& path, const PrivateKey& key,
                             const Passphrase& passphrase, Stretch stretch) {
  const auto pem = write_key(key, passphrase, stretch);
  if (!pem) {
    return value::fail(pem.error());
  }
  return write_private_file(path, *pem);
}

value::Result<PrivateKey> load_key(const std::filesystem::path& path,
                                   const Passphrase& passphrase) {
  const auto pem = read_private_file(path);
  if (!pem) {
    return value::fail(pem.error());
  }
  return read_key(*pem, passphrase);
}

}  // namespace comity::keys
