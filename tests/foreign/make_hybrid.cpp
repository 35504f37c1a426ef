// Random hybrid key exchanges for another implementation to check: foreign_make_hybrid COUNT SEED
// writes one a line (seed, randomness, public key, share, secret, in hexadecimal); with --receive
// it reads lines of seed and share and writes the secrets. Status 77 where this build has no hybrid
// suite.
#include "crypto/hybrid.h"
#include "crypto/kem.h"
#include "fakes/seeded_random.h"
#include "support/hex.h"
#include "support/must.h"
#include "value/bytes.h"

#include <cstdint>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace): one program, one file
using testing_support::must;

void make(const crypto::Kem& kem, std::uint64_t count, std::uint64_t start) {
  fakes::SeededRandom random(start);
  for (std::uint64_t i = 0; i < count; ++i) {
    crypto::HybridSeed seed{};
    crypto::HybridRandomness randomness{};
    random.fill(seed);
    random.fill(randomness);
    const auto recipient = must(kem.public_key(seed));
    const auto sent = must(kem.encapsulate(recipient, randomness));
    std::cout << value::to_hex(seed) << ' ' << value::to_hex(randomness) << ' '
              << value::to_hex(recipient) << ' ' << value::to_hex(sent.share) << ' '
              << value::to_hex(sent.secret) << '\n';
  }
}

void receive(const crypto::Kem& kem) {
  std::string seed;
  std::string share;
  while (std::cin >> seed >> share) {
    const auto secret = kem.decapsulate(testing_support::array_from_hex<1120>(share),
                                        testing_support::array_from_hex<32>(seed));
    std::cout << (secret ? value::to_hex(*secret) : "refused") << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto kem = crypto::hybrid_kem();
  if (!kem) {
    std::cerr << kem.error().code.text() << ' ' << kem.error().detail << '\n';
    return 77;
  }
  try {
    if (words.size() == 1 && words[0] == "--receive") {
      receive(**kem);
    } else if (words.size() == 2) {
      make(**kem, std::stoull(words[0]), std::stoull(words[1]));
    } else {
      std::cerr << "usage: foreign_make_hybrid COUNT SEED | --receive\n";
      return 2;
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
