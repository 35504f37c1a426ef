#include "store/disk_blobs.h"

#include "object/blob_store.h"
#include "store/files.h"
#include "store/object_files.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

namespace fs = std::filesystem;

using object::ObjectId;
using value::Result;

// The port has codes of its own for the medium (object/blob_store.h).
value::Failure as_object_failure(const value::Error& error) {
  if (error.code == value::Code("STORE-03")) {
    return value::fail("OBJ-08", error.detail);
  }
  if (error.code.text().starts_with("OBJ-")) {
    return value::fail(error);
  }
  return value::fail("OBJ-09", error.detail);
}

template <class T>
Result<T> in_port_words(Result<T> result) {
  return result ? std::move(result) : as_object_failure(result.error());
}

class DiskBlobs : public object::BlobStore {
 public:
  explicit DiskBlobs(fs::path folder) : folder_(std::move(folder)) {}

  Result<void> begin(const ObjectId& id, std::optional<std::uint64_t> length) override;
  Result<void> put(const ObjectId& id, const object::Chunk& chunk) override;
  Result<std::vector<object::Leaf>> leaves(const ObjectId& id) const override;
  Result<value::Bytes> get(const ObjectId& id, std::uint64_t index) const override;
  Result<void> finalise(const ObjectId& id, const object::Extent& extent) override;
  Result<object::ObjectInfo> info(const ObjectId& id) const override;
  Result<std::vector<ObjectId>> list(const value::Uuid& package) const override;
  Result<void> remove(const ObjectId& id) override;

 private:
  template <class T, class Act>
  Result<T> with(const ObjectId& id, const Act& act) const {
    auto opened = ObjectFiles::open(folder_, id);
    if (!opened) {
      return as_object_failure(opened.error());
    }
    return in_port_words<T>(act(*opened));
  }

  Unsettled unsettled(const ObjectId& id) const;
  void remember(const ObjectId& id, Unsettled unsettled) const;

  fs::path folder_;
  mutable std::mutex mutex_;
  mutable std::map<ObjectId, Unsettled> unsettled_;  // guarded by mutex_
};

Unsettled DiskBlobs::unsettled(const ObjectId& id) const {
  const std::scoped_lock lock(mutex_);
  const auto found = unsettled_.find(id);
  return found == unsettled_.end() ? Unsettled() : found->second;
}

void DiskBlobs::remember(const ObjectId& id, Unsettled unsettled) const {
  const std::scoped_lock lock(mutex_);
  if (unsettled.empty()) {
    unsettled_.erase(id);
  } else {
    unsettled_[id] = std::move(unsettled);
  }
}

Result<void> DiskBlobs::begin(const ObjectId& id, std::optional<std::uint64_t> length) {
  if (length == std::uint64_t{0}) {
    return value::fail("OBJ-03", "an object has at least one octet");
  }
  return in_port_words(ObjectFiles::begin(folder_, id, length));
}

Result<void> DiskBlobs::put(const ObjectId& id, const object::Chunk& chunk) {
  return with<void>(id, [&](const ObjectFiles& files) -> Result<void> {
    // under the object's lock, so nobody else changes what is remembered of it
    Unsettled pending = unsettled(id);
    auto done = files.put(chunk, pending);
    remember(id, std::move(pending));
    return done;
  });
}

Result<std::vector<object::Leaf>> DiskBlobs::leaves(const ObjectId& id) const {
  return with<std::vector<object::Leaf>>(id,
                                         [](const ObjectFiles& files) { return files.leaves(); });
}

Result<value::Bytes> DiskBlobs::get(const ObjectId& id, std::uint64_t index) const {
  return with<value::Bytes>(id, [&](const ObjectFiles& files) { return files.get(index); });
}

Result<void> DiskBlobs::finalise(const ObjectId& id, const object::Extent& extent) {
  return with<void>(id, [&](const ObjectFiles& files) -> Result<void> {
    auto done = files.finalise(extent);
    if (done) {
      remember(id, {});
    }
    return done;
  });
}

Result<object::ObjectInfo> DiskBlobs::info(const ObjectId& id) const {
  return with<object::ObjectInfo>(id, [](const ObjectFiles& files) { return files.info(); });
}

Result<std::vector<ObjectId>> DiskBlobs::list(const value::Uuid& package) const {
  std::map<std::uint32_t, ObjectId> found;
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder_ / package.text(), error)) {
    const std::string name = file.path().filename().string();
    std::uint32_t number = 0;
    const auto [end, bad] = std::from_chars(name.data(), name.data() + name.size(), number);
    const ObjectId id{package, number};
    if (bad == std::errc() && std::string_view(end) == leaves_suffix && info(id)) {
      found.emplace(number, id);
    }
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return value::fail("OBJ-09", package.text() + ": " + error.message());
  }
  std::vector<ObjectId> out;
  out.reserve(found.size());
  for (const auto& [number, id] : found) {
    out.push_back(id);
  }
  return out;
}

Result<void> DiskBlobs::remove(const ObjectId& id) {
  const auto opened = ObjectFiles::open(folder_, id);
  if (!opened) {
    return opened.error().code == value::Code("OBJ-01") ? Result<void>()
                                                        : as_object_failure(opened.error());
  }
  remember(id, {});
  return in_port_words(opened->remove());
}

}  // namespace

Result<std::unique_ptr<object::BlobStore>> open_blobs(const fs::path& folder) {
  const auto root = open_folder(folder);
  if (!root) {
    return value::fail(root.error());
  }
  return std::make_unique<DiskBlobs>(*root);
}

Result<std::vector<value::Uuid>> packages_in(const fs::path& folder) {
  std::vector<value::Uuid> out;
  std::error_code error;
  for (const auto& one : fs::directory_iterator(folder, error)) {
    if (const auto package = value::parse_uuid(one.path().filename().string())) {
      out.push_back(*package);
    }
  }
  if (error) {
    return value::fail("OBJ-09", folder.string() + ": " + error.message());
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace comity::store
