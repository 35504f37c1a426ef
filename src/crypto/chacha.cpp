#include "crypto/chacha.h"

#include "crypto/file_key.h"
#include "crypto/openssl.h"
#include "value/bytes.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>

namespace comity::crypto {

// A context for each direction: setting only the nonce between chunks keeps the key schedule, and
// nothing is allocated per chunk.
struct Chacha::Contexts {
  CipherContextPtr sealing{EVP_CIPHER_CTX_new()};
  CipherContextPtr opening{EVP_CIPHER_CTX_new()};
  bool ready = false;
};

namespace {

bool fits_int(std::size_t octets) {
  return octets <= static_cast<std::size_t>(std::numeric_limits<int>::max());
}

}  // namespace

Chacha::Chacha(value::BytesView key) : contexts_(std::make_unique<Contexts>()) {
  assert(key.size() == 32);
  contexts_->ready = contexts_->sealing && contexts_->opening &&
                     EVP_EncryptInit_ex(contexts_->sealing.get(), EVP_chacha20_poly1305(), nullptr,
                                        key.data(), nullptr) == 1 &&
                     EVP_DecryptInit_ex(contexts_->opening.get(), EVP_chacha20_poly1305(), nullptr,
                                        key.data(), nullptr) == 1;
  ERR_clear_error();
}

Chacha::Chacha(Chacha&&) noexcept = default;
Chacha& Chacha::operator=(Chacha&&) noexcept = default;
Chacha::~Chacha() = default;

bool Chacha::seal(const ChachaNonce& nonce, value::BytesView plain, std::uint8_t* out) {
  EVP_CIPHER_CTX* const context = contexts_->sealing.get();
  int length = 0;
  const bool sealed =
      contexts_->ready && fits_int(plain.size()) &&
      EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1 &&
      EVP_EncryptUpdate(context, out, &length, plain.data(), static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(context, out + plain.size(), &length) == 1 &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, chacha_tag_octets, out + plain.size()) ==
          1;
  ERR_clear_error();
  return sealed;
}

bool Chacha::open(const ChachaNonce& nonce, value::BytesView sealed, std::uint8_t* out) {
  if (sealed.size() < chacha_tag_octets || !contexts_->ready || !fits_int(sealed.size())) {
    return false;
  }
  EVP_CIPHER_CTX* const context = contexts_->opening.get();
  const value::BytesView text = sealed.first(sealed.size() - chacha_tag_octets);
  std::array<std::uint8_t, chacha_tag_octets> tag{};
  std::ranges::copy(sealed.last(chacha_tag_octets), tag.begin());
  int length = 0;
  const bool authentic =
      EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1 &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, chacha_tag_octets, tag.data()) == 1 &&
      EVP_DecryptUpdate(context, out, &length, text.data(), static_cast<int>(text.size())) == 1 &&
      EVP_DecryptFinal_ex(context, out + text.size(), &length) == 1;
  if (!authentic) {
    cleanse({out, text.size()});
    ERR_clear_error();
  }
  return authentic;
}

}  // namespace comity::crypto
