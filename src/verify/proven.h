// The statements of a bundle with everything that was proven of each: the nodes whose key sets it
// stands on, its place in the author's ledger, the keys in force there. What they say to each other
// is verify/case_check.h.
#pragma once

#include "evidence/court_bundle.h"
#include "exchange/directory.h"
#include "ledger/slip.h"
#include "merkle/proof.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "verify/bundle_files.h"
#include "verify/finding.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace comity::verify {

using Nodes = std::map<std::string, exchange::KnownNode, std::less<>>;

/// Reads every chain of the bundle from its trusted root. A node without trust is read from the
/// root that the bundle itself has: its findings say so, and no verdict can be better than that.
Nodes prove_nodes(const BundleFiles& files, const evidence::bundle::Roots& trusted,
                  Findings& findings);

/// The node whose desk this is; null when the bundle has none.
const exchange::KnownNode* node_of_desk(const Nodes& nodes, std::string_view desk);

struct Proven {
  std::string path;
  value::Bytes bytes;  ///< the exact envelope
  signed_::Envelope envelope;
  statement::Statement content;
  ledger::Slip slip;
  merkle::TreeHead head;  ///< of the checkpoint that the slip leads to
  const exchange::KnownNode* author = nullptr;
  const signed_::KeySet* keys = nullptr;  ///< in force at the slip's index

  [[nodiscard]] const std::string& document() const { return content.head.document; }

  [[nodiscard]] const value::Digest& digest() const { return envelope.payload_digest; }
};

/// Those that were proven; what is wrong with others is in the findings. Borrows the nodes.
std::vector<Proven> prove_statements(const BundleFiles& files, const Nodes& nodes,
                                     Findings& findings);

}  // namespace comity::verify
