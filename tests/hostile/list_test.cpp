// The list of hostile messages against what it must cover: every rule that blocks, and the document
// that other implementers read.
#include "hostile/blocked_rules.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "request/checklist.h"
#include "support/check_case.h"
#include "support/source_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace comity::hostile {
namespace {

bool covered(std::string_view rule) {
  const auto requests = blocked_requests();
  std::vector<BlockedRequest> rows(requests.begin(), requests.end());
  const auto answers = blocked_answers();
  rows.insert(rows.end(), answers.begin(), answers.end());
  const auto excused = without_a_message();
  return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.rule == rule; }) ||
         std::any_of(excused.begin(), excused.end(),
                     [&](const auto& one) { return one.rule == rule; });
}

bool blocks(std::string_view rule) {
  const auto* facts = testing_support::reference().rules.find(rule);
  return facts == nullptr ||
         std::find(facts->levels.begin(), facts->levels.end(), "block") != facts->levels.end();
}

std::string without_message(const std::vector<std::string_view>& rules) {
  std::string missing;
  for (const std::string_view rule : rules) {
    if (blocks(rule) && !covered(rule)) {
      missing += (missing.empty() ? "" : " ") + std::string(rule);
    }
  }
  return missing;
}

TEST(HostileMessages, ThereIsOneForEveryRuleThatBlocks) {
  EXPECT_EQ(without_message(request::checklist_ids()), "")
      << "no hostile message for these rules: add a request that offends each to "
         "tests/hostile/messages_rules.cpp";
}

TEST(HostileMessages, ARuleWithoutOneWouldBeNoticed) {
  EXPECT_EQ(without_message({"ID-04", "ZZ-01"}), "ZZ-01");
}

TEST(HostileMessages, EachHasANameOfItsOwnASentenceAndAnAnswer) {
  std::set<std::string> names;
  const Messages messages = all_messages();
  for (const Message& one : messages) {
    EXPECT_TRUE(names.insert(one.name).second) << one.name << " stands twice";
    EXPECT_FALSE(one.sentence.empty()) << one.name;
    EXPECT_FALSE(one.answer.empty()) << one.name;
    EXPECT_TRUE(static_cast<bool>(one.send)) << one.name;
  }
  EXPECT_EQ(find_message(messages, "no-such-message"), nullptr);
}

TEST(HostileMessages, TheDocumentListsThemAsTheyAre) {
  const std::string document = testing_support::source_file("docs/protocol/hostile.md");
  std::size_t rows = 0;
  for (const Message& one : all_messages()) {
    const std::string row = "| `" + one.name + "` | " + one.sentence + " | " + one.answer + " | " +
                            (one.inside.empty() ? "-" : one.inside) + " |\n";
    EXPECT_NE(document.find(row), std::string::npos) << "docs/protocol/hostile.md lacks the row\n"
                                                     << row << "tools/hostile-list writes them";
    ++rows;
  }
  const auto listed = std::count(document.begin(), document.end(), '`');
  EXPECT_GE(listed, static_cast<std::ptrdiff_t>(2 * rows));
}

}  // namespace
}  // namespace comity::hostile
