// Both manifests: what they read back, and each way in which one that is not valid is refused.
#include "codec/json.h"
#include "evidence/inner_manifest.h"
#include "evidence/outer_manifest.h"
#include "evidence/signed_manifest.h"
#include "evidence/source.h"
#include "support/package_story.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace comity::evidence {
namespace {

using codec::Json;
using testing_support::code;
using testing_support::content;
using testing_support::PackageStory;

/// The value with the member at the path ("objects.1.name") replaced, added or, by null, removed.
Json with(const Json& json, std::string_view path, const Json& value) {
  const std::size_t dot = path.find('.');
  const std::string key(path.substr(0, dot));
  if (const auto* list = json.array()) {
    Json::Array changed = *list;
    Json& item = changed.at(static_cast<std::size_t>(std::stoul(key)));
    item = dot == std::string_view::npos ? value : with(item, path.substr(dot + 1), value);
    return changed;
  }
  Json::Object changed;
  if (const auto* object = json.object()) {
    changed = *object;
  }
  if (dot != std::string_view::npos) {
    changed[key] = with(changed[key], path.substr(dot + 1), value);
  } else if (value.is_null()) {
    changed.erase(key);
  } else {
    changed[key] = value;
  }
  return changed;
}

struct Refusal {
  const char* path;
  Json value;
  const char* code;
};

const std::string hex(64, 'a');

class ManifestTest : public testing::Test {
 protected:
  void SetUp() override {
    story.plan.policy_id = value::Digest{};
    story.plan.salts = {{story.id(), {1, 2, 3}}};
    package = story.seal({content(10, 1), content(20, 2)}).value();
    outer = codec::parse_json(encode_outer(package.manifest), {}).value();
    inner = codec::parse_json(encode_inner(package.inner), {}).value();
  }

  static std::string outer_code(const Json& json) {
    return code(decode_outer(value::bytes_of(codec::write_json(json))));
  }

  static std::string inner_code(const Json& json) {
    return code(decode_inner(value::bytes_of(codec::write_json(json))));
  }

  PackageStory story;
  SealedPackage package;
  Json outer;
  Json inner;
};

TEST_F(ManifestTest, ReadBackWhatWasWritten) {
  const auto read_outer_back = decode_outer(encode_outer(package.manifest));
  ASSERT_EQ(code(read_outer_back), "");
  EXPECT_EQ(*read_outer_back, package.manifest);
  const auto read_inner_back = decode_inner(encode_inner(package.inner));
  ASSERT_EQ(code(read_inner_back), "");
  EXPECT_EQ(*read_inner_back, package.inner);
}

TEST_F(ManifestTest, TheOuterOneRefusesWhatIsNotTheForm) {
  const std::vector<Refusal> refusals = {
      {"type", "comity/other", "PKG-01"},
      {"version", 2, "PKG-01"},
      {"version", Json(), "PKG-01"},
      {"package_id", "x", "VAL-05"},
      {"statement_id", Json(), "JSON-07"},
      {"sender", "xa", "JSON-08"},
      {"sender.desk", "XA 247", "PKG-02"},
      {"sender.phone", "1", "JSON-09"},
      {"recipients", Json::Array(), "PKG-02"},
      {"recipients", Json::Array(17, *outer.member("sender")), "PKG-02"},
      {"recipients", Json::Array(2, *outer.member("sender")), "PKG-02"},
      {"created", "2026-11-03", "VAL-03"},
      {"expires", "2020-11-03T00:00:00Z", "PKG-02"},
      {"suite", "rot13", "PKG-19"},
      {"policy_id", "x", "VAL-01"},
      {"inner_commitment", Json(), "JSON-07"},
      {"objects", Json::Array(), "PKG-02"},
      {"objects", Json::Array(4, outer.member("objects")->array()->front()), "PKG-02"},
      {"objects.0.index", 1, "PKG-02"},
      {"objects.1.length", 0, "PKG-02"},
      {"objects.1.length", -1, "PKG-02"},
      {"objects.1.length", "10", "JSON-08"},
      {"objects.1.chunk_size", 65536, "PKG-02"},
      {"objects.1.root", hex + "a", "VAL-01"},
      {"objects.1.name", "a.txt", "JSON-09"},
      {"objects.1.age_header", Json(), "JSON-07"},
      {"case_ref", "x", "JSON-09"},
  };
  EXPECT_EQ(outer_code(outer), "");
  for (const Refusal& refusal : refusals) {
    EXPECT_EQ(outer_code(with(outer, refusal.path, refusal.value)), refusal.code) << refusal.path;
  }
}

TEST_F(ManifestTest, TheInnerOneRefusesWhatIsNotTheForm) {
  const std::vector<Refusal> refusals = {
      {"type", "comity/package", "PKG-01"},
      {"version", 2, "PKG-01"},
      {"case_ref", "17/2026", "VAL-05"},
      {"legal_basis", std::string(4001, 'x'), "PKG-02"},
      {"legal_basis", "a\u202Eb", "PKG-02"},
      {"objects", Json::Array(), "PKG-02"},
      {"objects.0.index", 0, "PKG-02"},
      {"objects.0.name", "../a", "PKG-03"},
      {"objects.0.name", "PART-2.BIN", "PKG-04"},
      {"objects.0.media_type", "text", "PKG-02"},
      {"objects.0.media_type", "text/plain; charset=x", "PKG-02"},
      {"objects.0.length", -1, "PKG-02"},
      {"objects.0.sha256", "x", "VAL-01"},
      {"objects.0.sidecar_sha256", Json(), "JSON-07"},
      {"objects.0.data_row", "", "PKG-02"},
      {"objects.0.data_row", "two\nlines", "PKG-02"},
      {"objects.0.path", "/tmp", "JSON-09"},
      {"objects.0.acquisition.tool", std::string(257, 'x'), "PKG-02"},
      {"objects.0.acquisition.started", Json(), "JSON-07"},
      {"objects.0.acquisition.before",
       Json::Object{
           {"size", 1}, {"modified", "2026-11-03T00:00:00Z"}, {"nanosecond", 1}, {"file", "1:2"}},
       "PKG-02"},
      {"custody", Json::Array{Json(1)}, "JSON-06"},
      {"restrictions.disposal", "burn", "PKG-02"},
      {"restrictions.use", Json(), "JSON-07"},
      {"salts.0.salt", "AAAA", "PKG-02"},
      {"salts.0.salt", "!", "CODEC-01"},
      {"salts.0.statement_id", Json(), "JSON-07"},
      {"note", "x", "JSON-09"},
  };
  EXPECT_EQ(inner_code(inner), "");
  for (const Refusal& refusal : refusals) {
    EXPECT_EQ(inner_code(with(inner, refusal.path, refusal.value)), refusal.code) << refusal.path;
  }
}

TEST_F(ManifestTest, AnOptionalMemberMayBeAbsent) {
  EXPECT_EQ(outer_code(with(outer, "policy_id", Json())), "");
  EXPECT_EQ(inner_code(with(inner, "objects.0.acquisition.tool", Json())), "");
}

TEST_F(ManifestTest, FactsOfAFileAreReadBack) {
  const SourceFacts facts{12, {1'793'671'449'000}, 999'999'999, "64769:131077"};
  package.inner.objects[0].acquisition.before = facts;
  package.inner.objects[0].acquisition.after = facts;
  EXPECT_EQ(decode_inner(encode_inner(package.inner)), package.inner);
}

TEST_F(ManifestTest, TheSaltedFormIsALineThenTheSignature) {
  const SaltedInner salted{{9, 8, 7}, "a.b.c"};
  const value::Bytes plain = encode_salted(salted);
  EXPECT_EQ(value::text_of(plain), "CQgHAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\na.b.c");
  const auto read = decode_salted(plain);
  ASSERT_EQ(code(read), "");
  EXPECT_EQ(read->salt, salted.salt);
  EXPECT_EQ(read->jws, salted.jws);
  EXPECT_EQ(code(decode_salted(value::bytes_of("a.b.c"))), "PKG-14");
  EXPECT_EQ(code(decode_salted(value::bytes_of("CQgH\na.b.c"))), "PKG-14");
}

TEST_F(ManifestTest, ASignedManifestMayNotBeEndless) {
  EXPECT_EQ(code(read_outer(std::string(16U << 20U, 'a'))), "PKG-05");
}

}  // namespace
}  // namespace comity::evidence
