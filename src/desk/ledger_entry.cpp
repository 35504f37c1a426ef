#include "desk/ledger_entry.h"

#include "codec/json.h"
#include "desk/work.h"
#include "ledger/entry.h"
#include "ledger/ledger_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/ports.h"

#include <string>
#include <string_view>

namespace comity::desk {
namespace {

std::string_view act_text(Act act) {
  switch (act) {
    case Act::sent:
      return "sent";
    case Act::received:
      return "received";
    case Act::refused:
      return "refused";
    case Act::kept:
      return "kept";
  }
  return {};
}

/// The State of a desk is the first label of its name.
std::string state_of(std::string_view desk) { return std::string(desk.substr(0, desk.find('.'))); }

std::string statistics_record(const Counted& counted) {
  return codec::write_json(codec::Json::Object{{"schema", "statistics/1"},
                                               {"act", act_text(counted.act)},
                                               {"document", counted.document},
                                               {"day", counted.at.text().substr(0, 10)},
                                               {"from", state_of(counted.from_desk)},
                                               {"to", state_of(counted.to_desk)}});
}

}  // namespace

LedgerSecret make_entry_secret(const value::Digest& key, value::BytesView act_bytes,
                               const Counted& counted, value::Random& random) {
  LedgerSecret secret;
  secret.key = key;
  secret.salt = ledger::fresh_salt(random);
  secret.statistics = value::to_bytes(statistics_record(counted));
  const ledger::Entry entry = ledger::make_entry(
      ledger::commitment(ledger::act_label, secret.salt, act_bytes),
      ledger::commitment(ledger::statistics_label, secret.salt, secret.statistics), random);
  const ledger::EntryBytes bytes = ledger::encode_entry(entry);
  secret.entry.assign(bytes.begin(), bytes.end());
  return secret;
}

}  // namespace comity::desk
