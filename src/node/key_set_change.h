// A new key set for this node: prepared from the one in force, authorised by two administrators
// once two are enrolled, signed by the root, logged, and appended to the chain that peers read.
#pragma once

#include "crypto/signer.h"
#include "node/opened.h"
#include "signed/key_set.h"
#include "value/bytes.h"
#include "value/result.h"

#include <functional>
#include <string>
#include <vector>

namespace comity::node {

/// The payload of the key set that follows the one in force, changed by `edit`. For the founding
/// one (no chain yet) `edit` fills an empty set of serial 1.
value::Result<value::Bytes> prepare_key_set(OpenNode& node,
                                            const std::function<void(signed_::KeySet&)>& edit);

/// Checks it as a peer will, commits it, waits until it is in the ledger and appends it to the
/// chain. The ledger is sequenced by the running `comity serve`, or here by `ledger` while the node
/// has no peer. SIGN-11 to SIGN-14; NODE-06.
value::Result<void> commit_key_set(OpenNode& node, value::BytesView payload,
                                   const std::vector<std::string>& authorisations,
                                   crypto::Signer& root, crypto::Ed25519Signer* ledger);

}  // namespace comity::node
