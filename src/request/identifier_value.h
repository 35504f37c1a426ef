// Whether the value of an identifier is written as its type asks: form and checksum, by
// cl_identifier code (specification section 8). Wallet addresses are in request/wallet.h.
#pragma once

#include "request/check_input.h"
#include "request/subject.h"
#include "request/wallet.h"

#include <string>
#include <string_view>

namespace comity::request {

ValueCheck check_value(const Identifier& identifier, const HashFunctions& hashes);

/// The Luhn check digit of these digits, which come without it.
char luhn_digit(std::string_view digits);

/// ISO 7064 MOD 97-10 over an IBAN, spaces already removed.
bool iban_checksum_holds(std::string_view iban);

/// True for the hash of zero octets in any usual algorithm: nobody seized nothing.
bool is_hash_of_nothing(std::string_view hex);

}  // namespace comity::request
