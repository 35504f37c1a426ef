#include "cli/commands.h"
#include "cli/prepared.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "crypto/sha256.h"
#include "node/person.h"
#include "statement/statement.h"
#include "value/result.h"

#include <string>

namespace comity::cli {

int authorise(const AuthoriseOptions& options) {
  Report report(options.common.json);
  auto prepared = read_prepared(options.file);
  auto content =
      prepared ? statement::read_payload(prepared->payload) : value::fail(prepared.error());
  if (!content) {
    return report.fail(content.error());
  }
  // Shown before the key is asked for: the digest is what a second device can compare.
  report.fact("document", content->head.schema());
  report.fact("from", content->head.from_desk);
  report.fact("to", content->head.to_desks.empty() ? "" : content->head.to_desks.front());
  report.fact("statement", content->head.statement_id.text());
  report.fact("digest", crypto::sha256(prepared->payload).hex());
  auto passphrase = key_passphrase(options.common.passphrase, options.key, false);
  auto person =
      passphrase ? node::load_person(options.key, *passphrase) : value::fail(passphrase.error());
  auto role =
      person ? authorise_with(*prepared, *person, options.role) : value::fail(person.error());
  if (!role) {
    return report.fail(role.error());
  }
  report.fact("authorised by", person->person);
  report.fact("as", *role);
  return report.done();
}

}  // namespace comity::cli
