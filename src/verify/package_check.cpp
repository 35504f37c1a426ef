#include "verify/package_check.h"

#include "crypto/sha256.h"
#include "evidence/court_bundle.h"
#include "evidence/inner_manifest.h"
#include "evidence/manifest_fields.h"
#include "evidence/outer_manifest.h"
#include "evidence/relay_check.h"
#include "evidence/signed_manifest.h"
#include "object/blob_store.h"
#include "record/view.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"
#include "verify/bundle_files.h"
#include "verify/finding.h"
#include "verify/proven.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace comity::verify {
namespace {

namespace bundle = evidence::bundle;
using value::fail;
using value::Result;
using Cover = evidence::Signed<evidence::OuterManifest>;
using List = evidence::Signed<evidence::InnerManifest>;

/// The statement of the case that names this package and this cover.
Result<const Proven*> announcement(const Cover& cover, value::BytesView bytes,
                                   const std::vector<Proven>& statements) {
  const evidence::OuterManifest& outer = cover.manifest;
  for (const Proven& one : statements) {
    const record::View record(&one.content.record);
    if (one.document() == "evidence_manifest" &&
        one.content.head.statement_id == outer.statement_id &&
        record.at("package_id").text() == outer.package_id.text() &&
        record.at("outer_digest").text() == crypto::sha256(bytes).hex()) {
      return &one;
    }
  }
  return fail("VER-19", outer.package_id.text() + " is announced by no statement of the bundle");
}

Result<void> check_sender(const Cover& cover, const Proven& announced) {
  const evidence::Party& sender = cover.manifest.sender;
  if (sender.node != announced.author->node || sender.desk != announced.content.head.from_desk) {
    return fail("VER-19", "the cover is of " + sender.desk);
  }
  auto key = announced.author->chain.desk_key(sender.desk, cover.chain.front().fingerprint(),
                                              announced.slip.index);
  return key ? Result<void>() : fail(key.error());
}

Result<void> check_object(const BundleFiles& files, const std::string& path,
                          const object::Extent& extent) {
  auto source = files.source(path);
  return source ? evidence::check_extent(**source, extent, {}) : fail(source.error());
}

void check_objects(const BundleFiles& files, const evidence::OuterManifest& outer,
                   Findings& findings) {
  std::size_t there = 0;
  for (const std::string& path : files.paths()) {
    there += path.starts_with("package/") && path.ends_with(".age") ? 1U : 0U;
  }
  const std::size_t count = outer.objects.size();
  if (there == 0) {
    findings.note(Check::sealed_object, "package", "the sealed objects are not in the bundle");
    return;
  }
  for (std::uint32_t number = 0; number < count; ++number) {
    const std::string path = bundle::object_path(number);
    findings.add(Check::sealed_object, path,
                 check_object(files, path, outer.objects[number].extent));
  }
  if (there > count) {
    findings.add(Check::sealed_object, "package",
                 fail("VER-06", std::to_string(there) + " objects, the cover names " +
                                    std::to_string(count)));
  }
}

/// The list that the cover was signed over, signed with the same key, about the same package.
Result<List> read_list(const BundleFiles& files, const Cover& cover) {
  auto plain = files.read(bundle::inner_file);
  auto salted = plain ? evidence::decode_salted(*plain) : fail(plain.error());
  if (!salted) {
    return fail(salted.error());
  }
  const evidence::OuterManifest& outer = cover.manifest;
  if (evidence::commitment_of(salted->salt, salted->jws) != outer.inner_commitment) {
    return fail("PKG-14", outer.package_id.text());
  }
  auto list = evidence::read_inner(salted->jws);
  if (!list) {
    return fail(list.error());
  }
  const evidence::InnerManifest& inner = list->manifest;
  if (list->chain.front().fingerprint() != cover.chain.front().fingerprint()) {
    return fail("PKG-15", list->chain.front().subject_name());
  }
  if (inner.package_id != outer.package_id || inner.statement_id != outer.statement_id ||
      inner.sender != outer.sender || inner.recipients != outer.recipients ||
      inner.objects.size() != evidence::evidence_count(outer)) {
    return fail("PKG-16", inner.package_id.text());
  }
  return list;
}

Result<void> check_file(const BundleFiles& files, const bundle::OpenedFile& file) {
  auto measured = files.measure(file.path);
  if (!measured) {
    return fail(measured.error());
  }
  const bool same = measured->length == file.length && measured->sha256 == file.sha256;
  return same ? Result<void>() : fail("VER-20", "SHA-256 " + measured->sha256.hex());
}

Result<void> check_listing(const BundleFiles& files,
                           const std::vector<bundle::OpenedFile>& expected) {
  auto bytes = files.read(bundle::files_file);
  if (!bytes) {
    return fail(bytes.error());
  }
  if (*bytes != bundle::encode_files(expected)) {
    return fail("VER-09", "files.json is not the list that was signed");
  }
  const auto opened = static_cast<std::size_t>(
      std::count_if(files.paths().begin(), files.paths().end(),
                    [](const std::string& path) { return path.starts_with("files/"); }));
  return opened <= expected.size() ? Result<void>()
                                   : fail("VER-06", "files/ has more files than were signed");
}

void check_files(const BundleFiles& files, const Cover& cover, const Proven* announced,
                 Findings& findings) {
  if (!files.has(bundle::files_file) && !files.has(bundle::inner_file)) {
    findings.note(Check::evidence_file, "package", "no opened files are in the bundle");
    return;
  }
  auto list = read_list(files, cover);
  if (list && announced != nullptr && list->manifest.case_ref != announced->content.head.case_id) {
    list = fail("PKG-21", list->manifest.case_ref.text());
  }
  if (!findings.add(Check::sealed_list, std::string(bundle::inner_file), only_error(list))) {
    return;
  }
  const auto expected = bundle::files_of(list->manifest);
  findings.add(Check::form, std::string(bundle::files_file), check_listing(files, expected));
  for (const bundle::OpenedFile& file : expected) {
    findings.add(Check::evidence_file, file.path, check_file(files, file));
  }
}

void note_absence(const std::vector<Proven>& statements, Findings& findings) {
  for (const Proven& one : statements) {
    if (one.document() == "evidence_manifest") {
      findings.note(Check::package_cover, one.path,
                    "the package it announces is not in the bundle");
    }
  }
}

}  // namespace

void check_package(const BundleFiles& files, const std::vector<Proven>& statements,
                   Findings& findings) {
  const std::string subject(bundle::outer_file);
  if (!files.has(bundle::outer_file)) {
    note_absence(statements, findings);
    return;
  }
  auto bytes = files.read(bundle::outer_file);
  auto cover = bytes ? evidence::read_outer(value::text_of(*bytes)) : fail(bytes.error());
  if (!cover) {
    findings.add(Check::package_cover, subject, only_error(cover));
    return;
  }
  auto announced = announcement(*cover, *bytes, statements);
  findings.add(Check::announced, subject, only_error(announced));
  if (announced) {
    findings.add(Check::package_cover, subject, check_sender(*cover, **announced));
  }
  check_objects(files, cover->manifest, findings);
  check_files(files, *cover, announced ? *announced : nullptr, findings);
}

}  // namespace comity::verify
