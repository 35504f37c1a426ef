#include "desk/bundle_folder.h"

#include "crypto/sha256.h"
#include "evidence/court_bundle.h"
#include "evidence/file_descriptor.h"
#include "evidence/file_source.h"
#include "evidence/package_folder.h"
#include "evidence/source.h"
#include "merkle/tree_hash.h"
#include "value/bytes.h"
#include "value/result.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <system_error>
#include <utility>

namespace comity::desk {
namespace {

namespace fs = std::filesystem;
using value::fail;
using value::Result;

constexpr std::size_t piece = std::size_t{1} << 20U;

value::Failure unwritable(const fs::path& path) {
  return fail("NODE-05", path.string() + ": " + std::generic_category().message(errno));
}

}  // namespace

BundleFolder::~BundleFolder() {
  if (!written_.empty()) {
    std::error_code ignored;
    fs::remove_all(written_, ignored);
  }
}

Result<void> BundleFolder::begin() {
  std::error_code error;
  if (fs::symlink_status(target_, error).type() != fs::file_type::not_found) {
    return fail("NODE-03", target_.string());
  }
  std::string name = (target_.has_filename() ? target_ : target_.parent_path()).string();
  name += ".partial-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) {
    return unwritable(target_);
  }
  written_ = name;
  return {};
}

Result<void> BundleFolder::put(const std::string& path, value::BytesView bytes) {
  evidence::MemorySource source(value::to_bytes(bytes));
  auto copied = copy(path, source);
  return copied ? Result<void>() : fail(copied.error());
}

Result<BundleFolder::Copied> BundleFolder::copy(const std::string& path, evidence::Source& source) {
  const fs::path whole = written_ / path;
  std::error_code error;
  fs::create_directories(whole.parent_path(), error);
  auto folder = evidence::open_folder(whole.parent_path().string());
  if (!folder) {
    return fail(folder.error());
  }
  evidence::OpenFolder files(*std::move(folder));
  auto sink = files.create(whole.filename().string());
  if (!sink) {
    return fail(sink.error());
  }
  Copied copied;
  crypto::Sha256 hash;
  value::Bytes buffer(piece);
  while (true) {
    auto got = source.read(buffer);
    if (!got) {
      return fail(got.error());
    }
    if (*got == 0) {
      break;
    }
    const value::BytesView bytes = std::span(buffer).first(*got);
    hash.update(bytes);
    copied.leaves.push_back(merkle::leaf_hash(bytes));
    if (*got == piece) {
      copied.states.push_back(hash.midstate());
    }
    if (auto written = (*sink)->write(bytes); !written) {
      return fail(written.error());
    }
  }
  if (auto finished = (*sink)->finish(); !finished) {
    return fail(finished.error());
  }
  copied.length = hash.octets_done();
  copied.sha256 = hash.finish();
  sums_[path] = copied.sha256;
  return copied;
}

Result<void> BundleFolder::finish() {
  const evidence::bundle::Sums sums = sums_;
  const std::string text = evidence::bundle::encode_sums(sums);
  if (auto put_sums = put(std::string(evidence::bundle::sums_file), value::bytes_of(text));
      !put_sums) {
    return put_sums;
  }
  // Not every file system can refuse to replace in one step; the name was free a moment ago.
  if (::renameat2(AT_FDCWD, written_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) != 0 &&
      (errno != EINVAL || ::rename(written_.c_str(), target_.c_str()) != 0)) {
    return errno == EEXIST ? fail("NODE-03", target_.string()) : unwritable(target_);
  }
  written_.clear();
  return {};
}

}  // namespace comity::desk
