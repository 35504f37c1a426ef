// The passphrase type of the keys room, for those who only pass it on.
#pragma once

#include "keys/passphrase.h"

namespace comity::node {

using Passphrase = keys::Passphrase;

}  // namespace comity::node
