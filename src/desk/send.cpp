#include "desk/send.h"

#include "casework/fold.h"
#include "casework/signers.h"
#include "codec/json.h"
#include "crypto/age_recipient.h"
#include "crypto/hybrid.h"
#include "crypto/sha256.h"
#include "desk/authorised.h"
#include "desk/case_file.h"
#include "desk/context.h"
#include "desk/own_statement.h"
#include "desk/request_check.h"
#include "desk/work.h"
#include "exchange/directory.h"
#include "record/record.h"
#include "record/view.h"
#include "request/draft.h"
#include "request/lifecycle.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using value::Error;
using value::fail;
using value::Result;

/// Seconds are the precision that is signed.
value::Instant whole_seconds(value::Instant at) { return {at.unix_ms - at.unix_ms % 1000}; }

Result<void> check_record(const Context& context, const std::string& document,
                          const codec::Json& json) {
  auto record = record::Record::make(context.law.tables(), document, json);
  return record ? Result<void>() : fail(record.error());
}

/// That this program can seal to the desk: said before anyone signs, not when the letter leaves.
Result<void> can_seal_to(const Context& context, const std::string& desk) {
  const auto directory = context.directory.now();
  const exchange::KnownNode* node = directory->of_desk(desk);
  const signed_::DeskKeys* keys = node != nullptr ? node->chain.latest().desk(desk) : nullptr;
  if (keys == nullptr) {
    return fail("DESK-03", desk);
  }
  auto recipient = crypto::Recipient::parse(keys->recipient);
  return recipient ? crypto::supports(recipient->suite()) : fail(recipient.error());
}

/// The desk of this node that the case names.
Result<std::string> own_desk(const Context& context, const CaseFile& file) {
  for (const std::string& desk : file.desks()) {
    if (context.desks.contains(desk)) {
      return desk;
    }
  }
  return fail("DESK-09", "no desk of this node is named in the case");
}

/// Everyone the case names but the author.
std::vector<std::string> others(const CaseFile& file, const std::string& desk) {
  std::vector<std::string> names = file.desks();
  std::erase(names, desk);
  return names;
}

std::string listed(const std::vector<casework::NextStep>& steps,
                   const std::vector<std::string>& noted) {
  std::string text;
  for (const casework::NextStep& step : steps) {
    if (text.find(step.document) == std::string::npos) {
      text += (text.empty() ? "" : ", ") + step.document;
    }
  }
  for (const std::string& document : noted) {
    text += (text.empty() ? "" : ", ") + document;
  }
  return text.empty() ? "none" : text;
}

Result<void> may_sign(const Context& context, const CaseFile& file, const std::string& document,
                      request::Side side) {
  const auto& lifecycles = context.law.lifecycles;
  const std::string name = request::document_of(document, lifecycles);
  const auto steps = casework::next_documents(file.state, lifecycles, side);
  const auto noted = casework::noted_documents(file.state, lifecycles);
  const bool next = std::any_of(steps.begin(), steps.end(),
                                [&](const auto& step) { return step.document == name; });
  if (!next && std::find(noted.begin(), noted.end(), name) == noted.end()) {
    return fail("DESK-13", document + " in state " + file.state.state +
                               "; this side may sign: " + listed(steps, noted));
  }
  return {};
}

Result<std::vector<casework::RequiredSigners>> required(const Context& context,
                                                        const statement::Statement& statement) {
  const auto& lifecycles = context.law.lifecycles;
  if (statement.head.document == "custody_event") {
    // Opening content is 2 of 2: the custodian and one more person (casework text, section 10).
    return std::vector<casework::RequiredSigners>{
        {"custody_event", {"evidence_custodian", "*"}, false}};
  }
  if (statement.head.opens()) {
    return signer_options(lifecycles, statement, lifecycles.for_kind(statement.head.document),
                          request::Side::sender);
  }
  auto file = load_case(context, statement.head.case_id);
  if (!file) {
    return fail(file.error());
  }
  return signer_options(lifecycles, statement, lifecycles.machine(file->state.machine),
                        file->side_of(statement.head.from_desk));
}

}  // namespace

namespace {

/// A kind that opens no case is signed in the case that it names.
Result<value::Bytes> prepare_joining(const Context& context, const request::Join& join,
                                     const codec::Json& draft) {
  const record::View view(&draft);
  auto id = value::parse_uuid(view.at(join.case_field).text().value_or(""));
  if (!id) {
    return fail(id.error());
  }
  const std::string kind = view.at("kind").text().value_or("");
  return prepare_answer(context, {*id,
                                  kind,
                                  request::completed(context.law.reference, kind, draft),
                                  view.at("sender").text().value_or(""),
                                  {}});
}

}  // namespace

Result<value::Bytes> prepare_request(const Context& context, const codec::Json& draft) {
  const record::View view(&draft);
  const std::string kind = view.at("kind").text().value_or("");
  if (auto enabled = context.law.tables().enabled(kind); !enabled) {
    return fail(enabled.error());
  }
  if (auto checked = check_record(context, kind, draft); !checked) {
    return fail(checked.error());
  }
  if (const request::Join* join = context.law.lifecycles.joining(kind)) {
    return prepare_joining(context, *join, draft);
  }
  statement::Statement request;
  request.head.document = kind;
  request.head.statement_id = value::make_uuid(context.clock.now(), context.random);
  request.head.case_id = request.head.statement_id;
  request.head.from_desk = view.at("sender").text().value_or("");
  request.head.to_desks = {view.at("recipient").text().value_or("")};
  request.head.made_at = whole_seconds(context.clock.now());
  request.record = request::completed(context.law.reference, kind, draft);
  if (!context.desks.contains(request.head.from_desk)) {
    return fail("DESK-02", request.head.from_desk);
  }
  if (auto sealable = can_seal_to(context, request.head.to_desks.front()); !sealable) {
    return fail(sealable.error());
  }
  return statement::write_payload(request);
}

Result<value::Bytes> prepare_answer(const Context& context, const Answer& answer) {
  auto file = load_case(context, answer.case_id);
  if (!file) {
    return fail(file.error());
  }
  if (auto checked = check_record(context, answer.document, answer.record); !checked) {
    return fail(checked.error());
  }
  auto desk = answer.desk.empty() ? own_desk(context, *file) : Result<std::string>(answer.desk);
  if (!desk) {
    return fail(desk.error());
  }
  if (auto named = file->desks(); std::find(named.begin(), named.end(), *desk) == named.end()) {
    return fail("DESK-09", *desk);
  }
  if (auto may = may_sign(context, *file, answer.document, file->side_of(*desk)); !may) {
    return fail(may.error());
  }
  statement::Statement statement;
  statement.head.document = answer.document;
  statement.head.statement_id = answer.statement_id
                                    ? *answer.statement_id
                                    : value::make_uuid(context.clock.now(), context.random);
  statement.head.case_id = answer.case_id;
  statement.head.after = file->state.heads;
  std::sort(statement.head.after.begin(), statement.head.after.end());
  statement.head.from_desk = *desk;
  statement.head.to_desks = others(*file, *desk);
  statement.head.made_at = whole_seconds(context.clock.now());
  statement.record = answer.record;
  return statement::write_payload(statement);
}

Result<std::vector<Error>> obstacles(const Context& context, value::BytesView payload,
                                     const std::vector<std::string>& authorisations) {
  auto read = statement::read_payload(payload);
  if (!read) {
    return fail(read.error());
  }
  if (auto checked = check_record(context, read->head.document, read->record); !checked) {
    return fail(checked.error());
  }
  const auto directory = context.directory.now();
  auto own = own_node(context, *directory);
  auto options = required(context, *read);
  if (!own || !options) {
    return fail(!own ? own.error() : options.error());
  }
  std::vector<Error> found = authorisation_errors({*read, crypto::sha256(payload), authorisations},
                                                  *options, (*own)->chain.latest());
  if (has_checklist(context.law, read->head.document)) {
    for (Error& error : blocking_findings(context, *read, CheckSide::sender)) {
      found.push_back(std::move(error));
    }
  }
  return found;
}

Result<std::vector<std::string>> roles_needed(const Context& context, value::BytesView payload) {
  auto read = statement::read_payload(payload);
  auto options = read ? required(context, *read) : fail(read.error());
  if (!options) {
    return fail(options.error());
  }
  return options->empty() ? std::vector<std::string>() : options->front().roles;
}

Result<Sent> send(const Context& context, value::BytesView payload,
                  const std::vector<std::string>& authorisations) {
  const value::Digest digest = crypto::sha256(payload);
  auto stored = context.stores.cases.by_digest(digest);
  auto read = statement::read_payload(payload);
  if (!stored || !read) {
    return fail(!stored ? stored.error() : read.error());
  }
  if (*stored) {
    return Sent{std::move(read->head), digest};
  }
  auto found = obstacles(context, payload, authorisations);
  if (!found) {
    return fail(found.error());
  }
  if (!found->empty()) {
    return fail(found->front());
  }
  auto own = make_own(context, payload, authorisations);
  if (!own) {
    return fail(own.error());
  }
  auto written =
      context.stores.work.run([&](Transaction& transaction) { return put_own(transaction, *own); });
  if (!written) {
    return fail(written.error());
  }
  return Sent{std::move(own->head), digest};
}

}  // namespace comity::desk
