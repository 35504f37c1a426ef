#include "record/walk.h"

#include "record/tables.h"
#include "record/type.h"
#include "record/view.h"
#include "support/casework.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace comity::record {
namespace {

using testing_support::tables;

std::vector<std::string> paths_of(Form form, const char* kind) {
  const auto json = testing_support::example(kind);
  std::vector<std::string> out;
  walk(tables(), *tables().find(kind), View(&json),
       [&](const std::string& path, const Field& field, const View&) {
         if (field.type.form == form) {
           out.push_back(path);
         }
       });
  return out;
}

TEST(Walk, FindsEveryDigestWithItsPath) {
  EXPECT_EQ(paths_of(Form::digest, "mla_content"),
            (std::vector<std::string>{"attachments[0].sha256", "authorisation.decision_digest"}));
}

TEST(Walk, GoesIntoRowsAndLists) {
  const auto times = paths_of(Form::instant, "preservation_request");
  for (const char* path : {"acts_from", "identifiers[1].observed_at", "data_sets[2].period_to"}) {
    EXPECT_NE(std::find(times.begin(), times.end(), path), times.end()) << path;
  }
  const auto codes = paths_of(Form::code, "preservation_request");
  EXPECT_NE(std::find(codes.begin(), codes.end(), "data_sets[0].subtypes[3]"), codes.end());
}

TEST(Walk, DoesNotStumbleOverWrongTypes) {
  const auto json = testing_support::json_of(R"({"offences": 3, "provider": [], "sender": {}})");
  std::vector<std::string> seen;
  walk(tables(), *tables().find("mla_content"), View(&json),
       [&](const std::string& path, const Field&, const View&) { seen.push_back(path); });
  EXPECT_EQ(seen, std::vector<std::string>{"sender"});
}

}  // namespace
}  // namespace comity::record
