// A file that has no name before it is complete: written past the page cache where the file system
// lets us, made durable, then named without replacing anything. The sinks of package_folder.h stand
// on it.
#pragma once

#include "evidence/file_descriptor.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace comity::evidence {

/// `unnamed` falls back to `named` where the file system has no files without a name.
enum class Temporary { unnamed, named };

/// One thread at a time. Destroyed before `commit`, it leaves nothing.
class FileOutput {
 public:
  /// Borrows `folder`, in which `name` is one plain name. Never follows a link: SEAL-07 when
  /// something of that name, or a temporary for it, exists; SEAL-03, SEAL-04.
  static value::Result<std::unique_ptr<FileOutput>> create(const FileDescriptor& folder,
                                                           const std::string& name, Temporary kind);

  FileOutput(const FileOutput&) = delete;
  FileOutput& operator=(const FileOutput&) = delete;
  ~FileOutput();

  value::Result<void> write(value::BytesView bytes);

  /// On return the file is durable under its name; SEAL-07 when that name exists.
  value::Result<void> commit();

 private:
  struct Freed {
    void operator()(std::uint8_t* block) const;
  };

  FileOutput(int folder, std::string name);

  value::Result<void> open(Temporary kind);
  value::Result<void> write_out(std::size_t size);
  value::Result<void> give_name();

  int folder_;
  std::string name_;
  std::string temporary_;  // empty: the file has no name yet, or has its final one
  FileDescriptor file_;
  bool direct_ = false;
  std::unique_ptr<std::uint8_t, Freed> block_;  // aligned as O_DIRECT wants it
  std::size_t filled_ = 0;
};

}  // namespace comity::evidence
