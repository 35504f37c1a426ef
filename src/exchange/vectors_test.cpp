// The published envelope, letter and key sets of docs/protocol/vectors: they stay readable by every
// later version. That they are right is checked by tests/foreign/envelope.sh.
#include "crypto/age.h"
#include "crypto/certificate.h"
#include "exchange/directory.h"
#include "exchange/enclosure.h"
#include "exchange/letter.h"
#include "exchange/peer_store.h"
#include "keys/age_identity.h"
#include "keys/file_opener.h"
#include "ledger/entry.h"
#include "ledger/slip.h"
#include "ledger/vkey.h"
#include "signed/authorisation.h"
#include "signed/envelope.h"
#include "support/code.h"
#include "support/source_file.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <string>

namespace comity::exchange {
namespace {

using support::code_of;

value::Bytes vector(const std::string& name) {
  return value::to_bytes(testing_support::source_file("docs/protocol/vectors/" + name));
}

crypto::Certificate certificate(const std::string& name) {
  return crypto::Certificate::parse(vector("envelope/" + name + ".der")).value();
}

StoredPeer arvandia() {
  return {"xa", certificate("root").fingerprint(), vector("envelope/chain"), "", {}};
}

TEST(EnvelopeVectorTest, TheEnvelopeIsReadAndItsAuthorisationsVerify) {
  const auto envelope = signed_::read_envelope(vector("envelope/envelope.json"));
  ASSERT_EQ(code_of(envelope), "");
  EXPECT_EQ(envelope->payload, vector("envelope/payload.json"));
  EXPECT_TRUE(envelope->chain.front() == certificate("desk"));
  ASSERT_EQ(envelope->authorisations.size(), 2U);
  EXPECT_EQ(code_of(signed_::verify_authorisation(envelope->authorisations.front(),
                                                  certificate("tomas"))),
            "");
  EXPECT_EQ(
      code_of(signed_::verify_authorisation(envelope->authorisations.back(), certificate("vera"))),
      "");
}

TEST(EnvelopeVectorTest, TheChainLeadsFromTheRootToTheSecondKeySet) {
  const auto node = read_node(arvandia());
  ASSERT_EQ(code_of(node), "");
  EXPECT_EQ(node->chain.latest().serial, 2);
  const auto second = signed_::read_envelope(vector("envelope/key_set.json"));
  ASSERT_EQ(code_of(second), "");
  EXPECT_EQ(node->chain.latest_digest(), second->payload_digest);
}

TEST(LetterVectorTest, TheLetterOpensToTheSlipAndTheEnvelope) {
  const auto letter = read_letter(vector("letter/letter"));
  ASSERT_EQ(code_of(letter), "");
  auto identities = keys::parse_identity_file(
      testing_support::source_file("docs/protocol/vectors/letter/identity.txt"));
  ASSERT_EQ(code_of(identities), "");
  const auto opener = keys::FileOpener::make(identities->front().share()).value();
  const auto opened = crypto::age_open(*opener, letter->sealed);
  ASSERT_EQ(code_of(opened), "");
  EXPECT_EQ(*opened, vector("letter/enclosure"));
  const auto enclosure = read_enclosure(*opened);
  ASSERT_EQ(code_of(enclosure), "");
  EXPECT_EQ(enclosure->envelope, vector("envelope/envelope.json"));
  const auto node = read_node(arvandia()).value();
  const auto slip = ledger::decode_slip(value::bytes_of(enclosure->slip)).value();
  const auto log = ledger::parse_vkey(node.chain.latest().ledger_key).value();
  EXPECT_EQ(code_of(ledger::verify_slip(slip, {log, ledger::act_label, enclosure->envelope})), "");
  EXPECT_EQ(
      code_of(node.chain.desk_key("xa.desk", letter->chain.front().fingerprint(), slip.index)), "");
}

}  // namespace
}  // namespace comity::exchange
