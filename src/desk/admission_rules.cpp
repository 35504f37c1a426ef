#include "desk/admission_rules.h"

#include "casework/signers.h"
#include "codec/json.h"
#include "desk/authorised.h"
#include "desk/case_file.h"
#include "desk/context.h"
#include "desk/opened_letter.h"
#include "desk/request_check.h"
#include "exchange/mail_store.h"
#include "ledger/entry.h"
#include "ledger/slip.h"
#include "ledger/vkey.h"
#include "record/record.h"
#include "record/view.h"
#include "request/lifecycle.h"
#include "statement/statement.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using value::Error;

/// The case as it stands here, if it is known.
std::optional<CaseFile> known_case(const Context& context, const statement::Head& head) {
  if (head.opens()) {
    return std::nullopt;
  }
  auto file = load_case(context, head.case_id);
  return file && file->opening() != nullptr ? std::optional(*std::move(file)) : std::nullopt;
}

/// The opening request has not arrived yet: whatever machine and side it will turn out to be.
std::vector<casework::RequiredSigners> any_options(const Context& context,
                                                   const statement::Statement& statement) {
  std::vector<casework::RequiredSigners> all;
  for (const request::Machine& machine : context.law.lifecycles.machines) {
    for (const request::Side side : {request::Side::sender, request::Side::recipient}) {
      auto options = signer_options(context.law.lifecycles, statement, &machine, side);
      all.insert(all.end(), options.begin(), options.end());
    }
  }
  return all;
}

std::vector<Error> person_errors(const Context& context, const OpenedLetter& opened,
                                 const std::optional<CaseFile>& file) {
  const statement::Statement& statement = opened.statement;
  const auto& lifecycles = context.law.lifecycles;
  std::vector<casework::RequiredSigners> options;
  if (statement.head.opens()) {
    options = signer_options(lifecycles, statement, lifecycles.for_kind(statement.head.document),
                             request::Side::sender);
  } else if (file) {
    options = signer_options(lifecycles, statement, lifecycles.machine(file->state.machine),
                             file->side_of(statement.head.from_desk));
  } else {
    options = any_options(context, statement);
  }
  return authorisation_errors(
      {statement, opened.verified.payload_digest, opened.verified.authorisations}, options,
      opened.author_keys);
}

/// The letter that the receipt names carried this statement, to the desk that now receipts it.
value::Result<void> check_receipted_letter(const Context& context, const OpenedLetter& opened,
                                           const value::Digest& digest) {
  auto letters = context.stores.outbox.of_statement(digest);
  if (!letters) {
    return value::fail(letters.error());
  }
  const auto named = record::View(&opened.statement.record).at("letter_id").text().value_or("");
  const bool ours = std::any_of(letters->begin(), letters->end(), [&](const auto& letter) {
    return letter.letter_id.text() == named && letter.to_node == opened.header.from_node &&
           letter.to_desk == opened.statement.head.from_desk;
  });
  return ours ? value::Result<void>() : value::fail("DESK-10", "no such letter went to this desk");
}

/// A receipt proves that our envelope, or a letter of ours, is in the peer's ledger.
value::Result<void> check_receipt(const Context& context, const OpenedLetter& opened) {
  const record::View receipt(&opened.statement.record);
  const auto digest = value::parse_digest(receipt.at("payload_digest").text().value_or(""));
  if (!digest) {
    return {};  // a letter that could not be opened: there is nothing of ours to prove
  }
  auto own = value::required(context.stores.cases.by_digest(*digest), "DESK-10", digest->hex());
  if (!own) {
    return value::fail(own.error());
  }
  if (receipt.at("cites").has(opened.statement.head.case_id.text())) {
    return {};  // placed in a cited case: the proof is in the request's own receipt
  }
  auto carried = check_receipted_letter(context, opened, *digest);
  if (!carried || receipt.at("verdict").text() != "accepted") {
    return carried;
  }
  const codec::Json* slip_json = receipt.at("slip").json();
  auto log = ledger::parse_vkey(opened.author_keys.ledger_key);
  if (slip_json == nullptr || !log) {
    return value::fail("DESK-11", "no slip");
  }
  auto slip = ledger::slip_from(*slip_json);
  if (!slip) {
    return value::fail("DESK-11", slip.error().detail);
  }
  auto proven = ledger::verify_slip(*slip, {*log, ledger::act_label, own->envelope});
  if (!proven) {
    return value::fail("DESK-11",
                       std::string(proven.error().code.text()) + " " + proven.error().detail);
  }
  return {};
}

bool named(const std::vector<std::string>& desks, const std::string& desk) {
  return std::find(desks.begin(), desks.end(), desk) != desks.end();
}

}  // namespace

std::vector<Error> refusals(const Context& context, const OpenedLetter& opened,
                            value::Instant received_at) {
  const statement::Statement& statement = opened.statement;
  if (auto timely = statement::check_time(statement.head, received_at); !timely) {
    return {timely.error()};
  }
  auto record =
      record::Record::make(context.law.tables(), statement.head.document, statement.record);
  if (!record) {
    return {record.error()};
  }
  const bool receipt = statement.head.document == "technical_receipt";
  if (receipt) {
    auto proven = check_receipt(context, opened);
    return proven ? std::vector<Error>() : std::vector<Error>{proven.error()};
  }
  if (statement.head.opens() &&
      context.law.lifecycles.for_kind(statement.head.document) == nullptr) {
    return {{"DESK-18", statement.head.document}};
  }
  const auto file = known_case(context, statement.head);
  if (file && !named(file->desks(), statement.head.from_desk)) {
    return {{"DESK-09", statement.head.from_desk}};
  }
  std::vector<Error> errors = person_errors(context, opened, file);
  if (has_checklist(context.law, statement.head.document)) {
    for (Error& error : blocking_findings(context, statement, CheckSide::recipient)) {
      errors.push_back(std::move(error));
    }
  }
  return errors;
}

}  // namespace comity::desk
