#include "evidence/package_folder.h"

#include "evidence/file_output.h"
#include "evidence/file_source.h"
#include "evidence/sink.h"
#include "evidence/source.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/result.h"

#include <unistd.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace comity::evidence {
namespace {

class ObjectFile : public CipherSink {
 public:
  explicit ObjectFile(std::unique_ptr<FileOutput> output) : output_(std::move(output)) {}

  value::Result<void> write(const object::Chunk& chunk) override {
    return output_->write(chunk.bytes);
  }

  value::Result<void> finish(const object::Extent& /*extent*/) override {
    return output_->commit();
  }

 private:
  std::unique_ptr<FileOutput> output_;
};

class PlainFile : public PlainSink {
 public:
  explicit PlainFile(std::unique_ptr<FileOutput> output) : output_(std::move(output)) {}

  value::Result<void> write(value::BytesView plain) override { return output_->write(plain); }

  value::Result<void> finish() override { return output_->commit(); }

 private:
  std::unique_ptr<FileOutput> output_;
};

}  // namespace

std::string object_file_name(std::uint32_t number) {
  std::string digits = std::to_string(number);
  digits.insert(0, digits.size() < 4 ? 4 - digits.size() : 0, '0');
  return digits + ".age";
}

value::Result<std::unique_ptr<Source>> PackageFolder::open(std::uint32_t number) const {
  auto source = FileSource::open_in(folder_, object_file_name(number));
  if (!source) {
    return value::fail("PKG-09", source.error().detail);
  }
  return std::unique_ptr<Source>(*std::move(source));
}

value::Result<std::unique_ptr<CipherSink>> PackageFolder::create(std::uint32_t number) {
  auto output = FileOutput::create(folder_, object_file_name(number), Temporary::unnamed);
  if (!output) {
    return value::fail(output.error());
  }
  return std::make_unique<ObjectFile>(*std::move(output));
}

void PackageFolder::remove(std::uint32_t number) {
  ::unlinkat(folder_.get(), object_file_name(number).c_str(), 0);
}

value::Result<std::unique_ptr<PlainSink>> OpenFolder::create(const std::string& file_name) {
  auto output = FileOutput::create(folder_, file_name, kind_);
  if (!output) {
    return value::fail(output.error());
  }
  return std::make_unique<PlainFile>(*std::move(output));
}

}  // namespace comity::evidence
