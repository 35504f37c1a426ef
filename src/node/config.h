// The configuration of a node's folder: DIR/comity.json. Formats and defaults:
// docs/operator/node.md.
#pragma once

#include "node/storage.h"
#include "value/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace comity::node {

struct Config {
  std::string node;    ///< "xa"
  std::string name;    ///< "Arvandia, central authority (fictional)"
  std::string listen;  ///< "127.0.0.1:7101"
  std::string origin;  ///< "xa.comity/2026": the ledger's name
  std::vector<std::string> desks;
  Storage storage;
};

/// Where things lie in a node's folder.
struct Folder {
  std::filesystem::path root;

  [[nodiscard]] std::filesystem::path config() const { return root / "comity.json"; }

  [[nodiscard]] std::filesystem::path keys() const { return root / "keys"; }

  [[nodiscard]] std::filesystem::path key(const std::string& name) const {
    return keys() / (name + ".pem");
  }

  [[nodiscard]] std::filesystem::path certificate(const std::string& name) const {
    return keys() / (name + ".der");
  }

  [[nodiscard]] std::filesystem::path store() const { return root / "store.sqlite"; }

  [[nodiscard]] std::filesystem::path objects() const { return root / "objects"; }

  /// Journals of sealings under way.
  [[nodiscard]] std::filesystem::path sealings() const { return root / "sealings"; }

  [[nodiscard]] std::filesystem::path log() const { return root / "log"; }

  /// The chain document of this node's key sets.
  [[nodiscard]] std::filesystem::path chain() const { return root / "key-sets.chain"; }

  /// Held by a running `comity serve`.
  [[nodiscard]] std::filesystem::path lock() const { return root / "serve.lock"; }
};

/// NODE-01 when the folder is not a node's, NODE-02 when its configuration is malformed.
value::Result<Config> read_config(const Folder& folder);

/// Durable on return; NODE-03 when there is one already.
value::Result<void> write_config(const Folder& folder, const Config& config);

/// Durable on return; a crash leaves the old one or the new. Members that are not in `Config` stay.
value::Result<void> replace_config(const Folder& folder, const Config& config);

}  // namespace comity::node
