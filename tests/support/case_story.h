// Tells a case in a test: each line signs one statement after the ones named, a minute later.
#pragma once

#include "casework/case_statement.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace comity::testing {

using casework::CaseStatement;
using casework::Facts;
using casework::Side;

constexpr Side sender = Side::sender;
constexpr Side recipient = Side::recipient;

/// 2026-11-03T08:00:00Z, a Tuesday.
constexpr value::Instant story_start{1'793'692'800'000};

inline value::Uuid story_case() {
  value::Uuid id;
  id.octets = {0x01, 0x9a, 0x44, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 1};
  return id;
}

class Story {
 public:
  /// `salt` changes every digest, so that ties fall another way.
  explicit Story(std::uint8_t salt = 0) : salt_(salt) {}

  Story& opens(const std::string& name, const std::string& kind, Facts facts = {}) {
    add(name, sender, "request", {}, std::move(facts));
    told_.back().kind = kind;
    told_.back().statement_id = story_case();
    return *this;
  }

  /// After everything told so far that nothing followed yet.
  Story& then(const std::string& name, Side side, const std::string& document, Facts facts = {}) {
    return branch(name, side, document, heads(), std::move(facts));
  }

  /// After these only: its author has not seen the rest.
  Story& branch(const std::string& name, Side side, const std::string& document,
                const std::vector<std::string>& after, Facts facts = {}) {
    add(name, side, document, after, std::move(facts));
    return *this;
  }

  /// The receipt of the other side, which says when it arrived.
  Story& receipt(const std::string& name, const std::string& of, value::Instant at) {
    const auto& receipted = (*this)[of];
    Facts facts;
    facts.receipt = {receipted.digest, true, at};
    const auto side = receipted.side == sender ? recipient : sender;
    return branch(name, side, "technical_receipt", {of}, std::move(facts));
  }

  [[nodiscard]] const std::vector<CaseStatement>& told() const { return told_; }

  const CaseStatement& operator[](const std::string& name) const {
    return told_.at(index_.at(name));
  }

  [[nodiscard]] value::Digest digest(const std::string& name) const { return (*this)[name].digest; }

  [[nodiscard]] std::vector<std::string> heads() const {
    std::vector<std::string> open;
    for (const auto& [name, index] : index_) {
      bool followed = false;
      for (const auto& other : told_) {
        for (const auto& parent : other.after) {
          followed = followed || parent == told_[index].digest;
        }
      }
      if (!followed) {
        open.push_back(name);
      }
    }
    return open;
  }

  /// A spread of the number over 32 octets: distinct, and in no order of its own.
  static value::Digest digest_of(std::uint64_t number) {
    value::Digest digest;
    for (auto& octet : digest.octets) {
      number = number * 6364136223846793005ULL + 1442695040888963407ULL;
      octet = static_cast<std::uint8_t>(number >> 56U);
    }
    return digest;
  }

 private:
  void add(const std::string& name, Side side, const std::string& document,
           const std::vector<std::string>& after, Facts facts) {
    CaseStatement statement;
    const auto number = told_.size() + 1;
    statement.digest = digest_of(number * 256 + salt_);
    statement.statement_id.octets.back() = static_cast<std::uint8_t>(number);
    for (const auto& parent : after) {
      statement.after.push_back(digest(parent));
    }
    statement.document = document;
    statement.side = side;
    statement.desk = side == sender ? "xa.247" : "xb.247";
    statement.made_at = story_start + std::chrono::minutes(number);
    statement.facts = std::move(facts);
    index_[name] = told_.size();
    told_.push_back(std::move(statement));
  }

  std::uint8_t salt_;
  std::vector<CaseStatement> told_;
  std::map<std::string, std::size_t> index_;
};

inline Facts outcome(const std::string& text) {
  Facts facts;
  facts.outcome = text;
  return facts;
}

}  // namespace comity::testing
