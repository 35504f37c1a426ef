// What every Signer and Ed25519Signer holds to: each adapter's test calls these with its own.
#pragma once

#include "crypto/ed25519.h"
#include "crypto/signer.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

namespace comity::contracts {

inline void signs_what_its_certificate_verifies(crypto::Signer& signer) {
  for (const char* text : {"", "a", "The request was received.\n"}) {
    const auto signature = signer.sign_es256(value::bytes_of(text));
    ASSERT_TRUE(signature);
    EXPECT_EQ(signature->size(), 64U);
    EXPECT_TRUE(signer.certificate().verify_es256(value::bytes_of(text), *signature));
    EXPECT_FALSE(signer.certificate().verify_es256(value::bytes_of("another"), *signature));
  }
}

inline void signs_deterministically_with_ed25519(crypto::Ed25519Signer& signer) {
  const auto once = signer.sign(value::bytes_of("checkpoint"));
  const auto again = signer.sign(value::bytes_of("checkpoint"));
  ASSERT_TRUE(once && again);
  EXPECT_EQ(*once, *again);
  EXPECT_TRUE(crypto::verify_ed25519(signer.public_key(), value::bytes_of("checkpoint"), *once));
  EXPECT_FALSE(crypto::verify_ed25519(signer.public_key(), value::bytes_of("other"), *once));
}

}  // namespace comity::contracts
