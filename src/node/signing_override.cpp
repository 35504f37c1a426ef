#include "node/signing_override.h"

#include "codec/json.h"
#include "desk/own_statement.h"
#include "desk/work.h"
#include "node/opened.h"
#include "statement/statement.h"
#include "value/result.h"
#include "value/uuid.h"

#include <string>

namespace comity::node {

using value::fail;
using value::Result;

Result<void> log_override(OpenNode& node, const std::string& reason) {
  statement::Statement statement;
  statement.head.document = "signing_override";
  statement.head.statement_id = value::make_uuid(node.clock().now(), node.random());
  statement.head.case_id = statement.head.statement_id;
  statement.head.from_desk = node.config().desks.front();
  statement.head.made_at = node.clock().now();
  statement.record = codec::Json::Object{{"reason", reason}};
  auto payload = statement::write_payload(statement);
  if (!payload) {
    return fail(payload.error());
  }
  auto own = desk::make_own(node.context(), *payload, {});
  if (!own) {
    return fail(own.error());
  }
  return node.database().work().run(
      [&](desk::Transaction& transaction) { return desk::put_own(transaction, *own); });
}

}  // namespace comity::node
