#include "crypto/hybrid.h"

#include "codec/base64.h"
#include "codec/bech32.h"
#include "crypto/age_header.h"
#include "crypto/age_hybrid.h"
#include "crypto/age_recipient.h"
#include "crypto/file_key.h"
#include "crypto/hmac.h"
#include "crypto/kem.h"
#include "crypto/xwing.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace comity::crypto {

namespace {

// draft-connolly-cfrg-xwing-kem-08, appendix C, first vector. The secret depends on the public key
// and the share as wholes, so the two need not stand here.
constexpr HybridSeed draft_seed = {0x7f, 0x9c, 0x2b, 0xa4, 0xe8, 0x8f, 0x82, 0x7d, 0x61, 0x60, 0x45,
                                   0x50, 0x76, 0x05, 0x85, 0x3e, 0xd7, 0x3b, 0x80, 0x93, 0xf6, 0xef,
                                   0xbc, 0x88, 0xeb, 0x1a, 0x6e, 0xac, 0xfa, 0x66, 0xef, 0x26};
constexpr HybridRandomness draft_randomness = {
    0x3c, 0xb1, 0xee, 0xa9, 0x88, 0x00, 0x4b, 0x93, 0x10, 0x3c, 0xfb, 0x0a, 0xee, 0xfd, 0x2a, 0x68,
    0x6e, 0x01, 0xfa, 0x4a, 0x58, 0xe8, 0xa3, 0x63, 0x9c, 0xa8, 0xa1, 0xe3, 0xf9, 0xae, 0x57, 0xe2,
    0x35, 0xb8, 0xcc, 0x87, 0x3c, 0x23, 0xdc, 0x62, 0xb8, 0xd2, 0x60, 0x16, 0x9a, 0xfa, 0x2f, 0x75,
    0xab, 0x91, 0x6a, 0x58, 0xd9, 0x74, 0x91, 0x88, 0x35, 0xd2, 0x5e, 0x6a, 0x43, 0x50, 0x85, 0xb2};
constexpr Key256 draft_secret = {0xd2, 0xdf, 0x05, 0x22, 0x12, 0x8f, 0x09, 0xdd, 0x8e, 0x2c, 0x92,
                                 0xb1, 0xe9, 0x05, 0xc7, 0x93, 0xd8, 0xf5, 0x7a, 0x54, 0xc3, 0xda,
                                 0x25, 0x86, 0x1f, 0x10, 0xbf, 0x4c, 0xa6, 0x13, 0xe3, 0x84};

// CCTV, age/testdata/hybrid: made with the reference implementation.
constexpr std::string_view kit_identity =
    "AGE-SECRET-KEY-PQ-1HZLGZUPT4ETPKDEV8HSGFDCYZ4E522W0A7PU2LHT8EH9W6YLNC3SW78XKG";
constexpr std::string_view kit_file_key = "YELLOW SUBMARINE";
constexpr std::string_view kit_body = "jYPfilNAMjF0zGRYMYJqR/cTTzbiGxQMhG+8zZaitic";
constexpr std::string_view kit_share =
    "NfLcgAbzvNgf0aRb4PANBvyDtIDDQKf84JhhFlnvT1NUAcbGNrArRZ/T+bc9l4xmK1DSl+PXk6nqqGBhaM1dUiT7"
    "X17TU1/b9haZZPzEalvZHFDMSevfiZshlnSgcpWh0qnpgTyboWTU+zbrH6YD2uhshbJoiuqh+PpXtDMstXx4CgxA"
    "SrNVlfSl/caRTi24QjIXpCNwEE4FwHrmAwUqSHLUzGOHfiW/chOCTtDX591x41o6eZ4/Dt92VhoYKFcpiaWbRhbe"
    "nZXUJxPS1C1sK84CVwkDH7LJjbYCnkxt3meul8kKWihZsStZYd/6bozqczOX7zN5PbaYD1XpYwMwedzWmPmQzxBy"
    "bD8ZodcR7hF7WUxSmFVH7ExiYH3ZNbDAVcgGwlkTFmUmaTCbjGZTv8M+ejmvStQHgCtPi4GGRdJFr3HzvRzm6bvr"
    "dF/rdSPRFtRVM7D9o7ZAAquD1PByE0Y5YCR4/vmTlIlRwFXk4be+TsAI+Gotujou6nrigwnfqoGiNSvi/ZVvSKnD"
    "oZPIE5qwONCeeJB8CeRhqXEjvgtwc2zcWUBtjSJgNL+j887k2h0xlXpQqlmDDHsBOCP3/VoM+NZURqI+RoTudcwT"
    "l8TgmhGrQytnovuWFDvE9HgPAs67dPRC64/3RES3hF2C6/R1pQAnC7S2iSijJnyFlaDJWfcZvvNoamphDv63kUNb"
    "7b9V8E+xwqF8GkuXJnBFDo0PuJz8qWH7sDMEOhIInmanDiu6K/9jOCubYNdNcXrjQknlvk1kFdjZ2xYnC6QuqA5+"
    "qHMBpgrg301PX154X4KUcxA3PoFyYNexaBK3njks7PNxl7HyZIWjjDlz50WrQnEqBjl8RVVuneL3vgVyU45GSVWQ"
    "VOH4K6aepWP0+p7WUD52rhdVH5HPZWQL3v8TjEz80Aeb87+1s1wgM+5skNX4LpOyuhRxQ/ChXsVZrVJ8SRsBlO4K"
    "+CJ271rHj8l8NEhRE2O/ZKHst8Be/6j5c9SUmRRqvI+6bcg0Bcq7Wi7d08vDQqjC2cOi112CGra5mazd/NCICC81"
    "oYkMmTxtM9ficfIhvt9nHaZSQh27tzJ3xRWOegwzDOaNjrtJ7yvCXbV9iQ6boiCl6wdmIn7k9sI30wIuHcVU1Cr+"
    "ENWhqVyRiAKktgvxegDnqvRB2n1aHKovp60Fs7YIDrclscRFikV45x0RNBdVtUkWD430vZgekkZdnwpeHxGV9TIe"
    "2FCNooQzUzx6v4ft0sZ5SYI490F2sYZu/sig4IB/KOzVfPXBX9dkftLgZTWtfP7GI9NjEitLn/lYTh2jfSKTYZSM"
    "+BQt16m2yg/4X7xftA2P3fSyU1zWineocz4DKyilWmVhPRjy9LrTPtQWVVNGrVfUsNYwWHJX6FwkF7JNbCqLEQue"
    "MjPhc9cnr66uF+Wt1IsuTj278MgyZqYlr7mkW91zyWJMSIXTKmqv5um9ypc3IJUmkvs67A91XA8vspARsUM4Jw";

value::Failure wrong(const std::string& what) { return value::fail("AGE-15", what); }

value::Result<void> test_draft(const Kem& kem) {
  const auto recipient = kem.public_key(draft_seed);
  const auto sent = recipient ? kem.encapsulate(*recipient, draft_randomness) : std::nullopt;
  if (!sent || sent->secret != draft_secret) {
    return wrong("X-Wing gives another secret than its draft");
  }
  const auto received = kem.decapsulate(sent->share, draft_seed);
  if (!received || *received != draft_secret) {
    return wrong("X-Wing does not find the secret again");
  }
  HybridShare altered = sent->share;
  altered.front() ^= 1U;
  const auto rejected = kem.decapsulate(altered, draft_seed);
  if (rejected && *rejected == draft_secret) {
    return wrong("X-Wing finds the secret in an altered share");
  }
  return {};
}

value::Result<void> test_kit(const Kem& kem) {
  const auto identity = codec::decode_bech32(kit_identity);
  const auto body = codec::decode_base64_unpadded(kit_body);
  HybridSeed seed{};
  if (!identity || identity->data.size() != seed.size() || !body) {
    return wrong("the published file cannot be read");
  }
  std::ranges::copy(identity->data, seed.begin());
  const Stanza stanza{std::string(hybrid_stanza_type), {std::string(kit_share)}, *body};
  const auto key = unwrap_hybrid(kem, stanza, seed);
  if (!key || value::text_of(key->view()) != kit_file_key) {
    return wrong("a published age file does not open");
  }
  return {};
}

}  // namespace

value::Result<void> test_kem(const Kem& kem) {
  const auto draft = test_draft(kem);
  return draft ? test_kit(kem) : draft;
}

value::Result<const Kem*> hybrid_kem() {
  const Kem* const kem = xwing();
  if (kem == nullptr) {
    return value::fail("AGE-14", "this build has no libsodium from 1.0.22 on");
  }
  static const value::Result<void> tested = test_kem(*kem);
  return tested ? value::Result<const Kem*>(kem) : value::fail(tested.error());
}

value::Result<void> supports(Suite suite) {
  switch (suite) {
    case Suite::age_x25519:
      return {};
    case Suite::age_mlkem768x25519: {
      const auto kem = hybrid_kem();
      return kem ? value::Result<void>() : value::fail(kem.error());
    }
  }
  return value::fail("AGE-11", "a suite without a way to seal");
}

value::Result<Suite> suite_for_new_keys() {
  const auto hybrid = supports(Suite::age_mlkem768x25519);
  if (hybrid) {
    return Suite::age_mlkem768x25519;
  }
  return hybrid.error().code == value::Code("AGE-14") ? value::Result<Suite>(Suite::age_x25519)
                                                      : value::fail(hybrid.error());
}

}  // namespace comity::crypto
