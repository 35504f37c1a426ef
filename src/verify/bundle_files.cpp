#include "verify/bundle_files.h"

#include "crypto/sha256.h"
#include "evidence/court_bundle.h"
#include "evidence/file_source.h"
#include "evidence/source.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "verify/finding.h"

#include <cstddef>
#include <filesystem>
#include <functional>
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

/// A file of package/: its objects, and beside an object or a list of files what locates damage.
bool has_a_place_in_package(const BundleFiles& files, std::string_view path) {
  const auto object = number_in(path, bundle::object_path);
  const auto leaves = number_in(path, bundle::leaves_path);
  return path == bundle::outer_file || path == bundle::inner_file || object ||
         (leaves && files.has(bundle::object_path(*leaves))) ||
         number_in(path, bundle::midstates_path);
}

bool has_a_place(const BundleFiles& files, std::string_view path) {
  const bool plain = path.find('/') == path.rfind('/');
  return path == bundle::head_file || path == bundle::roots_file || path == bundle::sums_file ||
         path == bundle::files_file || has_a_place_in_package(files, path) ||
         (path.starts_with("key-sets/") && path.ends_with(".chain") && plain) ||
         number_in(path, bundle::statement_path) || (path.starts_with("files/") && plain);
}

/// What must be there, given what is there.
std::set<std::string, std::less<>> needed(const BundleFiles& files) {
  std::set<std::string, std::less<>> paths{std::string(bundle::roots_file),
                                           std::string(bundle::sums_file)};
  std::size_t statements = 0;
  for (const std::string& path : files.paths()) {
    statements += number_in(path, bundle::statement_path) ? 1U : 0U;
    const bool opened = path.starts_with("files/") || path == bundle::files_file ||
                        path == bundle::inner_file || path.ends_with(".midstates");
    if (opened) {
      paths.insert({std::string(bundle::files_file), std::string(bundle::inner_file)});
    }
    if (opened || path.starts_with("package/")) {
      paths.emplace(bundle::outer_file);
    }
  }
  for (std::size_t number = 1; number <= statements; ++number) {
    paths.insert(bundle::statement_path(number));
  }
  return paths;
}

void check_places(const BundleFiles& files, Findings& findings) {
  const std::size_t before = findings.all().size();
  for (const std::string& path : files.strange()) {
    findings.add(Check::form, path, fail("VER-06", "neither a file nor a folder"));
  }
  for (const std::string& path : files.paths()) {
    if (!has_a_place(files, path)) {
      findings.add(Check::form, path, fail("VER-06", "no file of a bundle"));
    }
  }
  for (const std::string& path : needed(files)) {
    if (!files.has(path)) {
      findings.add(Check::form, path, fail("VER-06", "missing"));
    }
  }
  if (findings.all().size() == before) {
    findings.add(Check::form, ".", {});
  }
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
    const std::string path = at->path().lexically_relative(folder).generic_string();
    const fs::file_type type = at->symlink_status(error).type();
    if (type == fs::file_type::directory) {
      continue;
    }
    if (files.paths_.size() + files.strange_.size() == most_files) {
      return fail("VER-01", "more than " + std::to_string(most_files) + " files");
    }
    (type == fs::file_type::regular ? files.paths_ : files.strange_).insert(path);
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
  check_places(files, findings);
  if (!files.has(bundle::sums_file)) {
    return;
  }
  auto text = files.read(bundle::sums_file);
  auto sums = text ? bundle::decode_sums(value::text_of(*text)) : fail(text.error());
  if (!sums) {
    findings.add(Check::sums, bundle::sums_file, only_error(sums));
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
