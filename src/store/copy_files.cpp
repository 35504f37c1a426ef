#include "store/copy_files.h"

#include "ledger/tile_store.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

using object::ObjectId;
using value::fail;
using value::Result;

constexpr std::string_view checkpoint = "checkpoint";

std::string name_of(const ObjectId& id) {
  return id.package.text() + "/" + std::to_string(id.number);
}

/// What is at `path` in the source now; STORE-27 when it went away meanwhile.
Result<value::Bytes> source_file(const ledger::TileReader& from, const std::string& path) {
  return value::required(from.get(path), "STORE-27", path);
}

Result<void> refuse_other_checkpoint(const value::Bytes& ours, const ledger::TileReader& to) {
  const auto there = to.get(checkpoint);
  if (!there) {
    return fail(there.error());
  }
  const std::optional<value::Bytes>& theirs = *there;
  return theirs && *theirs != ours ? fail("STORE-26", std::string(checkpoint)) : Result<void>();
}

Result<void> copy_chunks(const ObjectId& id, const object::BlobStore& from, object::BlobStore& to) {
  const auto leaves = from.leaves(id);
  const auto kept = leaves ? to.leaves(id) : leaves;
  if (!kept) {
    return fail(kept.error());
  }
  for (const object::Leaf& leaf : *leaves) {
    if (std::ranges::find(*kept, leaf) != kept->end()) {
      continue;
    }
    const auto bytes = from.get(id, leaf.index);
    auto done = bytes ? to.put(id, {leaf.index, *bytes, leaf.digest}) : fail(bytes.error());
    if (!done) {
      return done;
    }
  }
  return {};
}

Result<void> copy_object(const ObjectId& id, const object::BlobStore& from, object::BlobStore& to) {
  const auto info = from.info(id);
  auto done = info ? to.begin(id, info->length) : fail(info.error());
  done = done ? copy_chunks(id, from, to) : done;
  if (!done) {
    return done;
  }
  const std::optional<value::Digest>& root = info->root;
  return root ? to.finalise(id, {info->length.value_or(0), *root}) : Result<void>();
}

/// The number of chunks.
Result<std::uint64_t> compare_object(const ObjectId& id, const object::BlobStore& from,
                                     const object::BlobStore& to) {
  const auto ours = from.info(id);
  const auto theirs = ours ? to.info(id) : ours;
  const auto leaves = theirs ? from.leaves(id) : fail(theirs.error());
  const auto kept = leaves ? to.leaves(id) : leaves;
  if (!kept) {
    return fail(kept.error());
  }
  if (*ours != *theirs || *leaves != *kept) {
    return fail("STORE-27", name_of(id));
  }
  for (const object::Leaf& leaf : *leaves) {
    const auto one = from.get(id, leaf.index);
    const auto other = one ? to.get(id, leaf.index) : one;
    if (!other || *one != *other) {
      return other ? fail("STORE-27", name_of(id) + " chunk " + std::to_string(leaf.index))
                   : fail(other.error());
    }
  }
  return leaves->size();
}

}  // namespace

Result<void> copy_tiles(const std::vector<std::string>& paths, const ledger::TileReader& from,
                        ledger::TileStore& to) {
  std::optional<ledger::TileFile> last;
  if (std::ranges::find(paths, checkpoint) != paths.end()) {
    auto bytes = source_file(from, std::string(checkpoint));
    const auto free = bytes ? refuse_other_checkpoint(*bytes, to) : fail(bytes.error());
    if (!free) {
      return free;
    }
    last = ledger::TileFile{std::string(checkpoint), *std::move(bytes)};
  }
  for (const std::string& path : paths) {
    if (path == checkpoint) {
      continue;
    }
    auto bytes = source_file(from, path);
    auto done = bytes ? to.put({{path, *std::move(bytes)}}) : fail(bytes.error());
    if (!done) {
      return done;
    }
  }
  return last ? to.replace(*last) : Result<void>();
}

Result<void> copy_objects(const std::vector<value::Uuid>& packages, const object::BlobStore& from,
                          object::BlobStore& to) {
  for (const value::Uuid& package : packages) {
    const auto objects = from.list(package);
    if (!objects) {
      return fail(objects.error());
    }
    for (const ObjectId& id : *objects) {
      if (auto done = copy_object(id, from, to); !done) {
        return done;
      }
    }
  }
  return {};
}

Result<CopiedFiles> compare_tiles(const std::vector<std::string>& paths,
                                  const ledger::TileReader& from, const ledger::TileReader& to) {
  CopiedFiles found;
  for (const std::string& path : paths) {
    const auto ours = from.get(path);
    const auto theirs = ours ? to.get(path) : ours;
    if (!theirs) {
      return fail(theirs.error());
    }
    if (*ours != *theirs) {
      return fail("STORE-27", path);
    }
    ++found.tiles;
  }
  return found;
}

Result<CopiedFiles> compare_objects(const std::vector<value::Uuid>& packages,
                                    const object::BlobStore& from, const object::BlobStore& to) {
  CopiedFiles found;
  for (const value::Uuid& package : packages) {
    const auto ours = from.list(package);
    const auto theirs = ours ? to.list(package) : ours;
    if (!theirs || *ours != *theirs) {
      return theirs ? fail("STORE-27", package.text()) : fail(theirs.error());
    }
    for (const ObjectId& id : *ours) {
      const auto chunks = compare_object(id, from, to);
      if (!chunks) {
        return fail(chunks.error());
      }
      ++found.objects;
      found.chunks += *chunks;
    }
  }
  return found;
}

}  // namespace comity::store
