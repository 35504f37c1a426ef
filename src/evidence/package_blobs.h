// The sealed objects of one package in the store of sealed objects (object/blob_store.h). The same
// as files is package_folder.h.
#pragma once

#include "evidence/outer_manifest.h"
#include "evidence/package_ports.h"
#include "evidence/sink.h"
#include "evidence/source.h"
#include "object/blob_store.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace comity::evidence {

/// Borrows the store.
class PackageBlobs : public SealedObjects, public ResumableObjects {
 public:
  PackageBlobs(object::BlobStore& store, const value::Uuid& package)
      : store_(&store), package_(package) {}

  /// PKG-09 when the object is not known or not final.
  [[nodiscard]] value::Result<std::unique_ptr<Source>> open(std::uint32_t number) const override;

  /// OBJ-02 when the store has the object already: a package is sealed once.
  value::Result<std::unique_ptr<CipherSink>> create(std::uint32_t number) override;
  value::Result<std::unique_ptr<CipherSink>> go_on(std::uint32_t number) override;
  [[nodiscard]] value::Result<std::vector<object::Leaf>> present(
      std::uint32_t number) const override;
  void remove(std::uint32_t number) override;

 private:
  object::BlobStore* store_;
  value::Uuid package_;
};

/// Octets of ciphertext of the package that are kept here.
std::uint64_t octets_here(const object::BlobStore& blobs, const evidence::OuterManifest& outer);

}  // namespace comity::evidence
