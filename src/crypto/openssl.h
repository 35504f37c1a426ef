// Owners of OpenSSL objects, for the sources of crypto and keys only: no header that another room
// includes may include this one.
#pragma once

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace comity::crypto {

template <auto release>
struct Releases {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};

using PkeyPtr = std::unique_ptr<EVP_PKEY, Releases<EVP_PKEY_free>>;
using PkeyContextPtr = std::unique_ptr<EVP_PKEY_CTX, Releases<EVP_PKEY_CTX_free>>;
using MdContextPtr = std::unique_ptr<EVP_MD_CTX, Releases<EVP_MD_CTX_free>>;
using CipherContextPtr = std::unique_ptr<EVP_CIPHER_CTX, Releases<EVP_CIPHER_CTX_free>>;
using CipherPtr = std::unique_ptr<EVP_CIPHER, Releases<EVP_CIPHER_free>>;
using EcdsaSigPtr = std::unique_ptr<ECDSA_SIG, Releases<ECDSA_SIG_free>>;
using BignumPtr = std::unique_ptr<BIGNUM, Releases<BN_free>>;
using X509Ptr = std::unique_ptr<X509, Releases<X509_free>>;
using BioPtr = std::unique_ptr<BIO, Releases<BIO_free_all>>;

}  // namespace comity::crypto
