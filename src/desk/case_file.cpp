#include "desk/case_file.h"

#include "casework/case_statement.h"
#include "casework/case_store.h"
#include "casework/fold.h"
#include "desk/context.h"
#include "record/view.h"
#include "request/lifecycle.h"
#include "signed/envelope.h"
#include "statement/statement.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

std::optional<value::Digest> digest_at(const record::View& record, std::string_view path) {
  const auto text = record.at(path).text();
  const auto digest = text ? value::parse_digest(*text) : fail("VAL-01", "absent");
  return digest ? std::optional(*digest) : std::nullopt;
}

std::optional<casework::ReceiptFacts> receipt_facts(const record::View& record) {
  const auto receipted = digest_at(record, "payload_digest");
  const auto received_at = record.at("received_at").instant();
  if (!receipted || !received_at) {
    return std::nullopt;
  }
  return casework::ReceiptFacts{*receipted, record.at("verdict").text() == "accepted",
                                *received_at};
}

Result<FiledStatement> read_filed(casework::StoredStatement stored) {
  auto envelope = signed_::read_envelope(stored.envelope);
  if (!envelope) {
    return fail(envelope.error());
  }
  auto content = statement::read_payload(envelope->payload);
  if (!content) {
    return fail(content.error());
  }
  return FiledStatement{std::move(stored), *std::move(content)};
}

casework::CaseStatement for_fold(const CaseFile& file, const FiledStatement& filed,
                                 const request::Lifecycles& lifecycles) {
  const statement::Head& head = filed.content.head;
  casework::CaseStatement statement;
  statement.digest = filed.stored.digest;
  statement.statement_id = head.statement_id;
  statement.after = head.after;
  statement.document = head.opens() ? "request" : request::document_of(head.document, lifecycles);
  statement.kind = head.opens() ? head.document : std::string();
  statement.side = file.side_of(head.from_desk);
  statement.desk = head.from_desk;
  statement.made_at = head.made_at;
  statement.facts = facts_of(filed.content);
  return statement;
}

bool negative_receipt(const statement::Statement& statement) {
  return statement.head.document == "technical_receipt" &&
         record::View(&statement.record).at("verdict").text() != "accepted";
}

}  // namespace

const FiledStatement* CaseFile::opening() const {
  const auto found = std::find_if(statements.begin(), statements.end(), [&](const auto& filed) {
    return filed.content.head.statement_id == case_id;
  });
  return found == statements.end() ? nullptr : &*found;
}

const FiledStatement* CaseFile::by_digest(const value::Digest& digest) const {
  const auto found = std::find_if(statements.begin(), statements.end(),
                                  [&](const auto& filed) { return filed.stored.digest == digest; });
  return found == statements.end() ? nullptr : &*found;
}

std::vector<std::string> CaseFile::desks() const {
  std::vector<std::string> names;
  if (const FiledStatement* open = opening()) {
    names = open->content.head.to_desks;
    names.push_back(open->content.head.from_desk);
    for (const FiledStatement& filed : statements) {
      const auto forwarded = record::View(&filed.content.record).at("forwarded_to").text();
      if (forwarded && filed.content.head.document == "acknowledgement" &&
          std::find(names.begin(), names.end(), filed.content.head.from_desk) != names.end()) {
        names.push_back(*forwarded);
      }
    }
  }
  return names;
}

request::Side CaseFile::side_of(const std::string& desk) const {
  const FiledStatement* open = opening();
  return open != nullptr && open->content.head.from_desk == desk ? request::Side::sender
                                                                 : request::Side::recipient;
}

casework::Facts facts_of(const statement::Statement& statement) {
  const record::View record(&statement.record);
  casework::Facts facts;
  facts.forwarded = record.at("forwarded_to").present();
  facts.outcome = record.at("outcome").text().value_or("");
  facts.ground = record.at("ground").text().value_or("");
  const std::string urgency = record.at("urgency").text().value_or("");
  facts.pressing = urgency == "critical" || urgency == "urgent";
  for (const std::string& cited : record.at("cites").texts()) {
    if (const auto id = value::parse_uuid(cited)) {
      facts.cites.push_back(*id);
    }
  }
  facts.latest_end = record.at("latest_end").instant();
  facts.answer_by = record.at("requested_by.at").instant();
  facts.counts = digest_at(record, "counts");
  if (statement.head.document == "technical_receipt") {
    facts.receipt = receipt_facts(record);
  }
  return facts;
}

CaseFile file_case(const Context& context, const value::Uuid& case_id,
                   std::vector<FiledStatement> statements) {
  CaseFile file{case_id, std::move(statements), {}};
  const std::vector<std::string> desks = file.desks();
  std::vector<casework::CaseStatement> folded;
  for (const FiledStatement& filed : file.statements) {
    const bool named =
        std::find(desks.begin(), desks.end(), filed.content.head.from_desk) != desks.end();
    if (named && !negative_receipt(filed.content)) {
      folded.push_back(for_fold(file, filed, context.law.lifecycles));
    }
  }
  file.state = casework::fold(folded, context.law.lifecycles, context.clock.now());
  return file;
}

Result<CaseFile> load_case(const Context& context, const value::Uuid& case_id) {
  auto stored = context.stores.cases.of_case(case_id);
  if (!stored) {
    return fail(stored.error());
  }
  if (stored->empty()) {
    return fail("DESK-05", case_id.text());
  }
  std::vector<FiledStatement> statements;
  for (casework::StoredStatement& one : *stored) {
    auto filed = read_filed(std::move(one));
    if (!filed) {
      return fail(filed.error());
    }
    statements.push_back(*std::move(filed));
  }
  return file_case(context, case_id, std::move(statements));
}

}  // namespace comity::desk
