#include "evidence/court_bundle.h"
#include "exchange/directory.h"
#include "exchange/enclosure.h"
#include "signed/envelope.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/names.h"
#include "value/result.h"
#include "verify/bundle_files.h"
#include "verify/finding.h"
#include "verify/proven.h"

#include <string>
#include <string_view>
#include <utility>

namespace comity::verify {
namespace {

namespace bundle = evidence::bundle;
using value::fail;
using value::Result;

/// The certificate that signed the first key set: what there is to compare.
Result<value::Digest> founding_root(value::BytesView chain) {
  auto enclosures = exchange::read_enclosures(chain);
  if (!enclosures || enclosures->empty()) {
    return enclosures ? fail("EXCH-06", "no key set") : fail(enclosures.error());
  }
  auto envelope = signed_::read_envelope(enclosures->front().envelope);
  return envelope ? Result<value::Digest>(envelope->chain.front().fingerprint())
                  : fail(envelope.error());
}

void judge_root(const std::string& path, const std::string& node, const value::Digest& root,
                const bundle::Roots& trusted, Findings& findings) {
  const auto found = trusted.find(node);
  if (found == trusted.end()) {
    findings.add(Check::trusted_root, path,
                 fail("VER-08", node + " is not trusted by you: fingerprint is " + root.hex()));
    return;
  }
  findings.add(Check::trusted_root, path,
               found->second == root
                   ? Result<void>()
                   : fail("VER-07", "it is " + root.hex() + ", you trust " + found->second.hex()));
}

std::string node_in(std::string_view path) {
  path.remove_prefix(path.find('/') + 1);
  return std::string(path.substr(0, path.rfind('.')));
}

}  // namespace

Nodes prove_nodes(const BundleFiles& files, const bundle::Roots& trusted, Findings& findings) {
  Nodes nodes;
  bundle::Roots roots;
  for (const std::string& path : files.paths()) {
    if (!path.starts_with("key-sets/") || !path.ends_with(".chain") ||
        path.find('/') != path.rfind('/')) {
      continue;  // of no node; check_copy says what has no place
    }
    const std::string name = node_in(path);
    auto chain = value::is_name(name) ? files.read(path) : fail("VER-06", path);
    auto root = chain ? founding_root(*chain) : fail(chain.error());
    auto node = root ? exchange::read_node({name, *root, *chain, {}, {}}) : fail(root.error());
    if (!findings.add(Check::key_sets, path, only_error(node))) {
      continue;
    }
    judge_root(path, name, *root, trusted, findings);
    roots[name] = *root;
    nodes.emplace(name, *std::move(node));
  }
  const auto text = files.read(bundle::roots_file);
  const auto told = text ? bundle::decode_roots(value::text_of(*text)) : fail(text.error());
  const bool same = told && bundle::encode_roots(*told) == value::text_of(*text) && *told == roots;
  findings.add(Check::form, bundle::roots_file,
               same ? Result<void>() : fail("VER-09", "its roots are not those of the key sets"));
  return nodes;
}

const exchange::KnownNode* node_of_desk(const Nodes& nodes, std::string_view desk) {
  const exchange::KnownNode* found = nullptr;
  for (const auto& [name, node] : nodes) {
    // A desk belongs to the node whose name it begins with, and to the longer one of two. Whether
    // it was listed is judged at the index of the statement: a desk may have been withdrawn since.
    if (desk.starts_with(name + ".") && (found == nullptr || name.size() > found->node.size())) {
      found = &node;
    }
  }
  return found;
}

}  // namespace comity::verify
