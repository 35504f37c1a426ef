#include "store/object_files.h"

#include "object/blob_store.h"
#include "store/files.h"
#include "store/leaf_table.h"
#include "value/bytes.h"
#include "value/result.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

namespace fs = std::filesystem;

using object::ObjectId;
using value::Result;

// A lost machine costs at most this many MiB of an upload; each settling costs one sync.
constexpr std::size_t settle_after = 64;

std::string name_of(const ObjectId& id) {
  return id.package.text() + "/" + std::to_string(id.number);
}

Result<File> must_open(const fs::path& path, int flags) {
  auto opened = File::open(path, flags);
  if (!opened) {
    return value::fail(opened.error());
  }
  std::optional<File>& file = *opened;
  return file ? Result<File>(*std::move(file)) : io_failure(ENOENT, path);
}

bool fits(const std::optional<std::uint64_t>& length, const object::Chunk& chunk) {
  const std::size_t size = chunk.bytes.size();
  if (size == 0 || chunk.index > max_chunk_index) {
    return false;
  }
  return length ? size == object::chunk_length(*length, chunk.index) : size <= object::chunk_size;
}

}  // namespace

ObjectFiles::ObjectFiles(Place place, File table_file, File bytes)
    : place_(std::move(place)), table_file_(std::move(table_file)), bytes_(std::move(bytes)) {}

ObjectFiles::Place ObjectFiles::place_of(const fs::path& root, const ObjectId& id) {
  const fs::path folder = root / id.package.text();
  const std::string name = std::to_string(id.number);
  return {folder, folder / name, folder / (name + std::string(leaves_suffix))};
}

// The file may lose its name to `remove` while this waits for the lock: then it is another object.
Result<std::optional<File>> ObjectFiles::lock_table(const Place& place, int flags) {
  while (true) {
    auto opened = File::open(place.table, flags);
    if (!opened) {
      return opened;
    }
    const std::optional<File>& file = *opened;
    if (!file) {
      return opened;
    }
    if (const auto locked = file->lock_alone(); !locked) {
      return value::fail(locked.error());
    }
    const auto named = file->named();
    if (!named) {
      return value::fail(named.error());
    }
    if (*named) {
      return opened;
    }
  }
}

Result<void> ObjectFiles::begin(const fs::path& root, const ObjectId& id,
                                std::optional<std::uint64_t> length) {
  const Place place = place_of(root, id);
  std::optional<File> table_file;
  while (!table_file) {  // `remove` may take the empty folder away in between
    if (auto made = make_folders(root, id.package.text()); !made) {
      return made;
    }
    auto locked = lock_table(place, O_CREAT | O_RDWR);
    if (!locked) {
      return value::fail(locked.error());
    }
    table_file = *std::move(locked);
  }
  const LeafTable table(*table_file);
  const auto begun = table.begun();
  if (!begun) {
    return value::fail(begun.error());
  }
  if (const auto& first_length = *begun; first_length) {
    return *first_length == length
               ? Result<void>()
               : value::fail("OBJ-02", name_of(id) + " begun with another length");
  }
  const auto bytes = must_open(place.bytes, O_CREAT | O_TRUNC | O_RDWR);
  auto done = bytes ? table.begin(length) : value::fail(bytes.error());
  if (done) {
    done = sync_folder(place.folder);
  }
  if (!done) {
    (void)::unlink(place.table.c_str());
    (void)::unlink(place.bytes.c_str());
  }
  return done;
}

Result<ObjectFiles> ObjectFiles::open(const fs::path& root, const ObjectId& id) {
  Place place = place_of(root, id);
  auto table_file = value::required(lock_table(place, O_RDWR), "OBJ-01", name_of(id));
  if (!table_file) {
    return value::fail(table_file.error());
  }
  const auto begun = value::required(LeafTable(*table_file).begun(), "OBJ-01", name_of(id));
  if (!begun) {
    return value::fail(begun.error());
  }
  auto bytes = must_open(place.bytes, O_CREAT | O_RDWR);
  if (!bytes) {
    return value::fail(bytes.error());
  }
  return ObjectFiles(std::move(place), *std::move(table_file), *std::move(bytes));
}

Result<std::optional<value::Bytes>> ObjectFiles::whole(const KeptChunk& chunk) const {
  value::Bytes bytes(chunk.size);
  const auto got = bytes_.read_at(chunk.index * object::chunk_size, bytes);
  if (!got) {
    return value::fail(got.error());
  }
  if (*got != bytes.size() || (!chunk.settled && checksum(bytes) != chunk.sum)) {
    return std::optional<value::Bytes>();
  }
  return std::optional(std::move(bytes));
}

Result<std::vector<KeptChunk>> ObjectFiles::present() const {
  std::vector<KeptChunk> out;
  std::optional<value::Error> failed;
  const auto read = LeafTable(table_file_).each([&](const KeptChunk& chunk) {
    if (!chunk.settled) {
      const auto bytes = whole(chunk);
      if (!bytes) {
        failed = bytes.error();
      }
      if (!bytes || !*bytes) {
        return;
      }
    }
    out.push_back(chunk);
  });
  if (!read || failed) {
    return value::fail(failed ? *failed : read.error());
  }
  return out;
}

Result<void> ObjectFiles::put(const object::Chunk& chunk, Unsettled& unsettled) const {
  const LeafTable table(table_file_);
  const auto info_now = info();
  const auto found = table.chunk(chunk.index);
  if (!info_now || !found) {
    return value::fail(!info_now ? info_now.error() : found.error());
  }
  if (const std::optional<KeptChunk>& kept = *found; kept) {
    const auto bytes = whole(*kept);
    if (!bytes) {
      return value::fail(bytes.error());
    }
    if (bytes->has_value()) {
      return kept->leaf == chunk.leaf
                 ? Result<void>()
                 : value::fail("OBJ-04", "other bytes at " + std::to_string(chunk.index));
    }
  }
  if (info_now->root) {
    return value::fail("OBJ-02", "the object is final");
  }
  if (!fits(info_now->length, chunk)) {
    return value::fail("OBJ-03", "no such chunk: " + std::to_string(chunk.index));
  }
  if (auto written = write(chunk); !written) {
    return written;
  }
  unsettled.push_back(chunk.index);
  if (unsettled.size() < settle_after) {
    return {};
  }
  std::vector<KeptChunk> chunks;
  for (const std::uint64_t index : std::exchange(unsettled, {})) {
    if (const auto written = table.chunk(index).value_or(std::nullopt); written) {
      chunks.push_back(*written);
    }
  }
  return settle(chunks);
}

Result<void> ObjectFiles::write(const object::Chunk& chunk) const {
  const std::uint64_t at = chunk.index * object::chunk_size;
  const auto size = bytes_.size();
  if (!size) {
    return value::fail(size.error());
  }
  auto done = bytes_.write_at(at, chunk.bytes);
  if (done) {
    done = LeafTable(table_file_)
               .keep({chunk.index, static_cast<std::uint32_t>(chunk.bytes.size()), false,
                      chunk.leaf, checksum(chunk.bytes)});
  }
  if (!done) {
    bytes_.give_up(at, chunk.bytes.size(), *size);
  }
  return done;
}

// The octets first, then the word that they are there. After a failed sync the kernel has dropped
// what it could not write and would call the next sync a success: those chunks must come again.
Result<void> ObjectFiles::settle(const std::vector<KeptChunk>& chunks) const {
  const LeafTable table(table_file_);
  auto synced = bytes_.sync();
  for (KeptChunk chunk : chunks) {
    chunk.settled = true;
    if (!synced) {
      (void)table.forget(chunk.index);
    } else if (auto kept = table.keep(chunk); !kept) {
      return kept;
    }
  }
  return synced;
}

Result<std::vector<object::Leaf>> ObjectFiles::leaves() const {
  const auto chunks = present();
  if (!chunks) {
    return value::fail(chunks.error());
  }
  std::vector<object::Leaf> out;
  out.reserve(chunks->size());
  for (const KeptChunk& chunk : *chunks) {
    out.push_back({chunk.index, chunk.leaf});
  }
  return out;
}

Result<value::Bytes> ObjectFiles::get(std::uint64_t index) const {
  const std::string absent = "chunk not present: " + std::to_string(index);
  const auto kept = value::required(LeafTable(table_file_).chunk(index), "OBJ-05", absent);
  return kept ? value::required(whole(*kept), "OBJ-05", absent) : value::fail(kept.error());
}

Result<void> ObjectFiles::may_finalise(const object::Extent& extent,
                                       const std::vector<KeptChunk>& chunks) const {
  const auto begun = LeafTable(table_file_).begun();
  if (!begun) {
    return value::fail(begun.error());
  }
  const std::optional<std::uint64_t> length = begun->value_or(std::nullopt);
  if (length && *length != extent.length) {
    return value::fail("OBJ-02", "begun with another length");
  }
  bool complete = extent.length != 0 && chunks.size() == object::chunk_count(extent.length);
  for (const KeptChunk& chunk : chunks) {
    complete = complete && chunk.size == object::chunk_length(extent.length, chunk.index);
  }
  return complete ? Result<void>() : value::fail("OBJ-06", "chunks are missing");
}

Result<void> ObjectFiles::finalise(const object::Extent& extent) const {
  const LeafTable table(table_file_);
  const auto final_extent = table.final_extent();
  if (!final_extent) {
    return value::fail(final_extent.error());
  }
  if (const std::optional<object::Extent>& earlier = *final_extent; earlier) {
    return *earlier == extent ? Result<void>()
                              : value::fail("OBJ-02", "already final with another extent");
  }
  auto chunks = present();
  if (!chunks) {
    return value::fail(chunks.error());
  }
  if (auto may = may_finalise(extent, *chunks); !may) {
    return may;
  }
  std::erase_if(*chunks, [](const KeptChunk& chunk) { return chunk.settled; });
  auto done = settle(*chunks);
  if (done) {
    done = table_file_.sync();  // or "final" could outlive a record that it counts on
  }
  if (done) {
    done = table.finalise(extent);
  }
  if (done) {
    done = table_file_.sync();
  }
  return done ? sync_folder(place_.folder) : done;
}

Result<object::ObjectInfo> ObjectFiles::info() const {
  const LeafTable table(table_file_);
  const auto final_extent = table.final_extent();
  const auto begun = table.begun();
  if (!final_extent || !begun) {
    return value::fail(!begun ? begun.error() : final_extent.error());
  }
  if (const std::optional<object::Extent>& extent = *final_extent; extent) {
    return object::ObjectInfo{extent->length, extent->root};
  }
  return object::ObjectInfo{begun->value_or(std::nullopt), std::nullopt};
}

// The table first: bytes without a table are nothing, a table without bytes would promise them.
Result<void> ObjectFiles::remove() const {
  if (::unlink(place_.table.c_str()) != 0) {
    return io_failure(errno, place_.table);
  }
  (void)::unlink(place_.bytes.c_str());
  (void)::rmdir(place_.folder.c_str());  // only if it was the last
  return {};
}

}  // namespace comity::store
