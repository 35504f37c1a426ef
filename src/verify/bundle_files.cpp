#include "verify/bundle_files.h"

#include "crypto/sha256.h"
#include "evidence/court_bundle.h"
#include "evidence/file_source.h"
#include "evidence/source.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "verify/finding.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace comity::verify {
namespace {

namespace bundle = evidence::bundle;
namespace fs = std::filesystem;
using value::fail;
using value::Result;

constexpr std::size_t piece = std::size_t{1} << 20U;
constexpr std::size_t most_files = 20'000;

bool digits_between(std::string_view path, std::string_view before, std::string_view after) {
  if (!path.starts_with(before) || !path.ends_with(after) ||
      path.size() < before.size() + after.size() + 4) {
    return false;
  }
  path.remove_prefix(before.size());
  path.remove_suffix(after.size());
  return std::all_of(path.begin(), path.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_a_place(const BundleFiles& files, std::string_view path) {
  const bool plain = path.find('/') == path.rfind('/');
  return path == bundle::head_file || path == bundle::roots_file || path == bundle::sums_file ||
         path == bundle::files_file || path == bundle::outer_file || path == bundle::inner_file ||
         (path.starts_with("key-sets/") && path.ends_with(".chain") && plain) ||
         digits_between(path, "statements/", ".enclosure") ||
         (digits_between(path, "package/", ".age") && files.has(bundle::outer_file)) ||
         (path.starts_with("files/") && plain && files.has(bundle::files_file));
}

Result<void> check_places(const BundleFiles& files) {
  std::size_t statements = 0;
  for (const std::string& path : files.paths()) {
    if (!has_a_place(files, path)) {
      return fail("VER-06", path + " is no file of a bundle");
    }
    statements += path.starts_with("statements/") ? 1U : 0U;
  }
  for (std::size_t number = 1; number <= statements; ++number) {
    if (!files.has(bundle::statement_path(number))) {
      return fail("VER-06", bundle::statement_path(number) + " is missing");
    }
  }
  for (const std::string_view path : {bundle::roots_file, bundle::sums_file}) {
    if (!files.has(path)) {
      return fail("VER-06", std::string(path) + " is missing");
    }
  }
  return {};
}

Result<void> check_sum(const BundleFiles& files, const std::string& path,
                       const value::Digest& expected) {
  auto measured = files.measure(path);
  if (!measured) {
    return fail(measured.error());
  }
  return measured->sha256 == expected ? Result<void>() : fail("VER-05", measured->sha256.hex());
}

}  // namespace

Result<BundleFiles> BundleFiles::open(const fs::path& folder) {
  BundleFiles files;
  files.folder_ = folder;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    const std::string path = fs::relative(at->path(), folder, error).generic_string();
    const fs::file_type type = at->symlink_status(error).type();
    if (type == fs::file_type::directory) {
      continue;
    }
    if (type != fs::file_type::regular || files.paths_.size() == most_files) {
      return fail("VER-06", path);
    }
    files.paths_.insert(path);
  }
  if (error || !files.has(bundle::head_file)) {
    return fail("VER-01", error ? error.message() : "no bundle.json in " + folder.string());
  }
  return files;
}

Result<std::unique_ptr<evidence::Source>> BundleFiles::source(std::string_view path) const {
  if (!has(path)) {
    return fail("VER-06", std::string(path) + " is missing");
  }
  auto file = evidence::FileSource::open((folder_ / path).string());
  if (!file) {
    return fail(file.error());
  }
  return std::unique_ptr<evidence::Source>(*std::move(file));
}

Result<value::Bytes> BundleFiles::read(std::string_view path) const {
  auto file = source(path);
  if (!file) {
    return fail(file.error());
  }
  value::Bytes bytes;
  value::Bytes buffer(std::size_t{64} * 1024);
  while (true) {
    auto got = (*file)->read(buffer);
    if (!got || bytes.size() + *got > max_file_octets) {
      return fail("VER-01", std::string(path) + (got ? " is too large" : " cannot be read"));
    }
    if (*got == 0) {
      return bytes;
    }
    const auto read = std::span(buffer).first(*got);
    bytes.insert(bytes.end(), read.begin(), read.end());
  }
}

Result<BundleFiles::Measured> BundleFiles::measure(std::string_view path) const {
  auto file = source(path);
  if (!file) {
    return fail(file.error());
  }
  crypto::Sha256 hash;
  value::Bytes buffer(piece);
  while (true) {
    auto got = (*file)->read(buffer);
    if (!got) {
      return fail(got.error());
    }
    if (*got == 0) {
      return Measured{hash.octets_done(), hash.finish()};
    }
    hash.update(std::span(buffer).first(*got));
  }
}

void check_copy(const BundleFiles& files, Findings& findings) {
  if (!findings.add(Check::form, "the folder", check_places(files)) &&
      !files.has(bundle::sums_file)) {
    return;
  }
  auto text = files.read(bundle::sums_file);
  auto sums = text ? bundle::decode_sums(value::text_of(*text)) : fail(text.error());
  if (!sums) {
    findings.add(Check::sums, std::string(bundle::sums_file), only_error(sums));
    return;
  }
  for (const auto& [path, digest] : *sums) {
    findings.add(Check::sums, path, check_sum(files, path, digest));
  }
  for (const std::string& path : files.paths()) {
    if (path != bundle::sums_file && !sums->contains(path)) {
      findings.add(Check::sums, path, fail("VER-06", "not in SHA256SUMS"));
    }
  }
}

}  // namespace comity::verify
