// Every rule of the formats has vectors that keep it and vectors that break it, or names the test
// that shows it; each vector is judged as its entry in docs/protocol/vectors/rules.json says.
#include "verify/formats.h"

#include "codec/json.h"
#include "support/source_file.h"
#include "value/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::verify {
namespace {

using codec::Json;
using testing::IsEmpty;
using testing_support::source_file;
using testing_support::source_root;

using Wrong = std::vector<std::string>;

const std::string place = "docs/protocol/vectors/";

std::string text_of(const Json& json, std::string_view name) {
  const Json* const member = json.member(name);
  return member != nullptr && member->text() != nullptr ? *member->text() : std::string();
}

const Json::Array& list_of(const Json& json, std::string_view name) {
  static const Json::Array none;
  const Json* const member = json.member(name);
  return member != nullptr && member->array() != nullptr ? *member->array() : none;
}

Json::Array index() {
  const std::string text = source_file(place + "rules.json");
  const auto json = codec::parse_json(value::bytes_of(text), {1UL << 20U, 8});
  return json && json->array() != nullptr ? *json->array() : Json::Array();
}

/// What is wrong with one entry of the index; nothing when it is judged as it says.
std::string misjudged(const Json& vector) {
  const std::string path = place + text_of(vector, "file");
  const std::string with = text_of(vector, "with");
  const Format* const format = find_format(text_of(vector, "format"));
  if (format == nullptr || !std::filesystem::is_regular_file(source_root() / path)) {
    return path + ": no such file or format";
  }
  const std::string bytes = source_file(path);
  const std::string against = with.empty() ? "" : source_file(place + with);
  if (with.empty() != against.empty()) {
    return path + ": " + with + " is empty or not there";
  }
  const auto verdict = format->judge({value::bytes_of(bytes), value::bytes_of(against)});
  const std::string said = verdict ? "" : std::string(verdict.error().code.text());
  const std::string expected = text_of(vector, "code");
  return said == expected ? "" : path + ": expected \"" + expected + "\", got \"" + said + "\"";
}

/// What is wrong with a rule: nothing shows it, or what does is not there or is judged otherwise.
Wrong wrong_with(const Json& rule) {
  const std::string id = text_of(rule, "id");
  Wrong wrong;
  const auto note = [&](const std::string& what) {
    if (!what.empty()) {
      wrong.push_back(id + ": " + what);
    }
  };
  const auto& good = list_of(rule, "good");
  const auto& bad = list_of(rule, "bad");
  const auto& shown = list_of(rule, "shown");
  note(shown.empty() && (good.empty() || bad.empty()) ? "has no good, or no bad vector" : "");
  for (const Json& vector : good) {
    note(text_of(vector, "code").empty() ? "" : "a good vector has a code");
    note(misjudged(vector));
  }
  for (const Json& vector : bad) {
    note(text_of(vector, "code").empty() ? "a bad vector has no code" : "");
    note(misjudged(vector));
  }
  for (const Json& test : shown) {
    const std::string words = text_of(test, "words");
    const bool there =
        !words.empty() && source_file(text_of(test, "path")).find(words) != std::string::npos;
    note(there ? "" : text_of(test, "path") + " does not show \"" + words + "\"");
  }
  return wrong;
}

/// The marks [ENV-3] of a page, and how often each stands there.
std::map<std::string, int> marks_in(const std::string& page) {
  static const std::regex mark(R"(\[([A-Z]+-[1-9][0-9]*)\](?!\())");
  const std::string text = source_file(page);
  std::map<std::string, int> marks;
  for (std::sregex_iterator it(text.begin(), text.end(), mark); it != std::sregex_iterator();
       ++it) {
    ++marks[(*it)[1].str()];
  }
  return marks;
}

TEST(RulesTest, EachHasItsVectorsAndTheyAreJudgedAsTheirEntriesSay) {
  const Json::Array rules = index();
  ASSERT_GT(rules.size(), 100U);
  for (const Json& rule : rules) {
    EXPECT_THAT(wrong_with(rule), IsEmpty());
  }
}

TEST(RulesTest, EachStandsOnceInItsPageAndEachMarkHasARule) {
  std::map<std::string, std::set<std::string>> pages;
  for (const auto& entry : std::filesystem::directory_iterator(source_root() / "docs/protocol")) {
    if (entry.path().extension() == ".md" && entry.path().filename() != "rules.md") {
      pages["docs/protocol/" + entry.path().filename().string()];
    }
  }
  for (const Json& rule : index()) {
    EXPECT_TRUE(pages[text_of(rule, "page")].insert(text_of(rule, "id")).second)
        << text_of(rule, "id");
  }
  for (const auto& [page, rules] : pages) {
    std::set<std::string> marked;
    for (const auto& [mark, times] : marks_in(page)) {
      EXPECT_EQ(times, 1) << mark << " in " << page;
      marked.insert(mark);
    }
    EXPECT_EQ(marked, rules) << page;
  }
}

TEST(RulesTest, EveryFileOfTheVectorsOfRulesIsInTheIndex) {
  std::set<std::string> named;
  for (const Json& rule : index()) {
    for (const auto* const kind : {"good", "bad"}) {
      for (const Json& vector : list_of(rule, kind)) {
        named.insert(text_of(vector, "file"));
        named.insert(text_of(vector, "with"));
      }
    }
  }
  const auto folder = source_root() / place;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder / "rules")) {
    if (file.is_regular_file()) {
      EXPECT_TRUE(named.contains(file.path().lexically_relative(folder).string())) << file.path();
    }
  }
}

TEST(FormatsTest, EachHasAVector) {
  std::set<std::string> judged;
  for (const Json& rule : index()) {
    for (const Json& vector : list_of(rule, "good")) {
      judged.insert(text_of(vector, "format"));
    }
  }
  for (const Format& format : formats()) {
    EXPECT_TRUE(judged.contains(std::string(format.name))) << format.name;
    EXPECT_EQ(find_format(format.name), &format);
  }
  EXPECT_EQ(find_format("telegram"), nullptr);
}

std::string link(const Json& vector) {
  const std::string file = text_of(vector, "file");
  return "[`" + file.substr(file.rfind('/') + 1) + "`](vectors/" + file + ")";
}

template <class Said>
std::string cell(const Json::Array& all, const Said& said) {
  std::string text;
  for (const Json& each : all) {
    text += (text.empty() ? "" : ", ") + said(each);
  }
  return text;
}

std::string coded(const Json& vector) {
  return "`" + text_of(vector, "code") + "` " + link(vector);
}

std::string shown_by(const Json& test) {
  return "`" + text_of(test, "path") + "`: " + text_of(test, "words");
}

std::string row_of(const Json& rule, const std::string& page) {
  std::string row = "| [" + text_of(rule, "id") + "](" + page + ")";
  for (const std::string& text :
       {text_of(rule, "says"), cell(list_of(rule, "good"), link), cell(list_of(rule, "bad"), coded),
        cell(list_of(rule, "shown"), shown_by)}) {
    row.append(" | ").append(text);
  }
  return row + " |\n";
}

TEST(RulesTest, ThePageIsTheIndex) {
  std::map<std::string, std::string> pages;
  for (const Json& rule : index()) {
    const std::string page = text_of(rule, "page").substr(std::string("docs/protocol/").size());
    pages[page] += row_of(rule, page);
  }
  const std::string text = source_file("docs/protocol/rules.md");
  std::string expected = text.substr(0, text.find("\n## "));
  for (const auto& [page, rows] : pages) {
    expected.append("\n## ").append(page);
    expected.append("\n\n| rule | says | good | bad | shown by |\n|---|---|---|---|---|\n");
    expected.append(rows);
  }
  EXPECT_EQ(text, expected) << "run tools/documents";
}

Json entry(const std::string& file, const std::string& code) {
  return Json::Object{{"file", file}, {"format", "vkey"}, {"code", code}};
}

Json rule_of(Json::Array good, Json::Array bad, Json::Array shown = {}) {
  return Json::Object{{"id", "LOG-4"},
                      {"good", std::move(good)},
                      {"bad", std::move(bad)},
                      {"shown", std::move(shown)}};
}

TEST(PlantedRuleTest, ARuleThatNothingShowsOrThatIsJudgedOtherwiseIsSeen) {
  const std::string good = "rules/vkey/LOG-4-log";
  const std::string bad = "rules/vkey/LOG-4-other-id";
  EXPECT_THAT(wrong_with(rule_of({entry(good, "")}, {entry(bad, "LEDGER-10")})), IsEmpty());
  EXPECT_EQ(wrong_with(rule_of({entry(good, "")}, {})).size(), 1U);
  EXPECT_EQ(wrong_with(rule_of({}, {entry(bad, "LEDGER-10")})).size(), 1U);
  EXPECT_EQ(wrong_with(rule_of({entry(bad, "")}, {entry(bad, "LEDGER-10")})).size(), 1U);
  EXPECT_EQ(wrong_with(rule_of({entry(good, "")}, {entry(bad, "LEDGER-11")})).size(), 1U);
  EXPECT_EQ(wrong_with(rule_of({entry(good, "")}, {entry("rules/none", "LEDGER-10")})).size(), 1U);
  const Json test = Json::Object{{"path", "src/LAYERS"}, {"words", "no such words"}};
  EXPECT_EQ(wrong_with(rule_of({}, {}, {test})).size(), 1U);
}

}  // namespace
}  // namespace comity::verify
