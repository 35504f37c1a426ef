#include "store/disk_tiles.h"

#include "ledger/tile_store.h"
#include "store/files.h"
#include "value/bytes.h"
#include "value/result.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

namespace fs = std::filesystem;

using value::Bytes;
using value::Result;

// Files are made here and moved to their place when whole; other names never begin with a dot.
constexpr const char* making = ".making";

bool plain_part(std::string_view part) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  return !part.empty() && part.front() != '.' && part.size() <= 64 &&
         std::ranges::all_of(part, plain);
}

Result<fs::path> checked(std::string_view path) {
  std::string_view rest = path;
  bool plain = path.size() <= 256;
  while (plain) {
    const auto slash = rest.find('/');
    plain = plain_part(rest.substr(0, slash));
    if (slash == std::string_view::npos) {
      break;
    }
    rest.remove_prefix(slash + 1);
  }
  if (!plain) {
    return value::fail("STORE-10", std::string(path.substr(0, 256)));
  }
  return fs::path(path);
}

Result<std::optional<Bytes>> read_whole(const fs::path& file) {
  const auto found = File::open(file, O_RDONLY);
  if (!found) {
    return value::fail(found.error());
  }
  const std::optional<File>& opened = *found;
  if (!opened) {
    return std::optional<Bytes>();
  }
  const auto size = opened->size();
  if (!size) {
    return value::fail(size.error());
  }
  if (*size > ledger::max_tile_file_size) {
    return value::fail("LEDGER-06", file.string() + ": " + std::to_string(*size) + " octets");
  }
  Bytes bytes(*size);
  const auto got = opened->read_at(0, bytes);
  if (!got) {
    return value::fail(got.error());
  }
  bytes.resize(*got);
  return std::optional(std::move(bytes));
}

class FolderReader : public ledger::TileReader {
 public:
  explicit FolderReader(fs::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] Result<std::optional<Bytes>> get(std::string_view path) const override {
    const auto relative = checked(path);
    return relative ? read_whole(folder_ / *relative) : value::fail(relative.error());
  }

 private:
  fs::path folder_;
};

/// A file that is being made, under a name of its own; gone with it unless moved to its place.
class Making {
 public:
  static Result<Making> write(const fs::path& folder, const value::Bytes& bytes);

  Making(Making&&) noexcept = default;
  Making& operator=(Making&&) = delete;
  Making(const Making&) = delete;
  Making& operator=(const Making&) = delete;

  ~Making() {
    if (!path_.empty()) {
      (void)::unlink(path_.c_str());
    }
  }

  [[nodiscard]] Result<void> sync() const { return file_.sync(); }

  /// False when the place is taken: link, unlike rename, never replaces.
  [[nodiscard]] Result<bool> link_to(const fs::path& target) const;

  Result<void> replace(const fs::path& target);

 private:
  Making(fs::path path, File file) : path_(std::move(path)), file_(std::move(file)) {}

  fs::path path_;
  File file_;
};

Result<Making> Making::write(const fs::path& folder, const value::Bytes& bytes) {
  std::string name = folder / making / (std::to_string(::getpid()) + "-XXXXXX");
  auto file = File::make_unique_name(name);
  if (!file) {
    return value::fail(file.error());
  }
  Making out(name, std::move(*file));
  if (auto written = out.file_.write_at(0, bytes); !written) {
    return value::fail(written.error());
  }
  return out;
}

Result<bool> Making::link_to(const fs::path& target) const {
  if (::link(path_.c_str(), target.c_str()) == 0) {
    return true;
  }
  const int error = errno;
  return error == EEXIST ? Result<bool>(false) : io_failure(error, target);
}

Result<void> Making::replace(const fs::path& target) {
  if (::rename(path_.c_str(), target.c_str()) != 0) {
    return io_failure(errno, target);
  }
  path_.clear();
  return {};
}

class DiskTiles : public ledger::TileStore {
 public:
  explicit DiskTiles(fs::path folder) : folder_(std::move(folder)), reader_(folder_) {}

  [[nodiscard]] Result<std::optional<Bytes>> get(std::string_view path) const override {
    return reader_.get(path);
  }

  Result<void> put(const std::vector<ledger::TileFile>& files) override;
  Result<void> replace(const ledger::TileFile& file) override;
  Result<void> drop_partials(std::string_view full_path) override;

 private:
  struct Planned {
    fs::path target;
    const ledger::TileFile* file;
    Making made;
  };

  [[nodiscard]] Result<std::vector<Planned>> plan(const std::vector<ledger::TileFile>& files) const;

  fs::path folder_;
  FolderReader reader_;
};

/// Whether the file is there with these bytes; LEDGER-05 when it has others.
Result<bool> there(const fs::path& target, const ledger::TileFile& file) {
  const auto read = read_whole(target);
  if (!read) {
    return value::fail(read.error());
  }
  const std::optional<Bytes>& kept = *read;
  if (kept && *kept != file.bytes) {
    return value::fail("LEDGER-05", file.path);
  }
  return kept.has_value();
}

// Everything is written before the first is synced: the file system then commits them together.
Result<std::vector<DiskTiles::Planned>> DiskTiles::plan(
    const std::vector<ledger::TileFile>& files) const {
  std::vector<Planned> out;
  for (const ledger::TileFile& file : files) {
    const auto relative = checked(file.path);
    if (!relative) {
      return value::fail(relative.error());
    }
    const fs::path target = folder_ / *relative;
    const auto kept = there(target, file);
    if (!kept) {
      return value::fail(kept.error());
    }
    if (*kept) {
      continue;
    }
    if (const auto made = make_folders(folder_, relative->parent_path()); !made) {
      return value::fail(made.error());
    }
    auto made = Making::write(folder_, file.bytes);
    if (!made) {
      return value::fail(made.error());
    }
    out.push_back({target, &file, std::move(*made)});
  }
  return out;
}

Result<void> DiskTiles::put(const std::vector<ledger::TileFile>& files) {
  const auto planned = plan(files);
  if (!planned) {
    return value::fail(planned.error());
  }
  std::set<fs::path> folders;
  for (const Planned& one : *planned) {
    if (auto synced = one.made.sync(); !synced) {
      return synced;
    }
  }
  for (const Planned& one : *planned) {
    auto linked = one.made.link_to(one.target);
    if (linked && !*linked) {
      linked = there(one.target, *one.file);  // another sequencer was faster
    }
    if (!linked) {
      return value::fail(linked.error());
    }
  }
  for (const ledger::TileFile& file : files) {
    folders.insert((folder_ / file.path).parent_path());
  }
  for (const fs::path& folder : folders) {
    if (auto synced = sync_folder(folder); !synced) {
      return synced;
    }
  }
  return {};
}

Result<void> DiskTiles::replace(const ledger::TileFile& file) {
  const auto relative = checked(file.path);
  if (!relative) {
    return value::fail(relative.error());
  }
  if (auto made = make_folders(folder_, relative->parent_path()); !made) {
    return made;
  }
  auto made = Making::write(folder_, file.bytes);
  if (!made) {
    return value::fail(made.error());
  }
  const fs::path target = folder_ / *relative;
  auto done = made->sync();
  if (done) {
    done = made->replace(target);
  }
  return done ? sync_folder(target.parent_path()) : done;
}

Result<void> DiskTiles::drop_partials(std::string_view full_path) {
  const auto relative = checked(std::string(full_path) + ".p");
  if (!relative) {
    return value::fail(relative.error());
  }
  std::error_code error;
  fs::remove_all(folder_ / *relative, error);
  return error ? io_failure(error.value(), folder_ / *relative) : Result<void>();
}

// What a process that is no more was making; the files of living ones are left alone.
void clear_away(const fs::path& folder) {
  std::error_code error;
  for (const auto& left : fs::directory_iterator(folder / making, error)) {
    const std::string name = left.path().filename().string();
    if (!fs::exists("/proc/" + name.substr(0, name.find('-')), error)) {
      (void)::unlink(left.path().c_str());
    }
  }
}

}  // namespace

Result<std::unique_ptr<ledger::TileStore>> open_tiles(const fs::path& folder) {
  const auto root = open_folder(folder);
  if (!root) {
    return value::fail(root.error());
  }
  if (const auto made = make_folders(*root, making); !made) {
    return value::fail("STORE-01", made.error().detail);
  }
  clear_away(*root);
  return std::make_unique<DiskTiles>(*root);
}

Result<std::unique_ptr<ledger::TileReader>> read_tiles(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return value::fail("STORE-01", "no folder " + folder.string());
  }
  return std::make_unique<FolderReader>(folder);
}

Result<std::vector<std::string>> tile_paths(const fs::path& folder) {
  std::vector<std::string> out;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (at->path().filename() == making) {
      at.disable_recursion_pending();
    } else if (at->is_regular_file(error)) {
      out.push_back(at->path().lexically_relative(folder).generic_string());
    }
  }
  if (error) {
    return io_failure(error.value(), folder);
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace comity::store
