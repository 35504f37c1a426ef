#include "ledger/log_folder.h"

#include "ledger/bundle.h"
#include "ledger/checkpoint.h"
#include "ledger/log_check.h"
#include "ledger/tile_nodes.h"
#include "ledger/tile_path.h"
#include "ledger/tile_store.h"
#include "ledger/vkey.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::ledger {
namespace {

value::Result<value::Bytes> tile_bytes(const TileReader& log, const TilePath& path,
                                       std::uint64_t size) {
  value::Bytes bytes;
  if (path.level) {
    const auto hashes = read_hashes(log, *path.level, path.index, size);
    if (!hashes) {
      return value::fail(hashes.error());
    }
    for (const auto& hash : *hashes) {
      bytes.insert(bytes.end(), hash.octets.begin(), hash.octets.end());
    }
    return bytes;
  }
  const auto entries = read_entries(log, path.index, size);
  if (!entries) {
    return value::fail(entries.error());
  }
  for (const auto& entry : *entries) {
    append_to_bundle(bytes, entry);
  }
  return bytes;
}

}  // namespace

std::vector<std::string> log_paths(std::uint64_t size) {
  std::vector<std::string> paths;
  const auto add_level = [&](std::optional<unsigned> level) {
    for (std::uint64_t index = 0;; ++index) {
      const auto width = width_in_tree(level.value_or(0), index, size);
      if (width == 0) {
        return;
      }
      paths.push_back(TilePath{level, index, width}.text());
    }
  };
  add_level(std::nullopt);
  unsigned level = 0;
  for (auto hashes = size; hashes > 0; hashes /= tile_width) {
    add_level(level++);
  }
  return paths;
}

value::Result<Checkpoint> export_log(const TileReader& log, std::string_view checkpoint_note,
                                     const VerifierKey& key, TileStore& folder) {
  auto checkpoint = open_checkpoint(checkpoint_note, key);
  if (!checkpoint) {
    return checkpoint;
  }
  const auto size = checkpoint->head.size;
  for (const auto& text : log_paths(size)) {
    const auto path = parse_tile_path(text);
    auto bytes = path ? tile_bytes(log, *path, size) : value::fail(path.error());
    if (!bytes) {
      return value::fail(bytes.error());
    }
    if (auto written = folder.put({{text, std::move(*bytes)}}); !written) {
      return value::fail(written.error());
    }
  }
  for (const auto& file :
       {TileFile{std::string(vkey_path), value::to_bytes(key.text() + "\n")},
        TileFile{std::string(checkpoint_path), value::to_bytes(checkpoint_note)}}) {
    if (auto written = folder.replace(file); !written) {
      return value::fail(written.error());
    }
  }
  return checkpoint;
}

value::Result<Checkpoint> verify_folder(const TileReader& folder, const VerifierKey& key) {
  const auto note = folder.get(checkpoint_path);
  const auto vkey = folder.get(vkey_path);
  if (!note || !vkey) {
    return value::fail(note ? vkey.error() : note.error());
  }
  const std::optional<value::Bytes>& note_file = *note;
  if (!note_file) {
    return value::fail("LEDGER-15", std::string(checkpoint_path));
  }
  const std::optional<value::Bytes>& vkey_file = *vkey;
  if (vkey_file && value::text_of(*vkey_file) != key.text() + "\n") {
    return value::fail("LEDGER-14", "the file vkey is not the key that was given");
  }
  auto checkpoint = open_checkpoint(value::text_of(*note_file), key);
  if (!checkpoint) {
    return checkpoint;
  }
  if (auto whole = check_log(folder, checkpoint->head); !whole) {
    return value::fail(whole.error());
  }
  return checkpoint;
}

}  // namespace comity::ledger
