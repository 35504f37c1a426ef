#include "casework/signers.h"

#include "request/lifecycle.h"
#include "support/lifecycle_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace comity::casework {
namespace {

using Codes = std::vector<std::string>;

const request::Machine& machine(const char* id) { return *testing::lifecycles().machine(id); }

const request::Row& row(const char* id, const char* from, const char* document) {
  const auto& rows = machine(id).rows;
  return *std::find_if(rows.begin(), rows.end(), [&](const request::Row& each) {
    return each.from == from && each.carries(document);
  });
}

SigningContext office() {
  SigningContext context;
  context.desk = "xa.247";
  context.drafter = "xa.p.doran";
  context.enrolled = {
      {"xa.p.idris", {"approver", "duty_officer"}, {"xa.247"}, false},
      {"xa.p.sol", {"signing_officer", "duty_officer"}, {"xa.247"}, false},
      {"xa.p.doran", {"approver", "duty_officer"}, {"xa.247"}, false},
      {"xa.p.elsewhere", {"approver", "duty_officer"}, {"xa.central"}, false},
      {"xa.p.gone", {"approver", "duty_officer"}, {"xa.247"}, true},
  };
  return context;
}

GivenAuthorisation by(const std::string& person, const std::string& role,
                      const std::string& act = "mla_content", const std::string& desk = "xa.247") {
  return {person, role, desk, act};
}

Codes codes(const RequiredSigners& required, const std::vector<GivenAuthorisation>& given) {
  Codes found;
  for (const auto& error : missing_or_wrong(required, given, office())) {
    found.emplace_back(error.code.text());
  }
  return found;
}

RequiredSigners opening() { return signers_of_opening(machine("M1"), "mla_content"); }

RequiredSigners preservation() { return signers_of_opening(machine("M2"), "preservation_request"); }

TEST(RequiredSigners, OfAnAssistanceRequestAreApproverAndSigningOfficer) {
  EXPECT_EQ(opening(), (RequiredSigners{"mla_content", {"approver", "signing_officer"}, true}));
}

TEST(RequiredSigners, OfAPreservationRequestAreTwoDutyOfficers) {
  EXPECT_EQ(preservation(),
            (RequiredSigners{"preservation_request", {"duty_officer", "duty_officer"}, false}));
}

TEST(RequiredSigners, OfARefusalAreTwoDecidingAuthorities) {
  EXPECT_EQ(signers_of(row("M1", "consulting", "decision_refusal"), "decision_refusal").roles,
            (Codes{"deciding_authority", "deciding_authority"}));
  EXPECT_EQ(signers_of(row("M1", "received", "acknowledgement"), "acknowledgement").roles,
            Codes{"intake"});
}

TEST(RequiredSigners, OfAnAutomaticActAreNobody) {
  EXPECT_TRUE(
      signers_of(row("M1", "sent", "technical_receipt"), "technical_receipt").roles.empty());
}

TEST(Signers, TwoPersonsInTheirRolesAreEnough) {
  EXPECT_EQ(codes(opening(), {by("xa.p.idris", "approver"), by("xa.p.sol", "signing_officer")}),
            Codes{});
  EXPECT_EQ(codes(opening(), {by("xa.p.sol", "signing_officer"), by("xa.p.idris", "approver")}),
            Codes{});
}

TEST(Signers, NameTheRoleThatIsMissing) {
  const auto findings = missing_or_wrong(opening(), {by("xa.p.idris", "approver")}, office());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code.text(), "CASE-31");
  EXPECT_EQ(findings[0].detail, "signing_officer");
  EXPECT_EQ(codes(opening(), {}), (Codes{"CASE-31", "CASE-31"}));
}

TEST(Signers, TwoSignaturesAreTwoPeople) {
  const auto twice = by("xa.p.idris", "duty_officer", "preservation_request");
  EXPECT_EQ(codes(preservation(), {twice, twice}), Codes{"CASE-32"});
}

TEST(Signers, TheDrafterNeitherApprovesNorSigns) {
  EXPECT_EQ(codes(opening(), {by("xa.p.doran", "approver"), by("xa.p.sol", "signing_officer")}),
            Codes{"CASE-33"});
}

TEST(Signers, ADutyOfficerMayHaveDraftedAPreservation) {
  EXPECT_EQ(codes(preservation(), {by("xa.p.doran", "duty_officer", "preservation_request"),
                                   by("xa.p.sol", "duty_officer", "preservation_request")}),
            Codes{});
}

TEST(Signers, RefuseARoleThatIsNotEnrolledOrNotAskedFor) {
  EXPECT_EQ(codes(opening(), {by("xa.p.sol", "approver"), by("xa.p.idris", "signing_officer")}),
            (Codes{"CASE-34", "CASE-34"}));
  EXPECT_EQ(codes(opening(), {by("xa.p.idris", "duty_officer"), by("xa.p.idris", "approver"),
                              by("xa.p.sol", "signing_officer")}),
            Codes{"CASE-34"});
}

TEST(Signers, RefuseAnUnknownOrWithdrawnPerson) {
  EXPECT_EQ(codes(opening(), {by("xa.p.nobody", "approver"), by("xa.p.sol", "signing_officer")}),
            Codes{"CASE-35"});
  EXPECT_EQ(codes(opening(), {by("xa.p.gone", "approver"), by("xa.p.sol", "signing_officer")}),
            Codes{"CASE-35"});
}

TEST(Signers, RefuseAnotherDesk) {
  EXPECT_EQ(codes(opening(), {by("xa.p.elsewhere", "approver"), by("xa.p.sol", "signing_officer")}),
            Codes{"CASE-36"});
  EXPECT_EQ(codes(opening(), {by("xa.p.idris", "approver", "mla_content", "xa.central"),
                              by("xa.p.sol", "signing_officer")}),
            Codes{"CASE-36"});
}

TEST(Signers, RefuseAnotherAct) {
  EXPECT_EQ(codes(opening(),
                  {by("xa.p.idris", "approver", "mla_traffic"), by("xa.p.sol", "signing_officer")}),
            Codes{"CASE-37"});
}

TEST(Signers, RefuseOneMoreThanTheDocumentNeeds) {
  auto one = RequiredSigners{"withdrawal", {"duty_officer"}, false};
  EXPECT_EQ(codes(one, {by("xa.p.idris", "duty_officer", "withdrawal"),
                        by("xa.p.sol", "duty_officer", "withdrawal")}),
            Codes{"CASE-34"});
}

TEST(Signers, OfANotedDocumentAreOnePersonOfTheDesk) {
  const auto required = signers_of_noted("status_query");
  EXPECT_EQ(codes(required, {by("xa.p.sol", "duty_officer", "status_query")}), Codes{});
  EXPECT_EQ(codes(required, {}), Codes{"CASE-31"});
  EXPECT_EQ(codes(required, {by("xa.p.sol", "approver", "status_query")}), Codes{"CASE-34"});
}

TEST(Signers, TheFirstFindingIsTheRefusal) {
  EXPECT_TRUE(check_signers(
      opening(), {by("xa.p.idris", "approver"), by("xa.p.sol", "signing_officer")}, office()));
  const auto refused = check_signers(opening(), {by("xa.p.doran", "approver")}, office());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code.text(), "CASE-33");
}

}  // namespace
}  // namespace comity::casework
