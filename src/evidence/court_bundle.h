// The form of a court bundle: which files a folder holds, and the three that are not evidence by
// themselves: bundle.json, files.json and SHA256SUMS. Written by desk/bundle.h, judged by room
// verify.
#pragma once

#include "evidence/inner_manifest.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace comity::evidence::bundle {

inline constexpr std::string_view head_file = "bundle.json";
inline constexpr std::string_view roots_file = "roots.txt";
inline constexpr std::string_view sums_file = "SHA256SUMS";
inline constexpr std::string_view files_file = "files.json";
inline constexpr std::string_view outer_file = "package/outer.jws";
inline constexpr std::string_view inner_file = "package/inner.txt";

struct Head {
  value::Uuid case_id;
  value::Instant made_at;
  std::string node;  ///< who wrote the bundle

  friend bool operator==(const Head&, const Head&) = default;
};

value::Bytes encode_head(const Head& head);

/// VER-02 another schema or members; VER-21 a newer version.
value::Result<Head> decode_head(value::BytesView bytes);

/// An opened file, as the inner manifest lists it.
struct OpenedFile {
  std::string path;  ///< "files/0001-report.pdf"
  std::string name;
  std::uint64_t length = 0;
  value::Digest sha256;

  friend bool operator==(const OpenedFile&, const OpenedFile&) = default;
};

/// The files that opening the package makes, in the order of its objects.
std::vector<OpenedFile> files_of(const InnerManifest& inner);

value::Bytes encode_files(const std::vector<OpenedFile>& files);

/// Node names and the fingerprint of the root that founded each: what roots.txt and a trust file
/// hold, "NODE FINGERPRINT" a line.
using Roots = std::map<std::string, value::Digest, std::less<>>;

std::string encode_roots(const Roots& roots);

/// VER-03 a line of another form, or a node twice. Empty lines and lines that begin with "#" are
/// for people.
value::Result<Roots> decode_roots(std::string_view text);

/// Paths and digests, in the form of the sha256sum tool.
using Sums = std::map<std::string, value::Digest, std::less<>>;

std::string encode_sums(const Sums& sums);

/// VER-04 for anything but encode_sums makes.
value::Result<Sums> decode_sums(std::string_view text);

/// "key-sets/xa.chain", "statements/0001.enclosure", "package/0000.age".
std::string chain_path(std::string_view node);
std::string statement_path(std::size_t number);
std::string object_path(std::uint32_t number);

/// "package/0001.leaves": the leaf hashes of a sealed object of several chunks, 32 octets each.
std::string leaves_path(std::uint32_t number);

/// "package/0001.midstates": the hash states of an opened file of several MiB.
std::string midstates_path(std::uint32_t number);

/// Longer lists are left out of a bundle; damage then has a file but no chunk.
inline constexpr std::size_t max_list_octets = std::size_t{24} << 20U;

}  // namespace comity::evidence::bundle
