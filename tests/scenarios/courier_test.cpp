// Two nodes whose only wire is a file on a stick: what the same exchange does by courier, and what
// stays of a file that is cut, altered, misdirected or met by a full disk.
#include "desk/courier.h"

#include "crypto/sha256.h"
#include "desk/context.h"
#include "desk/renew_letters.h"
#include "edge/courier_import.h"
#include "edge/package_routes.h"
#include "evidence/file_source.h"
#include "evidence/package_sealing.h"
#include "exchange/courier_head.h"
#include "exchange/mail_store.h"
#include "exchange/package_store.h"
#include "fakes/memory_ledger_store.h"
#include "ledger/ledger_store.h"
#include "scenarios/house.h"
#include "scenarios/sealed_packages.h"
#include "scenarios/wire.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::scenarios {
namespace {

using exchange::OutboxState;
using value::Bytes;

class Courier : public SealedPackages {
 protected:
  Bytes write(House& from, const std::string& to, bool all = false) {
    const desk::CourierPlan plan{to, from.name() + ".247", {}, all};
    const auto contents = desk::gather_courier(from.context(), plan);
    EXPECT_TRUE(contents) << code(contents);
    Bytes file;
    const auto written = desk::write_courier(from.context(), *contents,
                                             {[&](value::BytesView bytes) {
                                                file.insert(file.end(), bytes.begin(), bytes.end());
                                                return value::Result<void>();
                                              },
                                              {}});
    EXPECT_TRUE(written) << code(written);
    return file;
  }

  value::Result<edge::CourierReport> read(House& to, const Bytes& file) {
    return read(to, file, to.store.ledger());
  }

  value::Result<edge::CourierReport> read(House& to, const Bytes& file,
                                          ledger::LedgerStore& ledger) {
    evidence::MemorySource source(file);
    const desk::Stores& stores = to.context().stores;
    edge::PackageRoutes routes(
        {to.name(), to.directory, stores.packages, stores.blobs, to.context().clock});
    return edge::import_courier(source,
                                {to.doorway(),
                                 {to.name(), to.directory, stores.peers, ledger, stores.tiles},
                                 routes,
                                 stores.packages,
                                 progress});
  }

  /// Arvandia's file with this list, whatever it says, and `body` behind its key sets.
  Bytes signed_file(const desk::CourierContents& contents, const Bytes& body) {
    Bytes file = value::to_bytes(
        exchange::write_courier_head(contents.head, xa.desk_signer("xa.247"), xa.root()).value() +
        "\n");
    file.insert(file.end(), contents.chain.begin(), contents.chain.end());
    file.insert(file.end(), body.begin(), body.end());
    return file;
  }

  /// Both sides work off what they have; nothing is posted.
  static void work(House& house) {
    while (!house.round().idle()) {
    }
  }

  /// One trip of the stick; "" when everything was taken.
  std::string carry(House& from, House& to) {
    work(from);
    const auto taken = read(to, write(from, to.name()));
    work(to);
    return outcome(taken);
  }

  static std::string outcome(const value::Result<edge::CourierReport>& taken) {
    if (!taken) {
      return code(taken);
    }
    if (const auto& ended = taken->ended) {
      return std::string(ended->code.text());
    }
    return !taken->damaged.empty()   ? "damaged " + taken->damaged.front()
           : !taken->refused.empty() ? "refused " + taken->refused.front().code
                                     : "";
  }

  static exchange::PackageState state_of(House& house, const value::Uuid& package) {
    return must(value::required(house.store.packages().get(package), "DESK-06", "package")).state;
  }

  OutboxState outbox_state(const value::Digest& statement) {
    return xa.store.outbox().of_statement(statement).value().back().state;
  }

  /// Where the contents begin: behind the first line and the key sets.
  static std::size_t body_of(const Bytes& file) {
    const auto feed = std::find(file.begin(), file.end(), std::uint8_t{'\n'});
    const auto line = static_cast<std::size_t>(feed - file.begin());
    const auto head =
        exchange::read_courier_head(value::text_of(value::BytesView(file).first(line)));
    return line + 1 + static_cast<std::size_t>(head->head.chain_length);
  }

  std::function<void(std::uint64_t, std::uint64_t)> progress;
};

TEST_F(Courier, ARequestAndItsReceiptTravelByFileAlone) {
  const auto sent = request();
  EXPECT_EQ(carry(xa, xb), "");
  EXPECT_TRUE(xb.store.cases().by_digest(sent.digest).value());
  EXPECT_EQ(outbox_state(sent.digest), OutboxState::ready) << "exporting delivers nothing";
  EXPECT_EQ(carry(xb, xa), "");
  EXPECT_EQ(outbox_state(sent.digest), OutboxState::receipted);
  expect_equal_states(sent.head.case_id);
}

TEST_F(Courier, WhatHasItsReceiptIsLeftOutUnlessAllIsAskedFor) {
  request();
  EXPECT_EQ(carry(xa, xb), "");
  EXPECT_EQ(carry(xb, xa), "");
  desk::CourierPlan plan{"xb", "xa.247", {}, false};
  EXPECT_TRUE(desk::gather_courier(xa.context(), plan)->head.letters.empty());
  plan.all = true;
  EXPECT_EQ(desk::gather_courier(xa.context(), plan)->head.letters.size(), 1U);
}

TEST_F(Courier, SinceLeavesOutOlderLetters) {
  request();
  work(xa);
  clock.advance(std::chrono::hours(2));
  const desk::CourierPlan plan{"xb", "xa.247", clock.now() + std::chrono::hours(-1), false};
  EXPECT_TRUE(desk::gather_courier(xa.context(), plan)->head.letters.empty());
  request();
  work(xa);
  EXPECT_EQ(desk::gather_courier(xa.context(), plan)->head.letters.size(), 1U);
}

TEST_F(Courier, TheSameFileAgainGetsTheStoredReceiptByteForByte) {
  const auto sent = request();
  work(xa);
  const Bytes file = write(xa, "xb");
  ASSERT_EQ(outcome(read(xb, file)), "");
  work(xb);
  const Bytes receipt = write(xb, "xa");
  const auto taken = read(xb, file);
  ASSERT_EQ(outcome(taken), "");
  EXPECT_EQ(taken->letters, 0U);
  EXPECT_EQ(taken->again, 1U);
  work(xb);
  const Bytes once_more = write(xb, "xa");
  EXPECT_TRUE(std::equal(
      receipt.begin() + static_cast<std::ptrdiff_t>(body_of(receipt)), receipt.end(),
      once_more.begin() + static_cast<std::ptrdiff_t>(body_of(once_more)), once_more.end()));
  ASSERT_EQ(outcome(read(xa, receipt)), "");
  ASSERT_EQ(outcome(read(xa, once_more)), "");
  work(xa);
  EXPECT_EQ(xb.store.cases().of_case(sent.head.case_id).value().size(), 2U) << "request, receipt";
  expect_equal_states(sent.head.case_id);
}

TEST_F(Courier, ALetterByNetworkAndByCourierHasOneEffect) {
  const auto sent = request();
  work(xa);
  const Bytes file = write(xa, "xb");
  settle();
  EXPECT_EQ(outbox_state(sent.digest), OutboxState::receipted);
  const auto taken = read(xb, file);
  ASSERT_EQ(outcome(taken), "");
  EXPECT_EQ(taken->again, 1U);
  settle();
  EXPECT_EQ(xb.store.cases().of_case(sent.head.case_id).value().size(), 2U);
  expect_equal_states(sent.head.case_id);
}

TEST_F(Courier, ALetterIsTakenLongAfterItWasMade) {
  const auto sent = request();
  work(xa);
  const Bytes file = write(xa, "xb");
  clock.advance(std::chrono::hours(24 * 20));
  EXPECT_EQ(outcome(read(xb, file)), "");
  work(xb);
  const auto stored = must(value::required(xb.store.cases().by_digest(sent.digest), "DESK-06", ""));
  EXPECT_EQ(stored.received_at, stored.made_at + std::chrono::hours(24 * 20));
}

TEST_F(Courier, AnExpiredLetterIsRefusedAndGetsANewOne) {
  const auto sent = request();
  work(xa);
  const Bytes file = write(xa, "xb");
  clock.advance(std::chrono::hours(24 * 31));
  EXPECT_EQ(outcome(read(xb, file)), "refused EDGE-03");
  EXPECT_EQ(desk::renew_letters(xa.context(), "xb").value(), 1U);
  EXPECT_EQ(desk::renew_letters(xa.context(), "xb").value(), 0U) << "once";
  EXPECT_EQ(carry(xa, xb), "");
  EXPECT_EQ(carry(xb, xa), "");
  EXPECT_EQ(outbox_state(sent.digest), OutboxState::receipted);
  EXPECT_EQ(desk::renew_letters(xa.context(), "xb").value(), 0U) << "it has its receipt";
  expect_equal_states(sent.head.case_id);
}

TEST_F(Courier, KeySetsTravelWithTheLettersThatNeedThem) {
  const auto old_key = xa.replace_desk_key("xa.247");
  xa.publish();
  const auto sent = request();
  work(xa);
  const auto taken = read(xb, write(xa, "xb"));
  ASSERT_EQ(outcome(taken), "");
  EXPECT_EQ(taken->key_sets, 1U);
  work(xb);
  EXPECT_TRUE(xb.store.cases().by_digest(sent.digest).value());
}

TEST_F(Courier, AFileOlderThanARotationIsStillTheNodesOwn) {
  work(xa);
  const Bytes old_file = write(xa, "xb");
  const auto old_key = xa.replace_desk_key("xa.247");
  xa.publish();
  EXPECT_EQ(carry(xa, xb), "");
  EXPECT_EQ(outcome(read(xb, old_file)), "");
}

TEST_F(Courier, ASealedPackageArrivesAndIsConfirmedByTheNextFile) {
  const value::Uuid id = leaving("xa").package_id;
  const auto taken = read(xa, write(xb, "xa"));
  ASSERT_EQ(outcome(taken), "");
  ASSERT_EQ(taken->packages.size(), 1U);
  EXPECT_TRUE(taken->packages.front().complete);
  EXPECT_EQ(state_of(xa, id), exchange::PackageState::complete);
  EXPECT_EQ(state_of(xb, id), exchange::PackageState::sending) << "exporting delivers nothing";
  const auto back = read(xb, write(xa, "xb"));
  ASSERT_EQ(outcome(back), "");
  EXPECT_EQ(back->confirmed, 1U);
  EXPECT_EQ(state_of(xb, id), exchange::PackageState::sent);
  EXPECT_EQ(read(xa, write(xb, "xa"))->packages.size(), 0U) << "it is not sent again";
  EXPECT_EQ(read(xa, write(xb, "xa", true))->packages.size(), 1U) << "unless asked for";
}

TEST_F(Courier, ACutFileGivesWhatIsWholeAndTheNextCopyTheRest) {
  const auto sent = request();
  work(xa);
  const value::Uuid id = leaving("xa").package_id;
  const Bytes file = write(xb, "xa");
  for (const std::size_t cut : {std::size_t{1}, std::size_t{700'000}, std::size_t{2'000'000}}) {
    const Bytes part(file.begin(), file.end() - static_cast<std::ptrdiff_t>(cut));
    EXPECT_EQ(outcome(read(xa, part)), "EDGE-22") << cut;
    EXPECT_EQ(state_of(xa, id), exchange::PackageState::arriving);
  }
  EXPECT_EQ(outcome(read(xa, file)), "");
  EXPECT_EQ(state_of(xa, id), exchange::PackageState::complete);
  const Bytes request_file = write(xa, "xb");
  const std::size_t body = body_of(request_file);
  const Bytes half(request_file.begin(), request_file.begin() + static_cast<std::ptrdiff_t>(body));
  EXPECT_EQ(outcome(read(xb, half)), "EDGE-22");
  EXPECT_FALSE(xb.store.cases().by_digest(sent.digest).value());
}

TEST_F(Courier, ATamperedPartIsLeftOutAndTheRestIsTaken) {
  const value::Uuid id = leaving("xa").package_id;
  const Bytes file = write(xb, "xa");
  Bytes altered = file;
  altered[altered.size() - 10] ^= 1U;  // in the last object
  const auto taken = read(xa, altered);
  ASSERT_TRUE(taken);
  ASSERT_EQ(taken->damaged.size(), 1U);
  EXPECT_TRUE(taken->damaged.front().starts_with("package " + id.text() + "/"));
  EXPECT_EQ(state_of(xa, id), exchange::PackageState::arriving);
  EXPECT_EQ(outcome(read(xa, file)), "") << "the wrong chunk was not kept in its place";
  EXPECT_EQ(state_of(xa, id), exchange::PackageState::complete);
}

TEST_F(Courier, AListOfChunksThatIsNotTheSignedOneIsLeftOut) {
  const value::Uuid id = leaving("xa").package_id;
  const Bytes file = write(xb, "xa");
  const auto manifest = must(value::required(xb.store.packages().get(id), "DESK-06", "")).outer;
  Bytes altered = file;
  altered[body_of(file) + manifest.size()] ^= 1U;
  EXPECT_EQ(outcome(read(xa, altered)), "damaged package " + id.text() + "/0, its list of chunks");
  EXPECT_EQ(state_of(xa, id), exchange::PackageState::arriving);
  altered = file;
  altered[body_of(file)] ^= 1U;
  EXPECT_EQ(outcome(read(xa, altered)), "EDGE-23") << "the manifest itself";
  EXPECT_EQ(outcome(read(xa, file)), "");
  EXPECT_EQ(state_of(xa, id), exchange::PackageState::complete);
}

TEST_F(Courier, AListedPackageThatHasNoManifestEndsTheReading) {
  work(xa);
  const Bytes no_manifest = value::to_bytes("no manifest");
  auto contents = desk::gather_courier(xa.context(), {"xb", "xa.247", {}, false}).value();
  contents.head.packages = {{value::make_uuid(clock.now(), xa.context().random),
                             crypto::sha256(no_manifest), no_manifest.size()}};
  contents.head.length += no_manifest.size();
  EXPECT_EQ(outcome(read(xb, signed_file(contents, no_manifest))), "EDGE-23");
}

TEST_F(Courier, AListThatSaysAnotherLengthIsNotBelieved) {
  work(xa);
  auto contents = desk::gather_courier(xa.context(), {"xb", "xa.247", {}, false}).value();
  ASSERT_EQ(outcome(read(xb, signed_file(contents, {}))), "");
  contents.head.length += 1;
  EXPECT_EQ(outcome(read(xb, signed_file(contents, {}))), "EXCH-20");
}

TEST_F(Courier, ReadingSaysHowFarItIs) {
  leaving("xa");
  const Bytes file = write(xb, "xa");
  std::vector<std::uint64_t> told;
  progress = [&](std::uint64_t done, std::uint64_t total) {
    EXPECT_EQ(total, file.size());
    told.push_back(done);
  };
  EXPECT_EQ(outcome(read(xa, file)), "");
  EXPECT_GT(told.size(), 1U);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back(), file.size());
}

TEST_F(Courier, EachOctetOfTheListCounts) {
  request();
  work(xa);
  const Bytes file = write(xa, "xb");
  const std::size_t body = body_of(file);
  for (std::size_t at = 0; at < body; at += 97) {
    Bytes altered = file;
    altered[at] ^= 1U;
    EXPECT_FALSE(read(xb, altered)) << at;
  }
  expect_untouched(xb);
  Bytes letter = file;
  letter[body + 5] ^= 1U;
  EXPECT_TRUE(outcome(read(xb, letter)).starts_with("damaged letter"));
  Bytes longer = file;
  longer.push_back(0);
  EXPECT_EQ(outcome(read(xb, longer)), "EDGE-24");
}

TEST_F(Courier, AFileForAnotherNodeOrOfAnUnknownOneIsRefused) {
  request();
  work(xa);
  const Bytes file = write(xa, "xb");
  EXPECT_EQ(outcome(read(xa, file)), "EDGE-20");
  House stranger({"xd", {"xd.247"}, {}}, clock);
  stranger.trust(xb);
  work(stranger);
  EXPECT_EQ(outcome(read(xb, write(stranger, "xb"))), "EDGE-21");
}

TEST_F(Courier, AListSignedByAStolenNameIsRefused) {
  work(xa);
  const desk::CourierPlan plan{"xb", "xa.247", {}, false};
  const auto contents = desk::gather_courier(xa.context(), plan).value();
  const std::string line =
      exchange::write_courier_head(contents.head, xb.desk_signer("xb.247"), xb.root()).value();
  Bytes file = value::to_bytes(line + "\n");
  file.insert(file.end(), contents.chain.begin(), contents.chain.end());
  EXPECT_EQ(outcome(read(xb, file)), "EXCH-22");
}

TEST_F(Courier, KeySetsOfAnotherHistoryAreRefused) {
  work(xa);
  const desk::CourierPlan plan{"xb", "xa.247", {}, false};
  auto contents = desk::gather_courier(xa.context(), plan).value();
  for (const bool digest_too : {false, true}) {
    contents.chain.back() ^= 1U;
    if (digest_too) {
      contents.chain = xb.card().chain;
      contents.head.chain = crypto::sha256(contents.chain);
      contents.head.chain_length = contents.chain.size();
    }
    EXPECT_EQ(outcome(read(xb, signed_file(contents, {}))), "EXCH-24");
  }
}

TEST_F(Courier, APeerThatRemembersALongerHistoryStopsTheImport) {
  const std::string old_note = must(value::required(xa.store.ledger().checkpoint(), "DESK-06", ""));
  const auto sent = request();
  settle();
  const Bytes file = write(xb, "xa", true);
  fakes::MemoryLedgerStore put_back;
  const auto lease =
      must(put_back.acquire("a restored folder", clock.now(), std::chrono::hours(1)));
  must(put_back.swap_checkpoint(lease.epoch, std::nullopt, old_note));
  EXPECT_EQ(outcome(read(xa, file, put_back)), "EDGE-25");
  EXPECT_EQ(xa.store.peers().fork_proofs(xa.keys.origin).value().size(), 2U) << "both notes";
  EXPECT_EQ(outcome(read(xa, file)), "") << "in this ledger it is only a memory";
  EXPECT_EQ(outbox_state(sent.digest), OutboxState::receipted);
}

TEST_F(Courier, AFullDiskEndsTheReadingAndItGoesOnLater) {
  const value::Uuid id = leaving("xa").package_id;
  const Bytes file = write(xb, "xa");
  xa.blobs.limit(xa.blobs.used() + 1'500'000);
  const auto taken = read(xa, file);
  EXPECT_EQ(outcome(taken), "EDGE-27");
  const auto& ended = taken->ended;
  const std::string why = ended ? ended->detail : std::string();
  EXPECT_NE(why.find("OBJ-08"), std::string::npos);
  EXPECT_EQ(state_of(xa, id), exchange::PackageState::arriving);
  xa.blobs.limit(100'000'000);
  EXPECT_EQ(outcome(read(xa, file)), "");
  EXPECT_EQ(state_of(xa, id), exchange::PackageState::complete);
}

TEST_F(Courier, AnObjectDamagedHereIsNotWritten) {
  const value::Uuid id = leaving("xa").package_id;
  xb.blobs.raw({id, 1}, 0)->front() ^= 1U;
  const desk::CourierPlan plan{"xa", "xb.247", {}, false};
  const auto contents = desk::gather_courier(xb.context(), plan);
  ASSERT_TRUE(contents);
  EXPECT_EQ(code(desk::write_courier(xb.context(), *contents,
                                     {[](value::BytesView) { return value::Result<void>(); }, {}})),
            "OBJ-10");
}

}  // namespace
}  // namespace comity::scenarios
