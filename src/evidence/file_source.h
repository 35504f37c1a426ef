// A file, a device or a pipe as Source (source.h), and bytes in memory as one.
#pragma once

#include "evidence/file_descriptor.h"
#include "evidence/source.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace comity::evidence {

/// A regular file has facts; a device, a pipe or a socket is a stream and has none.
class FileSource : public Source {
 public:
  /// SEAL-01 when it cannot be opened or is a folder.
  static value::Result<std::unique_ptr<FileSource>> open(const std::string& path);

  /// Inside a folder, never through a symbolic link.
  static value::Result<std::unique_ptr<FileSource>> open_in(const FileDescriptor& folder,
                                                            const std::string& name);

  /// Takes over an open descriptor, such as standard input.
  explicit FileSource(FileDescriptor file) : file_(std::move(file)) {}

  value::Result<std::size_t> read(std::span<std::uint8_t> out) override;

  /// A regular file can; a device, too, is read in order.
  value::Result<bool> begin_at(std::uint64_t octet) override;
  value::Result<std::optional<SourceFacts>> facts() override;

 private:
  static value::Result<std::unique_ptr<FileSource>> checked(FileDescriptor file,
                                                            const std::string& name);

  FileDescriptor file_;
};

class MemorySource : public Source {
 public:
  explicit MemorySource(value::Bytes bytes) : bytes_(std::move(bytes)) {}

  value::Result<std::size_t> read(std::span<std::uint8_t> out) override;
  value::Result<std::optional<SourceFacts>> facts() override;

 private:
  value::Bytes bytes_;
  std::size_t done_ = 0;
};

}  // namespace comity::evidence
