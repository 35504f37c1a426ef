#include "node/folder_opener.h"

#include "crypto/age_header.h"
#include "crypto/age_recipient.h"
#include "crypto/file_key.h"
#include "keys/file_opener.h"
#include "keys/key_file.h"
#include "keys/passphrase.h"
#include "keys/private_key.h"
#include "node/config.h"
#include "value/result.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::node {

using value::fail;
using value::Result;

std::vector<std::filesystem::path> sealing_keys(const Folder& folder, const std::string& desk) {
  std::vector<std::filesystem::path> files{folder.key(desk + ".seal")};
  std::error_code error;
  for (std::size_t number = 2;; ++number) {
    auto next = folder.key(desk + ".seal-" + std::to_string(number));
    if (!std::filesystem::exists(next, error)) {
      return files;
    }
    files.push_back(std::move(next));
  }
}

keys::KeyKind sealing_kind(crypto::Suite suite) {
  switch (suite) {
    case crypto::Suite::age_x25519:
      return keys::KeyKind::x25519;
    case crypto::Suite::age_mlkem768x25519:
      return keys::KeyKind::hybrid;
  }
  return keys::KeyKind::hybrid;
}

Result<std::shared_ptr<keys::FileOpener>> FolderOpener::newest() {
  const std::scoped_lock lock(mutex_);
  auto files = sealing_keys(folder_, desk_);
  if (files == files_) {
    return held_;
  }
  // Noted before they are read: one that cannot be is not tried again with every letter.
  files_ = std::move(files);
  std::vector<keys::PrivateKey> loaded;
  for (const auto& file : files_) {
    auto key = keys::load_key(file, passphrase_);
    if (!key) {
      return fail(key.error());
    }
    loaded.push_back(*std::move(key));
  }
  auto opener = keys::FileOpener::make(loaded);
  if (!opener) {
    return fail(opener.error());
  }
  held_ = *std::move(opener);
  return held_;
}

Result<std::unique_ptr<FolderOpener>> FolderOpener::open(const Folder& folder,
                                                         const std::string& desk,
                                                         const keys::Passphrase& passphrase) {
  // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): the constructor is private
  std::unique_ptr<FolderOpener> opener(new FolderOpener(folder, desk, passphrase));
  auto loaded = opener->newest();
  return loaded ? std::move(opener) : Result<std::unique_ptr<FolderOpener>>(fail(loaded.error()));
}

Result<crypto::FileKey> FolderOpener::unwrap(std::span<const crypto::Stanza> stanzas) {
  std::shared_ptr<keys::FileOpener> before;
  {
    const std::scoped_lock lock(mutex_);
    before = held_;
  }
  auto key = before->unwrap(stanzas);
  if (key || key.error().code != value::Code("AGE-04")) {
    return key;
  }
  const auto after = newest();
  if (!after) {
    return fail(after.error());
  }
  return *after == before ? std::move(key) : (*after)->unwrap(stanzas);
}

}  // namespace comity::node
