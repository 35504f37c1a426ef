// Packages that Belmora has sealed for Arvandia, for tests of how they travel.
#pragma once

#include "crypto/age_recipient.h"
#include "crypto/signer.h"
#include "evidence/custody.h"
#include "evidence/file_source.h"
#include "evidence/package_blobs.h"
#include "evidence/package_sealing.h"
#include "exchange/package_store.h"
#include "scenarios/wire.h"
#include "support/package_story.h"
#include "value/bytes.h"
#include "value/uuid.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace comity::scenarios {

class SealedPackages : public Wire {
 protected:
  evidence::PackagePlan plan(const std::string& to_node) {
    evidence::PackagePlan plan;
    plan.package_id = value::make_uuid(clock.now(), xb.context().random);
    plan.statement_id = value::make_uuid(clock.now(), xb.context().random);
    plan.case_ref = value::make_uuid(clock.now(), xb.context().random);
    plan.request_id = plan.case_ref;
    plan.sender = {"xb", "xb.ca"};
    plan.recipients = {{to_node, to_node + ".ca"}};
    plan.expires = clock.now() + std::chrono::hours(24);
    plan.legal_basis = "hanoi art 44";
    plan.restrictions = {"the offence named", "until the judgment", evidence::Disposal::destroy,
                         ""};
    return plan;
  }

  std::string seal(const evidence::PackagePlan& plan, crypto::Signer& signer,
                   std::size_t octets = 2'500'000) {
    const value::Bytes plain = testing_support::content(octets);
    evidence::MemorySource source(plain);
    std::vector<evidence::EvidenceItem> items(1);
    items.front().source = &source;
    items.front().name = "mailbox.mbox";
    items.front().how = {"copied", "comity", "1"};
    evidence::PackageBlobs blobs(xb.blobs, plan.package_id);
    evidence::SealingDesk desk;
    desk.signing = {&signer, {signer.certificate(), xb.root()}};
    desk.seal_to = {crypto::Recipient::parse(xa.keys.desk("xa.ca")->recipient).value()};
    desk.random = &xb.context().random;
    desk.clock = &clock;
    return evidence::seal_package(plan, items, blobs, desk, {}).value().outer;
  }

  /// Sealed at Belmora and told to leave.
  evidence::PackagePlan leaving(const std::string& to_node, std::size_t octets = 2'500'000) {
    auto made = plan(to_node);
    exchange::StoredPackage row;
    row.package_id = made.package_id;
    row.case_id = made.case_ref;
    row.from_node = "xb";
    row.to_node = to_node;
    row.state = exchange::PackageState::sending;
    row.outer = value::to_bytes(seal(made, xb.desk_signer("xb.ca"), octets));
    row.changed_at = clock.now();
    must(xb.store.packages().put(row));
    return made;
  }
};

}  // namespace comity::scenarios
