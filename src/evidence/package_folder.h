// A folder as place of a package's sealed objects ("0000.age", "0001.age", ...), and a folder as
// place of what opening makes. The same over the store of sealed objects is package_blobs.h.
#pragma once

#include "evidence/file_descriptor.h"
#include "evidence/file_output.h"
#include "evidence/package_ports.h"
#include "evidence/sink.h"
#include "evidence/source.h"
#include "value/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace comity::evidence {

/// "0007.age".
std::string object_file_name(std::uint32_t number);

class PackageFolder : public SealedObjects, public ObjectSinks {
 public:
  explicit PackageFolder(FileDescriptor folder) : folder_(std::move(folder)) {}

  [[nodiscard]] value::Result<std::unique_ptr<Source>> open(std::uint32_t number) const override;
  value::Result<std::unique_ptr<CipherSink>> create(std::uint32_t number) override;
  void remove(std::uint32_t number) override;

 private:
  FileDescriptor folder_;
};

class OpenFolder : public PlainFiles {
 public:
  explicit OpenFolder(FileDescriptor folder, Temporary kind = Temporary::unnamed)
      : folder_(std::move(folder)), kind_(kind) {}

  value::Result<std::unique_ptr<PlainSink>> create(const std::string& file_name) override;

 private:
  FileDescriptor folder_;
  Temporary kind_;
};

}  // namespace comity::evidence
