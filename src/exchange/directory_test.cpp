#include "exchange/directory.h"

#include "codec/json.h"
#include "crypto/sha256.h"
#include "exchange/enclosure.h"
#include "exchange/peer_store.h"
#include "exchange/transport.h"
#include "fakes/memory_peers.h"
#include "signed/key_set.h"
#include "support/act_log.h"
#include "support/code.h"
#include "support/json_members.h"
#include "support/signing_house.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::exchange {
namespace {

using support::code_of;

/// A node with its ledger, and the chain document that it gives to its peers.
struct Peering {
  explicit Peering(const std::string& node) : house(node), log(house.origin()) {}

  signed_::KeySet first() const {
    signed_::KeySet set = house.key_set();
    set.ledger_key = log.vkey();
    return set;
  }

  void append(const value::Bytes& envelope) {
    const std::string slip = log.add(envelope);
    const value::Bytes lines = write_enclosure({slip, envelope}).value();
    stored.insert(stored.end(), lines.begin(), lines.end());
  }

  void append(const signed_::KeySet& set, const std::vector<std::string_view>& persons = {}) {
    append(house.root_envelope(house.payload(set), persons));
  }

  StoredPeer peer(const std::string& endpoint = "") const {
    return {house.node(), house.organisation().root().fingerprint(), stored, endpoint, {}};
  }

  support::SigningHouse house;
  support::ActLog log;
  value::Bytes stored;
};

class DirectoryTest : public testing::Test {
 protected:
  std::string code() const { return code_of(read_node(arvandia_.peer())); }

  Peering arvandia_{"xa"};
};

TEST_F(DirectoryTest, APeerIsKnownByItsChain) {
  arvandia_.append(arvandia_.first());
  const auto node = read_node(arvandia_.peer());
  ASSERT_EQ(code_of(node), "");
  EXPECT_EQ(node->node, "xa");
  EXPECT_EQ(node->chain.size(), 1U);
  EXPECT_EQ(node->endpoint, "https://192.0.2.10:8443");
  const Peer address = address_of(*node);
  EXPECT_EQ(address.endpoint, "https://192.0.2.10:8443");
  EXPECT_EQ(address.pins, node->chain.latest().tls);
}

TEST_F(DirectoryTest, OurEndpointForAPeerOverridesItsOwn) {
  arvandia_.append(arvandia_.first());
  const auto node = read_node(arvandia_.peer("https://198.51.100.7:9443"));
  ASSERT_EQ(code_of(node), "");
  EXPECT_EQ(address_of(*node).endpoint, "https://198.51.100.7:9443");
}

TEST_F(DirectoryTest, LaterKeySetsCountFromTheirProvenIndex) {
  arvandia_.log.fill_up_to(3);
  arvandia_.append(arvandia_.first());
  arvandia_.log.fill_up_to(9);
  signed_::KeySet second = arvandia_.first();
  second.serial = 2;
  second.previous = crypto::sha256(value::bytes_of(arvandia_.house.payload(arvandia_.first())));
  second.endpoint = "https://192.0.2.11:8443";
  arvandia_.append(second, {"idris", "maryam"});
  const auto node = read_node(arvandia_.peer());
  ASSERT_EQ(code_of(node), "");
  EXPECT_EQ(node->chain.at(2), nullptr);
  EXPECT_EQ(node->chain.at(3)->serial, 1);
  EXPECT_EQ(node->chain.at(8)->serial, 1);
  EXPECT_EQ(node->chain.at(9)->serial, 2);
  EXPECT_EQ(node->endpoint, "https://192.0.2.11:8443");
}

TEST_F(DirectoryTest, AnEmptyEntryHoldsNoKeySet) {
  EXPECT_EQ(code(), "EXCH-06");
  arvandia_.append(arvandia_.house.root_envelope("{}"));
  EXPECT_EQ(code(), "EXCH-06");
}

TEST_F(DirectoryTest, AnEntryOfAnotherNodeIsRefused) {
  arvandia_.append(arvandia_.first());
  StoredPeer peer = arvandia_.peer();
  peer.node = "xb";
  EXPECT_EQ(code_of(read_node(peer)), "EXCH-07");
}

TEST_F(DirectoryTest, ALedgerOfAnotherOriginThanTheKeySetSaysIsRefused) {
  signed_::KeySet set = arvandia_.first();
  set.origin = "xc.ledger.example";
  arvandia_.append(set);
  EXPECT_EQ(code(), "EXCH-07");
}

TEST_F(DirectoryTest, ALedgerUnderAnotherKeyIsRefused) {
  const support::ActLog other(arvandia_.house.origin(), 2);
  signed_::KeySet set = arvandia_.first();
  set.ledger_key = other.vkey();
  arvandia_.append(set);
  EXPECT_EQ(code(), "LEDGER-14");
  arvandia_.stored.clear();
  set.ledger_key = "no key";
  arvandia_.append(set);
  EXPECT_EQ(code(), "LEDGER-10");
}

TEST_F(DirectoryTest, ASlipOfAnotherActIsRefused) {
  const value::Bytes envelope =
      arvandia_.house.root_envelope(arvandia_.house.payload(arvandia_.first()));
  const std::string slip = arvandia_.log.add(value::bytes_of("another act"));
  arvandia_.stored = write_enclosure({slip, envelope}).value();
  EXPECT_EQ(code(), "LEDGER-19");
  arvandia_.stored = write_enclosure({"{}", envelope}).value();
  EXPECT_EQ(code(), "LEDGER-18");
}

TEST_F(DirectoryTest, AnAlteredOrCutEntryIsRefused) {
  arvandia_.append(arvandia_.first());
  const value::Bytes whole = arvandia_.stored;
  arvandia_.stored.pop_back();
  EXPECT_EQ(code(), "EXCH-01");
  arvandia_.stored = whole;
  arvandia_.stored[whole.size() - 10] ^= 1U;
  EXPECT_NE(code(), "");
  arvandia_.stored = whole;
  EXPECT_EQ(code(), "");
}

TEST_F(DirectoryTest, AnotherRootThanThePersonComparedIsRefused) {
  arvandia_.append(arvandia_.first());
  StoredPeer peer = arvandia_.peer();
  peer.root_fingerprint = Peering("xa").house.organisation().root().fingerprint();
  EXPECT_EQ(code_of(read_node(peer)), "SIGN-12");
}

TEST_F(DirectoryTest, AKeySetThatIsMalformedIsRefused) {
  codec::Json::Object payload = support::members_of(
      codec::parse_json(value::bytes_of(arvandia_.house.payload(arvandia_.first())), {}).value());
  payload["record"] = codec::Json::Object();
  arvandia_.append(arvandia_.house.root_envelope(codec::write_json(payload)));
  EXPECT_EQ(code(), "SIGN-10");
}

TEST_F(DirectoryTest, FindsNodesByNameDeskAndTlsCertificate) {
  Peering belmora("xb");
  arvandia_.append(arvandia_.first());
  signed_::KeySet theirs = belmora.first();
  theirs.tls = {theirs.next_root};
  belmora.append(theirs);
  std::vector<KnownNode> nodes;
  nodes.push_back(read_node(arvandia_.peer()).value());
  nodes.push_back(read_node(belmora.peer()).value());
  const Directory directory(std::move(nodes));
  EXPECT_EQ(directory.nodes().size(), 2U);
  EXPECT_EQ(directory.node("xb")->node, "xb");
  EXPECT_EQ(directory.of_desk("xa.desk")->node, "xa");
  EXPECT_EQ(directory.of_tls(theirs.next_root)->node, "xb");
  EXPECT_EQ(directory.node("xc"), nullptr);
  EXPECT_EQ(directory.of_desk("xb"), nullptr);
  EXPECT_EQ(directory.of_tls({}), nullptr);
}

TEST_F(DirectoryTest, NoNodeClaimsTheDesksOfAnother) {
  signed_::KeySet set = arvandia_.first();
  set.desks.front().desk = "xb.desk";
  arvandia_.append(set);
  std::vector<KnownNode> nodes;
  nodes.push_back(read_node(arvandia_.peer()).value());
  EXPECT_EQ(Directory(std::move(nodes)).of_desk("xb.desk"), nullptr);
}

TEST_F(DirectoryTest, IsLoadedWholeOrNotAtAll) {
  Peering belmora("xb");
  belmora.append(belmora.first());
  fakes::MemoryPeers store;
  ASSERT_TRUE(store.put(belmora.peer()).has_value());
  EXPECT_EQ(load_directory(store)->nodes().size(), 1U);
  ASSERT_TRUE(store.put(arvandia_.peer()).has_value());
  EXPECT_EQ(code_of(load_directory(store)), "EXCH-06") << "a peer that does not verify";
}

TEST_F(DirectoryTest, ASnapshotOutlivesItsReplacement) {
  LiveDirectory live;
  EXPECT_TRUE(live.now()->nodes().empty());
  arvandia_.append(arvandia_.first());
  std::vector<KnownNode> nodes;
  nodes.push_back(read_node(arvandia_.peer()).value());
  const auto before = live.now();
  live.replace(Directory(std::move(nodes)));
  EXPECT_TRUE(before->nodes().empty());
  EXPECT_NE(live.now()->node("xa"), nullptr);
}

}  // namespace
}  // namespace comity::exchange
