// Checksums of wallet addresses: segwit (BIP 173, BIP 350), Base58Check and EIP-55. Other values of
// identifiers are checked in request/identifier_value.h.
#pragma once

#include "request/check_input.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace comity::request {

enum class Verdict : std::uint8_t { good, bad, not_checked };

struct ValueCheck {
  Verdict verdict = Verdict::good;
  std::string sentence;  // why it is bad, or what is lacking

  static ValueCheck bad(std::string why) { return {Verdict::bad, std::move(why)}; }

  static ValueCheck unchecked(std::string why) { return {Verdict::not_checked, std::move(why)}; }
};

/// `chain` is a code of cl_chain; without one the address is bad.
ValueCheck check_wallet(std::string_view address, std::string_view chain,
                        const HashFunctions& hashes);

}  // namespace comity::request
