#include "store/disk_journals.h"

#include "evidence/journal_store.h"
#include "store/files.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::store {
namespace {

namespace fs = std::filesystem;

using value::Result;

constexpr std::string_view suffix = ".journal";
// Until a journal is whole it has no name that anyone asks for.
constexpr std::string_view making = ".making-XXXXXX";

// The port has codes of its own for the medium.
value::Failure in_port_words(const value::Error& error) {
  return value::fail(
      error.code == value::Code("STORE-03") ? value::Code("SEAL-03") : value::Code("SEAL-04"),
      error.detail);
}

enum class Replacing { nothing, the_old_one };

/// A file of these octets that nobody else has, durable under its name. Nothing when there was one
/// and none was to be replaced.
Result<std::optional<File>> make(const fs::path& path, value::BytesView bytes,
                                 Replacing replacing) {
  std::string name = path.string() + std::string(making);
  auto file = File::make_unique_name(name);
  if (!file) {
    return value::fail(file.error());
  }
  // Locked before it can be found, so that it never has a name without its lock.
  const auto locked = file->try_lock_alone();
  auto done = locked ? file->write_at(0, bytes) : value::fail(locked.error());
  if (done) {
    done = file->sync();
  }
  if (done) {
    const unsigned flags = replacing == Replacing::nothing ? RENAME_NOREPLACE : 0;
    if (::renameat2(AT_FDCWD, name.c_str(), AT_FDCWD, path.c_str(), flags) != 0) {
      if (errno == EEXIST) {
        (void)::unlink(name.c_str());
        return std::optional<File>();
      }
      done = io_failure(errno, path);
    }
  }
  if (!done) {
    (void)::unlink(name.c_str());
    return value::fail(done.error());
  }
  if (auto synced = sync_folder(path.parent_path()); !synced) {
    return value::fail(synced.error());
  }
  return std::optional<File>(*std::move(file));
}

class DiskJournal : public evidence::JournalFile {
 public:
  DiskJournal(fs::path path, File file, std::uint64_t size)
      : path_(std::move(path)), file_(std::move(file)), size_(size) {}

  Result<void> append(value::BytesView bytes) override {
    if (auto done = file_.write_at(size_, bytes); !done) {
      file_.give_up(size_, bytes.size(), size_);
      return in_port_words(done.error());
    }
    size_ += bytes.size();
    return {};
  }

  Result<void> sync() override {
    auto synced = file_.sync();
    return synced ? synced : in_port_words(synced.error());
  }

  Result<void> replace(value::BytesView bytes) override {
    auto made = make(path_, bytes, Replacing::the_old_one);
    if (!made) {
      return in_port_words(made.error());
    }
    std::optional<File> fresh = *std::move(made);
    if (!fresh) {
      return value::fail("OBJ-08", path_.string());
    }
    file_ = *std::move(fresh);
    size_ = bytes.size();
    return {};
  }

  Result<void> remove() override {
    if (::unlink(path_.c_str()) != 0) {
      return in_port_words(io_failure(errno, path_).value());
    }
    auto synced = sync_folder(path_.parent_path());
    return synced ? synced : in_port_words(synced.error());
  }

 private:
  fs::path path_;
  File file_;
  std::uint64_t size_;
};

class DiskJournals : public evidence::JournalStore {
 public:
  explicit DiskJournals(fs::path folder) : folder_(std::move(folder)) {}

  Result<std::unique_ptr<evidence::JournalFile>> create(const value::Uuid& package,
                                                        value::BytesView bytes) override;
  Result<std::unique_ptr<evidence::JournalFile>> open(const value::Uuid& package) override;
  Result<std::optional<value::Bytes>> read(const value::Uuid& package) override;
  Result<std::vector<value::Uuid>> list() override;

 private:
  [[nodiscard]] fs::path path_of(const value::Uuid& package) const {
    return folder_ / (package.text() + std::string(suffix));
  }

  void remove_unfinished(const fs::path& file) const;

  fs::path folder_;
};

Result<std::unique_ptr<evidence::JournalFile>> DiskJournals::create(const value::Uuid& package,
                                                                    value::BytesView bytes) {
  const fs::path path = path_of(package);
  auto made = make(path, bytes, Replacing::nothing);
  if (!made) {
    return in_port_words(made.error());
  }
  std::optional<File>& file = *made;
  if (!file) {
    return value::fail("SEAL-13", package.text());
  }
  return std::make_unique<DiskJournal>(path, *std::move(file), bytes.size());
}

Result<std::unique_ptr<evidence::JournalFile>> DiskJournals::open(const value::Uuid& package) {
  const fs::path path = path_of(package);
  while (true) {
    auto found = File::open(path, O_RDWR);
    if (!found) {
      return in_port_words(found.error());
    }
    std::optional<File>& file = *found;
    if (!file) {
      return nullptr;
    }
    const auto locked = file->try_lock_alone();
    const auto named = file->named();
    const auto size = file->size();
    if (!locked || !named || !size) {
      return in_port_words(!locked ? locked.error() : !named ? named.error() : size.error());
    }
    if (!*locked) {
      return value::fail("SEAL-13", package.text());
    }
    if (*named) {  // or it was replaced before it was locked
      return std::make_unique<DiskJournal>(path, *std::move(file), *size);
    }
  }
}

Result<std::optional<value::Bytes>> DiskJournals::read(const value::Uuid& package) {
  const auto found = File::open(path_of(package), O_RDONLY);
  if (!found) {
    return in_port_words(found.error());
  }
  const std::optional<File>& file = *found;
  if (!file) {
    return std::optional<value::Bytes>();
  }
  const auto size = file->size();
  value::Bytes bytes(size.value_or(0));
  const auto got = size ? file->read_at(0, bytes) : value::fail(size.error());
  if (!got) {
    return in_port_words(got.error());
  }
  bytes.resize(*got);
  return std::optional(std::move(bytes));
}

/// A process that is making one holds its lock.
void DiskJournals::remove_unfinished(const fs::path& file) const {
  auto opened = File::open(file, O_RDWR);
  const std::optional<File> found = opened ? *std::move(opened) : std::nullopt;
  if (found && found->try_lock_alone().value_or(false)) {
    (void)::unlink(file.c_str());
  }
}

Result<std::vector<value::Uuid>> DiskJournals::list() {
  std::vector<value::Uuid> out;
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder_, error)) {
    const std::string name = file.path().filename().string();
    const auto id = value::parse_uuid(std::string_view(name).substr(0, name.find('.')));
    if (id && name == id->text() + std::string(suffix)) {
      out.push_back(*id);
    } else if (name.find(making.substr(0, making.find('X'))) != std::string::npos) {
      remove_unfinished(file.path());
    }
  }
  if (error) {
    return value::fail("SEAL-04", folder_.string() + ": " + error.message());
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace

Result<std::unique_ptr<evidence::JournalStore>> open_journals(const fs::path& folder) {
  const auto root = open_folder(folder);
  if (!root) {
    return value::fail(root.error());
  }
  return std::make_unique<DiskJournals>(*root);
}

}  // namespace comity::store
