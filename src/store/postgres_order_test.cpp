#include "store/postgres_order.h"

#include <gtest/gtest.h>

#include <optional>

namespace comity::store {

namespace {

TEST(PostgresOrderTest, PutsTheServerThatAnsweredFirst) {
  const PostgresOrder order{"a,b,c", "", "1,2,3"};
  EXPECT_EQ(with_first(order, "b", "2"), (PostgresOrder{"b,a,c", "", "2,1,3"}));
  EXPECT_EQ(with_first(order, "c", "3"), (PostgresOrder{"c,a,b", "", "3,1,2"}));
  EXPECT_EQ(with_first(order, "a", "1"), order);
}

TEST(PostgresOrderTest, TellsServersOfOneMachineApartByTheirPorts) {
  EXPECT_EQ(with_first({"h,h,h", "", "1,2,3"}, "h", "2"), (PostgresOrder{"h,h,h", "", "2,1,3"}));
}

TEST(PostgresOrderTest, APortForAllStaysOne) {
  EXPECT_EQ(with_first({"a,b", "", "5433"}, "b", "5433"), (PostgresOrder{"b,a", "", "5433"}));
  EXPECT_EQ(with_first({"a,b", "", ""}, "b", "5432"), (PostgresOrder{"b,a", "", ""}));
}

TEST(PostgresOrderTest, AddressesGoWithTheirNames) {
  EXPECT_EQ(with_first({"a,b", "192.0.2.1,192.0.2.2", "1,1"}, "b", "1"),
            (PostgresOrder{"b,a", "192.0.2.2,192.0.2.1", "1,1"}));
  EXPECT_EQ(with_first({"", "192.0.2.1,192.0.2.2", "1"}, "192.0.2.2", "1"),
            (PostgresOrder{"", "192.0.2.2,192.0.2.1", "1"}));
}

TEST(PostgresOrderTest, AnEmptyPartKeepsItsPlace) {
  EXPECT_EQ(with_first({"a,b", "", ",2"}, "b", "2"), (PostgresOrder{"b,a", "", "2,"}));
  EXPECT_EQ(with_first({"a,b", "", "1,"}, "b", "5432"), (PostgresOrder{"b,a", "", ",1"}));
}

TEST(PostgresOrderTest, OneServerOrAStrangerChangesNothing) {
  EXPECT_EQ(with_first({"a", "", "1"}, "a", "1"), std::nullopt);
  EXPECT_EQ(with_first({"", "", ""}, "/run/postgresql", "5432"), std::nullopt);
  EXPECT_EQ(with_first({"a,b", "", "1,2"}, "b", "1"), std::nullopt);
}

}  // namespace

}  // namespace comity::store
