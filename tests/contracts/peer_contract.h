// What every PeerStore and PackageStore does, over one node's database. Use:
// INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, PeerContract, SqliteNodeStore);
#pragma once

#include "contracts/node_store_contract.h"
#include "support/must.h"

namespace comity::contracts {

template <class Store>
class PeerContract : public NodeStoreContract<Store> {};

TYPED_TEST_SUITE_P(PeerContract);

TYPED_TEST_P(PeerContract, KeepsAPeerAndReplacesIt) {
  ASSERT_EQ(code_of(this->store_.peers().put(peer_of("xd"))), "");
  ASSERT_EQ(code_of(this->store_.peers().put(peer_of("xb"))), "");
  auto moved = peer_of("xb");
  moved.chain = value::to_bytes("a longer chain");
  moved.endpoint = "https://192.0.2.7:8443";
  moved.root_fingerprint = digest_no(8);
  moved.trusted_at = second_no(9);
  ASSERT_EQ(code_of(this->store_.peers().put(moved)), "");
  this->store_.reopen();
  const auto peers = this->store_.peers().peers().value();
  ASSERT_EQ(peers.size(), 2U);
  EXPECT_EQ(peers[0].node, "xb");
  EXPECT_EQ(peers[0].chain, moved.chain);
  EXPECT_EQ(peers[0].endpoint, moved.endpoint);
  EXPECT_EQ(peers[0].root_fingerprint, moved.root_fingerprint);
  EXPECT_EQ(peers[0].trusted_at, moved.trusted_at);
  EXPECT_EQ(peers[1].node, "xd");
}

TYPED_TEST_P(PeerContract, ReplacesACheckpointOnlyWhileItIsTheExpectedOne) {
  auto& peers = this->store_.peers();
  EXPECT_EQ(peers.checkpoint("xb.example/ledger").value(), std::nullopt);
  EXPECT_FALSE(peers.swap_checkpoint("xb.example/ledger", "older", "one").value());
  EXPECT_TRUE(peers.swap_checkpoint("xb.example/ledger", std::nullopt, "one").value());
  EXPECT_FALSE(peers.swap_checkpoint("xb.example/ledger", std::nullopt, "two").value());
  EXPECT_TRUE(peers.swap_checkpoint("xb.example/ledger", "one", "two").value());
  EXPECT_FALSE(peers.swap_checkpoint("xb.example/ledger", "one", "three").value());
  this->store_.reopen();
  EXPECT_EQ(this->store_.peers().checkpoint("xb.example/ledger").value(), "two");
  EXPECT_EQ(this->store_.peers().checkpoint("xd.example/ledger").value(), std::nullopt);
}

TYPED_TEST_P(PeerContract, KeepsProofsOfForksForEver) {
  auto& peers = this->store_.peers();
  ASSERT_EQ(code_of(peers.put_fork_proof("b", "one", "other")), "");
  ASSERT_EQ(code_of(peers.put_fork_proof("b", "one", "third")), "");
  ASSERT_EQ(code_of(peers.put_fork_proof("b", "one", "other")), "");
  ASSERT_EQ(code_of(peers.put_fork_proof("d", "x", "y")), "");
  this->store_.reopen();
  EXPECT_EQ(this->store_.peers().fork_proofs("b").value(),
            (std::vector<std::string>{"one", "other", "one", "third"}));
  EXPECT_TRUE(this->store_.peers().fork_proofs("c").value().empty());
}

TYPED_TEST_P(PeerContract, APackageChangesAllButItsOuterManifest) {
  using exchange::PackageState;
  auto package = package_no(1, PackageState::sealed);
  ASSERT_EQ(code_of(this->store_.packages().put(package)), "");
  package.state = PackageState::sending;
  package.last_error = "NET-02";
  package.moved = std::uint64_t{5} << 40U;
  package.changed_at = second_no(70);
  ASSERT_EQ(code_of(this->store_.packages().put(package)), "");
  auto other = package;
  other.outer = value::to_bytes("another manifest");
  other.state = PackageState::expired;
  EXPECT_EQ(code_of(this->store_.packages().put(other)), "STORE-07");
  this->store_.reopen();
  const auto kept = testing_support::must(this->store_.packages().get(uuid_no(1)));
  EXPECT_EQ(kept, package);
  ASSERT_EQ(code_of(this->store_.packages().put(package_no(3, PackageState::expired))), "");
  EXPECT_EQ(this->store_.packages().in_state(PackageState::expired).value().size(), 1U);
  EXPECT_EQ(this->store_.packages().get(uuid_no(2)).value(), std::nullopt);
}

TYPED_TEST_P(PeerContract, FindsPackagesByStateOldestChangeFirst) {
  using exchange::PackageState;
  for (const std::uint32_t number : {3U, 1U, 2U}) {
    ASSERT_EQ(code_of(this->store_.packages().put(package_no(number, PackageState::arriving))), "");
  }
  ASSERT_EQ(code_of(this->store_.packages().put(package_no(2, PackageState::complete))), "");
  std::vector<value::Uuid> arriving;
  const auto packages = this->store_.packages().in_state(PackageState::arriving).value();
  arriving.reserve(packages.size());
  for (const auto& package : packages) {
    arriving.push_back(package.package_id);
  }
  EXPECT_EQ(arriving, (std::vector{uuid_no(1), uuid_no(3)}));
  EXPECT_TRUE(this->store_.packages().in_state(PackageState::opened).value().empty());
}

REGISTER_TYPED_TEST_SUITE_P(PeerContract, KeepsAPeerAndReplacesIt,
                            ReplacesACheckpointOnlyWhileItIsTheExpectedOne,
                            KeepsProofsOfForksForEver, APackageChangesAllButItsOuterManifest,
                            FindsPackagesByStateOldestChangeFirst);

}  // namespace comity::contracts
