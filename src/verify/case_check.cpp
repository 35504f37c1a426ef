#include "verify/case_check.h"

#include "codec/json.h"
#include "ledger/entry.h"
#include "ledger/slip.h"
#include "ledger/vkey.h"
#include "merkle/proof.h"
#include "record/view.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"
#include "verify/finding.h"
#include "verify/proven.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace comity::verify {
namespace {

using value::fail;
using value::Result;

constexpr const char* receipt_document = "technical_receipt";

Place subject_of(const Proven& one) { return {one.path, one.document()}; }

class CaseCheck {
 public:
  CaseCheck(const value::Uuid& case_id, const std::vector<Proven>& statements, const Nodes& nodes,
            Findings& findings)
      : case_id_(case_id), statements_(statements), nodes_(nodes), findings_(findings) {
    for (const Proven& one : statements_) {
      by_digest_.emplace(one.digest(), &one);
    }
  }

  void run() {
    find_desks();
    for (const Proven& one : statements_) {
      heads_.push_back({&one, one.head});
      if (findings_.add(Check::belongs, subject_of(one), belongs(one))) {
        look_for_parents(one);
      }
      findings_.add(Check::order, subject_of(one), follows_its_parents(one));
      if (one.document() == receipt_document) {
        findings_.add(Check::receipt, subject_of(one), check_receipt(one));
      }
    }
    note_unreceipted();
    compare_checkpoints();
  }

 private:
  /// The desks that may add to the case: those the request names, and those it was forwarded to.
  void find_desks() {
    for (const Proven& one : statements_) {
      if (one.content.head.opens() && one.content.head.case_id == case_id_) {
        opened_ = true;
        desks_.insert(one.content.head.from_desk);
        desks_.insert(one.content.head.to_desks.begin(), one.content.head.to_desks.end());
      }
    }
    for (const Proven& one : statements_) {
      const auto forwarded = record::View(&one.content.record).at("forwarded_to").text();
      if (forwarded && one.document() == "acknowledgement") {
        desks_.insert(*forwarded);
      }
    }
    if (!opened_) {
      findings_.add(Check::belongs, "statements", fail("VER-14", "no opening request"));
    }
  }

  Result<void> belongs(const Proven& one) {
    const statement::Head& head = one.content.head;
    if (head.case_id != case_id_) {
      return fail("VER-13", "case " + head.case_id.text());
    }
    if (!ids_.insert(head.statement_id).second) {
      return fail("VER-13", "statement " + head.statement_id.text() + " stands twice");
    }
    return opened_ && !desks_.contains(head.from_desk) ? fail("VER-15", head.from_desk)
                                                       : Result<void>();
  }

  void look_for_parents(const Proven& one) {
    for (const value::Digest& parent : one.content.head.after) {
      if (!by_digest_.contains(parent)) {
        findings_.add(Check::belongs, subject_of(one),
                      fail("VER-14", "statement " + parent.hex() + " is missing"));
      }
    }
  }

  /// Within one ledger a statement stands after those of the same ledger that it answers.
  Result<void> follows_its_parents(const Proven& one) {
    const auto [place, fresh] =
        places_.emplace(std::pair(one.author->node, one.slip.index), one.digest());
    if (!fresh && place->second != one.digest()) {
      return fail("VER-16", "index " + std::to_string(one.slip.index) + " is taken twice");
    }
    for (const value::Digest& digest : one.content.head.after) {
      const auto found = by_digest_.find(digest);
      if (found != by_digest_.end() && found->second->author == one.author &&
          found->second->slip.index >= one.slip.index) {
        return fail("VER-16", "index " + std::to_string(one.slip.index) + " answers index " +
                                  std::to_string(found->second->slip.index));
      }
    }
    return {};
  }

  /// The recipient's own slip over our exact envelope. A refusal is about a letter, which is not in
  /// the bundle.
  Result<void> check_receipt(const Proven& one) {
    const record::View record(&one.content.record);
    const auto digest = value::parse_digest(record.at("payload_digest").text().value_or(""));
    if (!digest || one.content.head.after != std::vector{*digest}) {
      return fail("VER-18", "it does not answer what it receipts");
    }
    const auto found = by_digest_.find(*digest);
    if (found == by_digest_.end()) {
      return fail("VER-14", "statement " + digest->hex() + " is missing");
    }
    if (found->second->author == one.author) {
      return fail("VER-18", "it receipts a statement of its own side");
    }
    if (record.at("verdict").text() != "accepted") {
      findings_.note(Check::receipt, subject_of(*found->second), "refused by the recipient");
      return {};
    }
    const codec::Json* json = record.at("slip").json();
    auto slip = json != nullptr ? ledger::slip_from(*json) : fail("VER-18", "no slip");
    auto log = ledger::parse_vkey(one.author->chain.latest().ledger_key);
    if (!slip || !log) {
      return fail(!slip ? slip.error() : log.error());
    }
    auto proven = ledger::verify_slip(*slip, {*log, ledger::act_label, found->second->bytes});
    if (!proven) {
      return fail(proven.error());
    }
    if (slip->index >= one.slip.index) {
      return fail("VER-16", "receipted before it was received");
    }
    heads_.push_back({&one, proven->head});
    receipted_.insert(*digest);
    return {};
  }

  void note_unreceipted() {
    for (const Proven& one : statements_) {
      const auto& to = one.content.head.to_desks;
      const bool sent = std::any_of(to.begin(), to.end(), [&](const std::string& desk) {
        return node_of_desk(nodes_, desk) != one.author;
      });
      if (sent && one.document() != receipt_document && !receipted_.contains(one.digest())) {
        findings_.note(Check::receipt, subject_of(one), "no receipt in the bundle");
      }
    }
  }

  /// Two signed roots for one size prove a fork. It is found where the second one is.
  void compare_checkpoints() {
    std::map<std::pair<std::string, std::uint64_t>, value::Digest> roots;
    bool forked = false;
    for (const Seen& seen : heads_) {
      const auto [known, fresh] =
          roots.emplace(std::pair(seen.one->author->node, seen.head.size), seen.head.root);
      if (!fresh && known->second != seen.head.root) {
        forked = true;
        findings_.add(
            Check::checkpoints, subject_of(*seen.one),
            fail("VER-17", seen.one->author->node + " at size " + std::to_string(seen.head.size)));
      }
    }
    if (!forked) {
      findings_.add(Check::checkpoints, ".", {});
    }
  }

  struct Seen {
    const Proven* one;
    merkle::TreeHead head;
  };

  const value::Uuid& case_id_;
  const std::vector<Proven>& statements_;
  const Nodes& nodes_;
  Findings& findings_;
  std::map<value::Digest, const Proven*> by_digest_;
  std::set<std::string> desks_;
  std::set<value::Uuid> ids_;
  std::set<value::Digest> receipted_;
  std::map<std::pair<std::string, std::uint64_t>, value::Digest> places_;
  std::vector<Seen> heads_;  ///< in the order of the statements
  bool opened_ = false;
};

}  // namespace

void check_case(const value::Uuid& case_id, const std::vector<Proven>& statements,
                const Nodes& nodes, Findings& findings) {
  CaseCheck(case_id, statements, nodes, findings).run();
}

}  // namespace comity::verify
