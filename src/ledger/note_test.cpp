#include "ledger/note.h"

#include "crypto/ed25519.h"
#include "fakes/ledger_key.h"
#include "ledger/cosignature.h"
#include "ledger/vkey.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace comity::ledger {
namespace {

using value::Code;

// The key and note of the documentation of golang.org/x/mod/sumdb/note.
constexpr const char* go_vkey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string go_text =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const std::string go_note = go_text +
                            "\n\xE2\x80\x94 PeterNeumann "
                            "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
                            "qdngotpRZb6KE6RyyBwJnAM=\n";

TEST(VerifierKeyTest, ReadsTheKeyOfAnotherImplementation) {
  const auto key = parse_vkey(go_vkey);
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->name, "PeterNeumann");
  EXPECT_EQ(key->type, NoteKeyType::ed25519);
  EXPECT_EQ(key->id(), 0xc74f20a3U);
  EXPECT_EQ(key->text(), go_vkey);
}

class NoVerifierKey : public testing::TestWithParam<std::string> {};

TEST_P(NoVerifierKey, IsRefused) {
  const auto key = parse_vkey(GetParam());
  ASSERT_FALSE(key.has_value());
  EXPECT_EQ(key.error().code, Code("LEDGER-10"));
}

INSTANTIATE_TEST_SUITE_P(
    Forms, NoVerifierKey,
    testing::Values("", "PeterNeumann", "PeterNeumann+c74f20a3", "+c74f20a3+ARpc2QcUPDhMQegwxbzh",
                    "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                    "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                    "PeterNeumann+c74f20a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                    "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
                    "PeterNeumann+c74f20a3+BBpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n"));

TEST(VerifierKeyTest, TypeIsPartOfTheId) {
  const VerifierKey log{"xa", NoteKeyType::ed25519, {}};
  const VerifierKey witness{"xa", NoteKeyType::cosignature, {}};
  EXPECT_NE(log.id(), witness.id());
  EXPECT_EQ(parse_vkey(witness.text()).value(), witness);
}

TEST(NoteTest, VerifiesTheNoteOfAnotherImplementation) {
  const auto note = parse_note(go_note);
  ASSERT_TRUE(note.has_value()) << note.error().detail;
  EXPECT_EQ(note->text, go_text);
  const auto signatures = signatures_by(*note, parse_vkey(go_vkey).value());
  ASSERT_TRUE(signatures.has_value()) << signatures.error().detail;
  EXPECT_EQ(signatures->size(), 1U);
  EXPECT_EQ(write_note(*note), go_note);
}

class Signed : public testing::Test {
 protected:
  [[nodiscard]] Note note(const std::string& text) const {
    return {text, {sign_note(text, "xa", *signer_).value()}};
  }

  [[nodiscard]] VerifierKey key() const {
    return {"xa", NoteKeyType::ed25519, signer_->public_key()};
  }

  std::unique_ptr<crypto::Ed25519Signer> signer_ = fakes::ledger_key(1);
};

TEST_F(Signed, SplitsAtTheLastBlankLine) {
  const std::string text = "a\n\nb\n\n\xE2\x80\x94 is no signature here: it is not ASCII\n";
  EXPECT_FALSE(parse_note(write_note(note(text))).has_value());
  const auto inner = note("a\n\n- xa looks like one\n\nb\n");
  const auto parsed = parse_note(write_note(inner));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(*parsed, inner);
}

TEST_F(Signed, ChangedTextIsRefused) {
  auto changed = note("size 5\n");
  changed.text = "size 6\n";
  EXPECT_EQ(signatures_by(changed, key()).error().code, Code("LEDGER-12"));
}

TEST_F(Signed, OneBadSignatureOfAKnownKeyRejectsTheNote) {
  auto two = note("text\n");
  two.signatures.push_back(two.signatures[0]);
  two.signatures[1].signature[3] ^= 1U;
  EXPECT_EQ(signatures_by(two, key()).error().code, Code("LEDGER-12"));
  std::swap(two.signatures[0], two.signatures[1]);
  EXPECT_EQ(signatures_by(two, key()).error().code, Code("LEDGER-12"));
}

TEST_F(Signed, UnknownSignersAreLeftAside) {
  auto two = note("text\n");
  two.signatures.push_back({"stranger", 7, {1, 2, 3}});
  two.signatures.push_back({"xa", key().id() ^ 1U, {1, 2, 3}});
  EXPECT_EQ(signatures_by(two, key()).value().size(), 1U);
  const VerifierKey other{"stranger", NoteKeyType::ed25519, {}};
  EXPECT_TRUE(signatures_by(two, other).value().empty());
}

TEST_F(Signed, TakesSixteenSignaturesAndNotAnyNumber) {
  auto many = note("text\n");
  many.signatures.resize(16, many.signatures[0]);
  EXPECT_EQ(parse_note(write_note(many)).value(), many);
  many.signatures.resize(max_note_signatures + 1, many.signatures[0]);
  EXPECT_EQ(parse_note(write_note(many)).error().code, Code("LEDGER-11"));
}

TEST_F(Signed, WillNotSignUnderAnImpossibleName) {
  EXPECT_EQ(sign_note("text\n", "two words", *signer_).error().code, Code("LEDGER-10"));
  EXPECT_EQ(sign_note("text\n", "a+b", *signer_).error().code, Code("LEDGER-10"));
  EXPECT_EQ(sign_note("text\n", "", *signer_).error().code, Code("LEDGER-10"));
}

const std::string line = "\xE2\x80\x94 xa AAAAAAEC\n";

class NoNote : public testing::TestWithParam<std::string> {};

TEST_P(NoNote, IsRefused) {
  const auto note = parse_note(GetParam());
  ASSERT_FALSE(note.has_value());
  EXPECT_EQ(note.error().code, Code("LEDGER-11"));
}

INSTANTIATE_TEST_SUITE_P(
    Forms, NoNote,
    testing::Values("", "\n", "\n\n", "text\n", "text\n\n", "text\n" + line, "\n\n" + line,
                    "text\n\n" + line.substr(0, line.size() - 1), "text\n\n" + line + "\n",
                    "text\n\n" + line + "junk\n", "te\xC3\xA9xt\n\n" + line,
                    std::string("te\0xt\n\n", 7) + line, "te\txt\n\n" + line, "te\rxt\n\n" + line,
                    "te\x7Fxt\n\n" + line, "text\n\n- xa AAAAAAEC\n",
                    "text\n\n\xE2\x80\x94xa AAAAAAEC\n", "text\n\n\xE2\x80\x94  AAAAAAEC\n",
                    "text\n\n\xE2\x80\x94 xa\n", "text\n\n\xE2\x80\x94 xa AAAAAA==\n",
                    "text\n\n\xE2\x80\x94 xa AAAAAAF=\n", "text\n\n\xE2\x80\x94 xa AAAAAAEC \n",
                    "text\n\n\xE2\x80\x94 xa  AAAAAAEC\n", "text\n\n\xE2\x80\x94 x+a AAAAAAEC\n",
                    std::string(max_note_size, 'a') + "\n\n" + line));

TEST(NoteTest, TheLineOfThoseFormsIsItselfWellFormed) {
  EXPECT_TRUE(parse_note("text\n\n" + line).has_value());
}

TEST(CosignatureTest, StatesATimeUnderTheCheckpoint) {
  const auto signer = fakes::ledger_key(2);
  const std::string text = "xa.ledger.example\n5\nq83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq80=\n";
  const value::Instant at{1'763'761'521'000};
  const auto signature = cosign(text, "xb.witness", *signer, at);
  ASSERT_TRUE(signature.has_value());
  EXPECT_EQ(signature->signature.size(), 72U);
  const VerifierKey witness{"xb.witness", NoteKeyType::cosignature, signer->public_key()};
  EXPECT_EQ(verify_cosignature(text, *signature, witness).value(), at);
  const Note note{text, {*signature}};
  EXPECT_EQ(signatures_by(parse_note(write_note(note)).value(), witness).value().size(), 1U);
}

TEST(CosignatureTest, SignsTheHeaderTheTimeAndTheText) {
  const auto signer = fakes::ledger_key(2);
  const auto signature = cosign("text\n", "w", *signer, {1'763'761'521'999}).value();
  const value::BytesView blob(signature.signature);
  EXPECT_EQ(value::to_hex(blob.first(8)), "000000006920dd71");
  const auto message = value::bytes_of("cosignature/v1\ntime 1763761521\ntext\n");
  EXPECT_TRUE(crypto::verify_ed25519(signer->public_key(), message, blob.subspan(8)).has_value());
}

TEST(CosignatureTest, AnythingElseIsRefused) {
  const auto signer = fakes::ledger_key(2);
  const auto good = cosign("text\n", "w", *signer, {1'763'761'521'000}).value();
  const VerifierKey witness{"w", NoteKeyType::cosignature, signer->public_key()};
  const auto code = [&](const NoteSignature& signature, const std::string& text,
                        const VerifierKey& key) {
    return std::string(verify_cosignature(text, signature, key).error().code.text());
  };
  EXPECT_EQ(code(good, "other\n", witness), "LEDGER-12");
  auto later = good;
  later.signature[7] ^= 1U;
  EXPECT_EQ(code(later, "text\n", witness), "LEDGER-12");
  auto far = good;
  far.signature[0] = 0xFF;
  EXPECT_EQ(code(far, "text\n", witness), "LEDGER-12");
  auto cut = good;
  cut.signature.pop_back();
  EXPECT_EQ(code(cut, "text\n", witness), "LEDGER-12");
  auto renamed = good;
  renamed.name = "v";
  EXPECT_EQ(code(renamed, "text\n", witness), "LEDGER-12");
  const VerifierKey log{"w", NoteKeyType::ed25519, signer->public_key()};
  EXPECT_EQ(code(good, "text\n", log), "LEDGER-12");
  EXPECT_EQ(cosign("text\n", "w", *signer, {-1}).error().code, Code("LEDGER-12"));
  EXPECT_EQ(cosign("text\n", "a b", *signer, {0}).error().code, Code("LEDGER-10"));
}

}  // namespace
}  // namespace comity::ledger
