// What a duty officer's list shows when there is more than a page of it.
#include "desk/each_case.h"

#include "casework/case_store.h"
#include "scenarios/house.h"
#include "scenarios/wire.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <set>

namespace comity::scenarios {
namespace {

class ManyCases : public Wire {};

TEST_F(ManyCases, EachIsShownOnceHoweverManyThereAre) {
  constexpr std::size_t many = 205;  // more than a page, all made in the same second
  std::set<value::Uuid> opened;
  for (std::size_t i = 0; i < many; ++i) {
    opened.insert(request().head.case_id);
  }
  std::set<value::Uuid> seen;
  std::size_t rows = 0;
  must(desk::each_case(xa.context(), true, [&](const casework::CaseRow& row) {
    seen.insert(row.case_id);
    ++rows;
    return true;
  }));
  EXPECT_EQ(rows, many);
  EXPECT_EQ(seen, opened);
}

TEST_F(ManyCases, LookingEndsWhenItIsToldTo) {
  for (int i = 0; i < 3; ++i) {
    request();
  }
  int rows = 0;
  must(desk::each_case(xa.context(), true, [&](const casework::CaseRow&) { return ++rows < 2; }));
  EXPECT_EQ(rows, 2);
}

}  // namespace
}  // namespace comity::scenarios
