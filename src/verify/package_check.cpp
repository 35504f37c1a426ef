#include "verify/package_check.h"

#include "crypto/sha256.h"
#include "evidence/court_bundle.h"
#include "evidence/inner_manifest.h"
#include "evidence/manifest_fields.h"
#include "evidence/outer_manifest.h"
#include "evidence/relay_check.h"
#include "evidence/sidecar.h"
#include "evidence/signed_manifest.h"
#include "object/blob_store.h"
#include "record/view.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"
#include "verify/bundle_files.h"
#include "verify/damage.h"
#include "verify/finding.h"
#include "verify/proven.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::verify {
namespace {

namespace bundle = evidence::bundle;
using value::fail;
using value::Result;
using Cover = evidence::Signed<evidence::OuterManifest>;
using List = evidence::Signed<evidence::InnerManifest>;

/// The statement of the case that names this package and this cover: VER-19 when it names another
/// one, VER-14 when it is not in the bundle.
Result<const Proven*> announcement(const Cover& cover, value::BytesView bytes,
                                   const std::vector<Proven>& statements) {
  const evidence::OuterManifest& outer = cover.manifest;
  const auto found = std::find_if(statements.begin(), statements.end(), [&](const Proven& one) {
    return one.content.head.statement_id == outer.statement_id;
  });
  if (found == statements.end()) {
    return fail("VER-14", "statement " + outer.statement_id.text() + " is missing");
  }
  const record::View record(&found->content.record);
  if (found->document() != "evidence_manifest" ||
      record.at("package_id").text() != outer.package_id.text() ||
      record.at("outer_digest").text() != crypto::sha256(bytes).hex()) {
    return fail("VER-19", found->path + " announces another package");
  }
  return &*found;
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

/// One chunk is all of a file that has no more; longer ones need their list.
std::optional<std::uint64_t> only_chunk(std::uint64_t length) {
  return length <= object::chunk_size ? std::optional<std::uint64_t>(0) : std::nullopt;
}

void check_object(const BundleFiles& files, std::uint32_t number, const object::Extent& extent,
                  Findings& findings) {
  const std::string path = bundle::object_path(number);
  const std::string list = bundle::leaves_path(number);
  std::vector<value::Digest> leaves;
  if (files.has(list)) {
    auto bytes = files.read(list);
    auto read = bytes ? read_leaves(*bytes, extent.root) : fail(bytes.error());
    if (findings.add(Check::chunk_list, list, only_error(read))) {
      leaves = *std::move(read);
    }
  }
  auto source = files.source(path);
  const auto good = source ? evidence::check_extent(**source, extent, {}) : fail(source.error());
  Place place(path);
  if (source && !good) {
    auto again = files.source(path);
    place.chunk =
        again && !leaves.empty() ? first_bad_chunk(**again, leaves) : only_chunk(extent.length);
  }
  findings.add(Check::sealed_object, place, good);
}

void check_objects(const BundleFiles& files, const evidence::OuterManifest& outer,
                   Findings& findings) {
  std::size_t there = 0;
  for (const std::string& path : files.paths()) {
    if (const auto number = number_in(path, bundle::object_path)) {
      ++there;
      if (*number >= outer.objects.size()) {
        findings.add(Check::form, path, fail("VER-06", "the cover names no such object"));
      }
    }
  }
  if (there == 0) {
    findings.note(Check::sealed_object, "package", "the sealed objects are not in the bundle");
    return;
  }
  for (std::uint32_t number = 0; number < outer.objects.size(); ++number) {
    check_object(files, number, outer.objects[number].extent, findings);
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

/// `number` is that of the object, from 1.
void check_file(const BundleFiles& files, std::uint32_t number, const bundle::OpenedFile& file,
                const value::Digest& sidecar_sha256, Findings& findings) {
  const std::string list = bundle::midstates_path(number);
  std::optional<evidence::Sidecar> sidecar;
  if (files.has(list)) {
    auto bytes = files.read(list);
    auto read = bytes ? read_midstates(*bytes, sidecar_sha256) : fail(bytes.error());
    if (findings.add(Check::chunk_list, list, only_error(read))) {
      sidecar = *std::move(read);
    }
  }
  auto measured = files.measure(file.path);
  Place place(file.path);
  Result<void> good = only_error(measured);
  if (measured && (measured->length != file.length || measured->sha256 != file.sha256)) {
    good = fail("VER-20", "SHA-256 " + measured->sha256.hex());
    auto again = files.source(file.path);
    place.chunk = again && sidecar ? first_bad_chunk(**again, *sidecar) : only_chunk(file.length);
  }
  findings.add(Check::evidence_file, place, good);
}

void check_listing(const BundleFiles& files, const std::vector<bundle::OpenedFile>& expected,
                   Findings& findings) {
  auto bytes = files.read(bundle::files_file);
  Result<void> same = only_error(bytes);
  if (bytes && *bytes != bundle::encode_files(expected)) {
    same = fail("VER-09", "it is not the list that was signed");
  }
  findings.add(Check::form, bundle::files_file, same);
  for (const std::string& path : files.paths()) {
    const auto states = number_in(path, bundle::midstates_path);
    const bool listed = std::any_of(expected.begin(), expected.end(),
                                    [&](const auto& file) { return file.path == path; });
    if ((path.starts_with("files/") && !listed) ||
        (states && (*states == 0 || *states > expected.size()))) {
      findings.add(Check::form, path, fail("VER-06", "the signed list has no such file"));
    }
  }
}

void check_files(const BundleFiles& files, const Cover& cover,
                 const std::optional<value::Uuid>& case_id, Findings& findings) {
  if (!files.has(bundle::files_file) && !files.has(bundle::inner_file)) {
    findings.note(Check::evidence_file, "package", "no opened files are in the bundle");
    return;
  }
  auto list = read_list(files, cover);
  if (list && case_id && list->manifest.case_ref != *case_id) {
    list = fail("PKG-21", list->manifest.case_ref.text());
  }
  if (!findings.add(Check::sealed_list, bundle::inner_file, only_error(list))) {
    return;
  }
  const auto expected = bundle::files_of(list->manifest);
  check_listing(files, expected, findings);
  for (std::uint32_t number = 1; number <= expected.size(); ++number) {
    check_file(files, number, expected[number - 1],
               list->manifest.objects[number - 1].sidecar_sha256, findings);
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

void check_package(const BundleFiles& files, const std::optional<value::Uuid>& case_id,
                   const std::vector<Proven>& statements, Findings& findings) {
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
  check_files(files, *cover, case_id, findings);
}

}  // namespace comity::verify
