// Invents cases of two sides that sign without always having each other's letters: the graphs that
// order, crossing and waiting must survive. Every choice comes from `draw`, so a seed or a fuzzer's
// bytes repeat a case exactly.
#pragma once

#include "casework/fold.h"
#include "request/lifecycle.h"
#include "support/case_story.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace comity::testing {

/// A number below the bound.
using Draw = std::function<std::size_t(std::size_t bound)>;

class RandomCase {
 public:
  RandomCase(const request::Lifecycles& lifecycles, Draw draw)
      : lifecycles_(lifecycles), draw_(std::move(draw)) {}

  std::vector<CaseStatement> of(std::size_t count) {
    open();
    while (all_.size() < count) {
      const auto side = draw_(2) == 0 ? sender : recipient;
      receive(side);
      sign(side);
    }
    return all_;
  }

 private:
  using Known = std::vector<bool>;

  Known& known(Side side) { return side == sender ? sender_knows_ : recipient_knows_; }

  std::vector<CaseStatement> seen_by(Side side) {
    std::vector<CaseStatement> seen;
    for (std::size_t index = 0; index < all_.size(); ++index) {
      if (known(side)[index]) {
        seen.push_back(all_[index]);
      }
    }
    return seen;
  }

  void open() {
    const std::string kind =
        std::array{"preservation_request", "mla_content", "spontaneous_information"}[draw_(3)];
    CaseStatement request;
    request.document = "request";
    request.kind = kind;
    request.statement_id = story_case();
    add(sender, std::move(request));
    recipient_knows_[0] = true;
    if (kind == "preservation_request") {
      answer("acknowledgement");
    } else {
      CaseStatement receipt;
      receipt.document = "technical_receipt";
      receipt.facts.receipt = {all_[0].digest, true, story_start};
      receipt.after = {all_[0].digest};
      add(recipient, std::move(receipt));
      answer(kind == "mla_content" ? "acknowledgement" : "condition_acceptance");
    }
  }

  void answer(const std::string& document) {
    CaseStatement statement;
    statement.document = document;
    statement.after = {all_.back().digest};
    add(recipient, std::move(statement));
  }

  void add(Side side, CaseStatement statement) {
    const auto number = all_.size() + 1;
    statement.side = side;
    statement.desk = side == sender ? "xa.247" : "xb.247";
    statement.made_at = story_start + std::chrono::hours(number);
    // Ties must fall every way: the digest has nothing to do with the order of signing.
    statement.digest = Story::digest_of(number * 65'536 + draw_(256));
    if (number > 1) {
      statement.statement_id.octets.back() = static_cast<std::uint8_t>(number);
    }
    all_.push_back(std::move(statement));
    sender_knows_.push_back(side == sender);
    recipient_knows_.push_back(side == recipient);
  }

  // Letters arrive late and in any order, so what has arrived may lack its parents.
  void receive(Side side) {
    for (std::size_t index = 0; index < all_.size(); ++index) {
      if (!known(side)[index] && draw_(3) == 0) {
        known(side)[index] = true;
      }
    }
  }

  void sign(Side side) {
    const auto state = casework::fold(seen_by(side), lifecycles_, story_start);
    if (state.heads.empty()) {
      return;
    }
    CaseStatement statement;
    statement.after = state.heads;
    const auto steps = casework::next_documents(state, lifecycles_, side);
    if (!steps.empty() && draw_(8) != 0) {
      const auto& step = steps[draw_(steps.size())];
      statement.document = step.document;
      statement.facts = facts_for(step.when);
    } else {
      statement = anything(std::move(statement));
    }
    add(side, std::move(statement));
    if (draw_(4) == 0) {
      sign_again(side);
    }
  }

  // Two officers of one side who do not know of each other.
  void sign_again(Side side) {
    auto twin = all_.back();
    const auto& choices = decisions;
    twin.document = choices.at(draw_(choices.size()));
    twin.facts.ground = "discrimination_purpose";
    add(side, std::move(twin));
  }

  CaseStatement anything(CaseStatement statement) {
    statement.document = others.at(draw_(others.size()));
    statement.facts.ground = draw_(2) == 0 ? "discrimination_purpose" : "40.21.c";
    statement.facts.outcome = draw_(2) == 0 ? "in_force" : "executed";
    if (statement.document == "technical_receipt") {
      statement.facts.receipt = {all_[draw_(all_.size())].digest, draw_(4) != 0,
                                 story_start + std::chrono::hours(draw_(500))};
      statement.facts.cites = {story_case()};
    }
    if (statement.document == "correction") {
      statement.facts.counts = all_[draw_(all_.size())].digest;
    }
    return statement;
  }

  static Facts facts_for(const request::Condition& when) {
    Facts facts;
    facts.forwarded = when.test == request::Condition::Test::forwarded_set;
    facts.ground = "discrimination_purpose";
    facts.outcome = when.test == request::Condition::Test::outcome ? when.code : "impossible";
    return facts;
  }

  static constexpr std::array<const char*, 5> decisions{"decision_grant", "decision_refusal",
                                                        "decision_partial", "decision_postponement",
                                                        "decision_grant_conditions"};
  static constexpr std::array<const char*, 10> others{
      "technical_receipt", "withdrawal", "correction",      "status_query", "lapse_notice",
      "breach_notice",     "extension",  "delivery_notice", "request",      "emergency_answer"};

  const request::Lifecycles& lifecycles_;
  Draw draw_;
  std::vector<CaseStatement> all_;
  Known sender_knows_;
  Known recipient_knows_;
};

}  // namespace comity::testing
