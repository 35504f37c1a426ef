#include "hostile/messages.h"

#include "hostile/message.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace comity::hostile {

Messages all_messages() {
  Messages all;
  for (const auto& part :
       {rule_messages, answer_messages, payload_messages, envelope_messages, person_messages,
        letter_messages, case_messages, receipt_messages, http_messages, package_messages,
        key_messages, ledger_messages, flood_messages}) {
    Messages some = part();
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

const Message* find_message(const Messages& messages, std::string_view name) {
  const auto found = std::find_if(messages.begin(), messages.end(),
                                  [&](const Message& one) { return one.name == name; });
  return found == messages.end() ? nullptr : &*found;
}

}  // namespace comity::hostile
