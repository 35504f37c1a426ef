#include "store/s3_tiles.h"

#include "ledger/tile_store.h"
#include "store/s3_client.h"
#include "store/s3_listing.h"
#include "store/s3_target.h"
#include "value/bytes.h"
#include "value/ports.h"
#include "value/result.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

using value::fail;
using value::Result;

/// "log/tile/0/x001/234.p/17"; STORE-10 for what is not made of plain parts.
Result<std::string> key_of(std::string_view path) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '/';
  };
  const bool whole = !path.empty() && path.size() <= 256 && std::ranges::all_of(path, plain) &&
                     path.front() != '/' && path.back() != '/' &&
                     path.find("//") == std::string_view::npos &&
                     path.find("..") == std::string_view::npos;
  if (!whole) {
    return fail("STORE-10", std::string(path.substr(0, 256)));
  }
  return "log/" + std::string(path);
}

class S3Tiles : public ledger::TileStore {
 public:
  explicit S3Tiles(std::unique_ptr<S3Client> client) : client_(std::move(client)) {}

  [[nodiscard]] Result<std::optional<value::Bytes>> get(std::string_view path) const override;
  Result<void> put(const std::vector<ledger::TileFile>& files) override;
  Result<void> replace(const ledger::TileFile& file) override;
  Result<void> drop_partials(std::string_view full_path) override;

 private:
  Result<void> put_one(const ledger::TileFile& file);

  std::unique_ptr<S3Client> client_;
};

Result<std::optional<value::Bytes>> S3Tiles::get(std::string_view path) const {
  const auto key = key_of(path);
  return key ? client_->get(*key, ledger::max_tile_file_size) : fail(key.error());
}

// Whoever writes a tile computed it from the same table of entries: two who write at once write the
// same bytes, so it is enough that the later one looks.
Result<void> S3Tiles::put_one(const ledger::TileFile& file) {
  const auto key = key_of(file.path);
  const auto done = key ? client_->put_new(*key, file.bytes) : fail(key.error());
  if (!done) {
    return fail(done.error());
  }
  return *done == S3Put::other ? fail("LEDGER-05", file.path) : Result<void>();
}

Result<void> S3Tiles::put(const std::vector<ledger::TileFile>& files) {
  for (const ledger::TileFile& file : files) {
    if (auto done = put_one(file); !done) {
      return done;
    }
  }
  return {};
}

Result<void> S3Tiles::replace(const ledger::TileFile& file) {
  const auto key = key_of(file.path);
  return key ? client_->put(*key, file.bytes) : fail(key.error());
}

Result<void> S3Tiles::drop_partials(std::string_view full_path) {
  const auto key = key_of(full_path);
  const auto partials = key ? client_->list(*key + ".p/") : fail(key.error());
  if (!partials) {
    return fail(partials.error());
  }
  for (const S3Entry& partial : *partials) {
    if (auto gone = client_->remove(partial.key); !gone) {
      return gone;
    }
  }
  return {};
}

}  // namespace

std::unique_ptr<ledger::TileStore> s3_tiles(std::unique_ptr<S3Client> client) {
  return std::make_unique<S3Tiles>(std::move(client));
}

Result<std::unique_ptr<ledger::TileStore>> open_s3_tiles(const S3Target& target,
                                                         const value::Clock& clock) {
  auto client = S3Client::make(target, clock);
  return client ? Result<std::unique_ptr<ledger::TileStore>>(s3_tiles(*std::move(client)))
                : fail(client.error());
}

}  // namespace comity::store
