#include "desk/placement.h"

#include "codec/json.h"
#include "desk/case_file.h"
#include "desk/context.h"
#include "desk/opened_letter.h"
#include "desk/own_statement.h"
#include "exchange/directory.h"
#include "record/view.h"
#include "statement/statement.h"
#include "value/result.h"
#include "value/uuid.h"

#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using codec::Json;
using value::fail;
using value::Result;

/// The receipt as it stands in the preservation case: it names the request that cites it.
Result<OwnStatement> placed_receipt(const Context& context, const OpenedLetter& opened,
                                    const CaseFile& cited) {
  const statement::Head& open = cited.opening()->content.head;
  statement::Statement receipt;
  receipt.head.document = "technical_receipt";
  receipt.head.statement_id = value::make_uuid(context.clock.now(), context.random);
  receipt.head.case_id = cited.case_id;
  receipt.head.after = cited.state.heads;
  receipt.head.from_desk = open.to_desks.front();
  receipt.head.to_desks = {open.from_desk};
  receipt.head.made_at = context.clock.now();
  receipt.record = Json::Object{{"letter_id", opened.header.letter_id.text()},
                                {"statement_id", opened.statement.head.statement_id.text()},
                                {"payload_digest", opened.verified.payload_digest.hex()},
                                {"verdict", "accepted"},
                                {"received_at", context.clock.now().text()},
                                {"cites", Json::Array{Json(cited.case_id.text())}}};
  auto payload = statement::write_payload(receipt);
  if (!payload) {
    return fail(payload.error());
  }
  return make_own(context, *payload, {});
}

}  // namespace

bool was_asked_by(const Context& context, const CaseFile& file, const std::string& node) {
  if (file.opening() == nullptr) {
    return false;
  }
  const statement::Head& open = file.opening()->content.head;
  const auto directory = context.directory.now();
  const exchange::KnownNode* author = directory->of_desk(open.from_desk);
  return author != nullptr && author->node == node && context.desks.contains(open.to_desks.front());
}

Result<std::vector<OwnStatement>> placements(const Context& context, const OpenedLetter& opened) {
  std::vector<OwnStatement> placed;
  if (!opened.statement.head.opens()) {
    return placed;
  }
  for (const std::string& text :
       record::View(&opened.statement.record).at("preservation_refs").texts()) {
    const auto id = value::parse_uuid(text);
    auto cited = id ? load_case(context, *id) : fail(id.error());
    // A preservation that this node does not know, or that is not the same two States', is shown to
    // the reviewer by the checklist; there is no case to place anything in.
    if (!cited || !was_asked_by(context, *cited, opened.header.from_node)) {
      continue;
    }
    auto receipt = placed_receipt(context, opened, *cited);
    if (!receipt) {
      return fail(receipt.error());
    }
    placed.push_back(*std::move(receipt));
  }
  return placed;
}

}  // namespace comity::desk
