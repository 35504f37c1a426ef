#include "desk/bundle.h"

#include "crypto/age.h"
#include "desk/bundle_folder.h"
#include "desk/case_file.h"
#include "desk/context.h"
#include "desk/open_package.h"
#include "desk/release.h"
#include "evidence/court_bundle.h"
#include "evidence/file_source.h"
#include "evidence/outer_manifest.h"
#include "evidence/package_blobs.h"
#include "evidence/sidecar.h"
#include "evidence/signed_manifest.h"
#include "exchange/directory.h"
#include "exchange/enclosure.h"
#include "exchange/package_store.h"
#include "exchange/peer_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace comity::desk {
namespace {

namespace bundle = evidence::bundle;
using value::fail;
using value::Result;

/// This node and those whose desks stand in the case.
std::set<std::string> nodes_of(const Context& context, const CaseFile& file) {
  std::set<std::string> nodes{context.node};
  const auto directory = context.directory.now();
  for (const FiledStatement& filed : file.statements) {
    for (const std::string& desk : {filed.stored.from_desk, filed.stored.to_desk}) {
      if (const exchange::KnownNode* node = directory->of_desk(desk)) {
        nodes.insert(node->node);
      }
    }
  }
  return nodes;
}

Result<void> put_key_sets(const Context& context, const CaseFile& file, BundleFolder& out) {
  auto peers = context.stores.peers.peers();
  if (!peers) {
    return fail(peers.error());
  }
  const std::set<std::string> nodes = nodes_of(context, file);
  bundle::Roots roots;
  for (const exchange::StoredPeer& peer : *peers) {
    if (nodes.contains(peer.node)) {
      roots[peer.node] = peer.root_fingerprint;
      if (auto put = out.put(bundle::chain_path(peer.node), peer.chain); !put) {
        return put;
      }
    }
  }
  return out.put(std::string(bundle::roots_file), value::bytes_of(bundle::encode_roots(roots)));
}

Result<void> put_statements(const Context& context, const CaseFile& file, BundleFolder& out) {
  auto checkpoint =
      value::required(context.stores.ledger.checkpoint(), "DESK-06", "no checkpoint yet");
  if (!checkpoint) {
    return fail(checkpoint.error());
  }
  std::size_t number = 0;
  for (const FiledStatement& filed : file.statements) {
    const auto& stored = filed.stored;
    auto slip = stored.peer_slip.empty()
                    ? own_slip(context, *checkpoint, stored.digest)
                    : Result<std::string>(std::string(value::text_of(stored.peer_slip)));
    auto enclosure =
        slip ? exchange::write_enclosure({*std::move(slip), stored.envelope}) : fail(slip.error());
    if (!enclosure) {
      return fail(enclosure.error());
    }
    if (auto put = out.put(bundle::statement_path(++number), *enclosure); !put) {
      return put;
    }
  }
  return {};
}

/// What locates damage to one chunk. It needs no signature: its root is the signed one.
Result<void> put_leaves(std::uint32_t number, const BundleFolder::Copied& copied,
                        BundleFolder& out) {
  value::Bytes bytes;
  for (const value::Digest& leaf : copied.leaves) {
    bytes.insert(bytes.end(), leaf.octets.begin(), leaf.octets.end());
  }
  const bool useful = copied.leaves.size() > 1 && bytes.size() <= bundle::max_list_octets;
  return useful ? out.put(bundle::leaves_path(number), bytes) : Result<void>();
}

/// The same for an opened file: what the sender sealed as its sidecar, made again.
Result<void> put_midstates(std::uint32_t number, const BundleFolder::Copied& copied,
                           BundleFolder& out) {
  const value::Bytes bytes =
      evidence::encode_sidecar({copied.length, copied.sha256, copied.states});
  const bool useful = copied.leaves.size() > 1 && bytes.size() <= bundle::max_list_octets;
  return useful ? out.put(bundle::midstates_path(number), bytes) : Result<void>();
}

Result<std::size_t> put_objects(const Context& context, const exchange::StoredPackage& package,
                                BundleFolder& out) {
  auto outer = evidence::read_outer(value::text_of(package.outer));
  if (!outer) {
    return fail(outer.error());
  }
  const evidence::PackageBlobs blobs(context.stores.blobs, package.package_id);
  const std::size_t count = outer->manifest.objects.size();
  for (std::uint32_t number = 0; number < count; ++number) {
    auto source = blobs.open(number);
    auto copied = source ? out.copy(bundle::object_path(number), **source) : fail(source.error());
    auto listed = copied ? put_leaves(number, *copied, out) : fail(copied.error());
    if (!listed) {
      return fail(listed.error());
    }
  }
  return count;
}

/// The plaintext of object 0: with it a court sees what the sending desk signed of each file. The
/// opening was logged before, so it says nothing new to this node.
Result<value::Bytes> salted_inner(const Context& context, const exchange::StoredPackage& package,
                                  const std::string& desk) {
  auto secrets = secrets_of(context, desk);
  auto outer = evidence::read_outer(value::text_of(package.outer));
  if (!secrets || !outer) {
    return fail(!secrets ? secrets.error() : outer.error());
  }
  const evidence::PackageBlobs blobs(context.stores.blobs, package.package_id);
  auto source = blobs.open(0);
  if (!source) {
    return fail(source.error());
  }
  if (outer->manifest.objects.front().extent.length > 2 * evidence::max_manifest_octets) {
    return fail("PKG-02", "object 0 is too large");
  }
  value::Bytes sealed(outer->manifest.objects.front().extent.length);
  auto got = (*source)->read(sealed);
  auto plain = got ? crypto::age_open(*secrets->opener, sealed) : fail(got.error());
  auto salted = plain ? evidence::decode_salted(*plain) : fail(plain.error());
  if (!salted) {
    return fail(salted.error());
  }
  if (evidence::commitment_of(salted->salt, salted->jws) != outer->manifest.inner_commitment) {
    return fail("PKG-14", package.package_id.text());
  }
  return *std::move(plain);
}

Result<std::size_t> put_files(const Context& context, const exchange::StoredPackage& package,
                              const std::pair<std::string, std::string>& desk_and_folder,
                              BundleFolder& out) {
  if (package.state != exchange::PackageState::opened) {
    return fail("DESK-22", package.package_id.text());
  }
  auto plain = salted_inner(context, package, desk_and_folder.first);
  auto salted = plain ? evidence::decode_salted(*plain) : fail(plain.error());
  auto inner = salted ? evidence::read_inner(salted->jws) : fail(salted.error());
  if (!inner) {
    return fail(inner.error());
  }
  const auto files = bundle::files_of(inner->manifest);
  std::uint32_t number = 0;
  for (const bundle::OpenedFile& file : files) {
    const auto from =
        std::filesystem::path(desk_and_folder.second) / std::filesystem::path(file.path).filename();
    auto source = evidence::FileSource::open(from.string());
    auto copied = source ? out.copy(file.path, **source) : fail(source.error());
    if (!copied) {
      return fail(copied.error());
    }
    if (copied->length != file.length || copied->sha256 != file.sha256) {
      return fail("VER-20", from.string() + " has SHA-256 " + copied->sha256.hex());
    }
    if (auto listed = put_midstates(++number, *copied, out); !listed) {
      return fail(listed.error());
    }
  }
  auto put = out.put(std::string(bundle::inner_file), *plain);
  put = put ? out.put(std::string(bundle::files_file), bundle::encode_files(files)) : put;
  return put ? Result<std::size_t>(files.size()) : fail(put.error());
}

/// Nothing when the case has no package here and nobody asked for one.
Result<std::optional<exchange::StoredPackage>> package_of(const Context& context,
                                                          const value::Uuid& case_id,
                                                          const BundleOptions& options) {
  auto package = delivered_package(context, case_id);
  if (package) {
    return std::optional(*std::move(package));
  }
  const value::Code code = package.error().code;
  constexpr std::array<value::Code, 3> none{"DESK-19", "DESK-20", "DESK-21"};
  const bool absent = code == none[0] || code == none[1] || code == none[2];
  if (absent && !options.objects && options.files.empty()) {
    return std::optional<exchange::StoredPackage>();
  }
  return fail(package.error());
}

Result<void> put_package(const Context& context, const CaseFile& file, const BundleOptions& options,
                         std::pair<BundleFolder&, WrittenBundle&> into) {
  auto found = package_of(context, file.case_id, options);
  if (!found) {
    return fail(found.error());
  }
  const std::optional<exchange::StoredPackage>& package = *found;
  if (!package) {
    return {};
  }
  auto& [out, written] = into;
  if (auto put = out.put(std::string(bundle::outer_file), package->outer); !put) {
    return put;
  }
  if (options.objects) {
    auto objects = put_objects(context, *package, out);
    if (!objects) {
      return fail(objects.error());
    }
    written.objects = *objects;
  }
  if (!options.files.empty()) {
    const std::string& desk = file.opening()->content.head.from_desk;
    auto files = put_files(context, *package, {desk, options.files}, out);
    if (!files) {
      return fail(files.error());
    }
    written.files = *files;
  }
  return {};
}

}  // namespace

Result<WrittenBundle> write_bundle(const Context& context, const value::Uuid& case_id,
                                   const std::filesystem::path& folder,
                                   const BundleOptions& options) {
  auto file = load_case(context, case_id);
  if (!file) {
    return fail(file.error());
  }
  if (file->opening() == nullptr) {
    return fail("DESK-05", case_id.text());
  }
  BundleFolder out(folder);
  WrittenBundle written{file->statements.size(), 0, 0};
  auto done = out.begin();
  done = done ? out.put(std::string(bundle::head_file),
                        bundle::encode_head({case_id, context.clock.now(), context.node}))
              : done;
  done = done ? put_key_sets(context, *file, out) : done;
  done = done ? put_statements(context, *file, out) : done;
  done = done ? put_package(context, *file, options, {out, written}) : done;
  done = done ? out.finish() : done;
  return done ? Result<WrittenBundle>(written) : fail(done.error());
}

}  // namespace comity::desk
