// The state depends on the set of statements alone: every order of arrival, on both sides, gives
// what the fold of the set gives; and what it gives is consistent with the table.
#include "casework/case_state.h"
#include "casework/case_statement.h"
#include "casework/fold.h"
#include "casework/history.h"
#include "request/lifecycle_crossing.h"
#include "support/case_story.h"
#include "support/lifecycle_data.h"
#include "support/random_case.h"
#include "value/digest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace comity::casework {
namespace {

using testing::RandomCase;

CaseState fold_of(const std::vector<CaseStatement>& statements) {
  return fold(statements, testing::lifecycles(), testing::story_start + std::chrono::days(20));
}

std::vector<CaseStatement> random_case(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 source(seed);
  return RandomCase(testing::lifecycles(), [&](std::size_t bound) { return source() % bound; })
      .of(count);
}

// One side of a case while letters come in: it folds after each, and keeps only the statements.
class SimulatedSide {
 public:
  explicit SimulatedSide(std::map<std::uint32_t, CaseState>& of_set) : of_set_(of_set) {}

  void receive(const CaseStatement& statement, std::size_t number) {
    statements_.push_back(statement);
    set_ |= 1U << number;
    const auto state = fold_of(statements_);
    const auto [known, fresh] = of_set_.emplace(set_, state);
    EXPECT_TRUE(fresh || known->second == state) << "set " << set_;
  }

 private:
  std::map<std::uint32_t, CaseState>& of_set_;
  std::vector<CaseStatement> statements_;
  std::uint32_t set_ = 0;
};

class SmallCase : public ::testing::TestWithParam<std::uint64_t> {};

// Not only the end: after every prefix, equal sets have equal states.
TEST_P(SmallCase, HasOneStateForEachSetInEveryOrderOfArrival) {
  const auto statements = random_case(GetParam(), 6);
  std::map<std::uint32_t, CaseState> of_set;
  std::vector<std::size_t> order(statements.size());
  std::iota(order.begin(), order.end(), 0);
  do {
    SimulatedSide here(of_set);
    SimulatedSide there(of_set);
    for (std::size_t step = 0; step < order.size(); ++step) {
      here.receive(statements[order[step]], order[step]);
      const auto other = order[order.size() - 1 - step];
      there.receive(statements[other], other);
    }
  } while (std::next_permutation(order.begin(), order.end()) && !HasFailure());
}

INSTANTIATE_TEST_SUITE_P(Seeds, SmallCase, ::testing::Range<std::uint64_t>(1, 13));

TEST(SevenStatements, HaveOneStateInEveryOrderOfArrival) {
  for (const std::uint64_t seed : {101U, 102U, 103U}) {
    const auto statements = random_case(seed, 7);
    const auto expected = fold_of(statements);
    std::vector<std::size_t> order(statements.size());
    std::iota(order.begin(), order.end(), 0);
    do {
      std::vector<CaseStatement> arrived;
      arrived.reserve(order.size());
      for (const auto index : order) {
        arrived.push_back(statements[index]);
      }
      ASSERT_EQ(fold_of(arrived), expected) << "seed " << seed;
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

class LargeCase : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  std::vector<CaseStatement> statements_ = random_case(GetParam(), 40);
};

TEST_P(LargeCase, HasOneStateInRandomOrders) {
  const auto expected = fold_of(statements_);
  std::mt19937_64 source(GetParam());
  for (int round = 0; round < 5; ++round) {
    std::shuffle(statements_.begin(), statements_.end(), source);
    ASSERT_EQ(fold_of(statements_), expected) << "seed " << GetParam();
  }
}

// A statement's place in the order never depends on what came later.
TEST_P(LargeCase, KeepsTheOrderOfEveryDownwardClosedPart) {
  const History whole(statements_);
  for (std::size_t count = 1; count <= statements_.size(); count += 7) {
    const std::vector<CaseStatement> part(statements_.begin(),
                                          statements_.begin() + static_cast<std::ptrdiff_t>(count));
    const History smaller(part);
    std::vector<value::Digest> expected;
    for (std::size_t index = 0; index < whole.size(); ++index) {
      const auto& digest = whole.at(index).digest;
      if (std::any_of(part.begin(), part.end(),
                      [&](const auto& each) { return each.digest == digest; })) {
        expected.push_back(digest);
      }
    }
    std::vector<value::Digest> found;
    found.reserve(smaller.size());
    for (std::size_t index = 0; index < smaller.size(); ++index) {
      found.push_back(smaller.at(index).digest);
    }
    ASSERT_EQ(found, expected) << "seed " << GetParam();
  }
}

TEST_P(LargeCase, MovesInOneUnbrokenLineToItsState) {
  const auto state = fold_of(statements_);
  std::string at = "draft";
  std::set<value::Digest> seen;
  for (const auto& each : state.statements) {
    if (each.standing == Standing::applied && each.from != each.to && each.from == at) {
      at = each.to;
    }
    EXPECT_TRUE(seen.insert(each.digest).second);
  }
  EXPECT_EQ(at, state.state) << "seed " << GetParam();
  EXPECT_EQ(seen.size(), statements_.size());
}

/// Documents of every two statements that neither saw the other and were both applied.
std::vector<std::pair<std::string, std::string>> applied_apart(
    const std::vector<CaseStatement>& statements) {
  const auto state = fold_of(statements);
  const History history(statements);
  const auto applied = [&](std::size_t index) {
    return state.of(history.at(index).digest)->standing == Standing::applied;
  };
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t a = 0; a < history.size(); ++a) {
    for (std::size_t b = 0; b < history.size(); ++b) {
      if (history.concurrent(a, b) && applied(a) && applied(b)) {
        pairs.emplace_back(history.at(a).document, history.at(b).document);
      }
    }
  }
  return pairs;
}

TEST_P(LargeCase, LeavesNoListedPairBothApplied) {
  const auto& machine = *testing::lifecycles().machine(fold_of(statements_).machine);
  const auto pairs = applied_apart(statements_);
  for (const auto& crossing : testing::lifecycles().crossings) {
    if (!crossing.state.empty() && !machine.states.contains(crossing.state)) {
      continue;
    }
    for (const auto& [stands, yields] : pairs) {
      EXPECT_FALSE(request::stands(crossing.rule, stands) && request::yields(crossing.rule, yields))
          << crossing.id << ", seed " << GetParam();
    }
  }
}

// What one side computes from what it has is never undone by its own private rows: a statement the
// author's node offered applies there at once.
TEST_P(LargeCase, EveryCrossedStatementSaysWhy) {
  for (const auto& each : fold_of(statements_).statements) {
    const bool without_effect =
        each.standing == Standing::crossed || each.standing == Standing::waiting;
    EXPECT_EQ(each.code.has_value(), without_effect) << each.document;
    EXPECT_EQ(each.against.has_value(), !each.crossing.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, LargeCase, ::testing::Range<std::uint64_t>(1000, 1060));

TEST(LongCase, OfTwoThousandStatementsIsFolded) {
  testing::Story story;
  story.opens("request", "preservation_request");
  std::vector<CaseStatement> statements = story.told();
  for (std::uint64_t number = 0; number < 2000; ++number) {
    CaseStatement query;
    query.digest = testing::Story::digest_of(1'000'000 + number);
    query.document = "status_query";
    query.after = {statements.back().digest};
    if (number % 8 == 7) {
      query.after.push_back(statements[statements.size() - 2].digest);
    }
    statements.push_back(std::move(query));
  }
  EXPECT_EQ(fold_of(statements).state, "sent");
}

}  // namespace
}  // namespace comity::casework
