// Files of age identities and recipients, as other tools write them: whatever they hold, each key
// that is read is a key, and each recipient is written as it was read.
#include "crypto/age_recipient.h"
#include "keys/age_identity.h"
#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const std::string_view text = comity::value::text_of({data, size});
  if (const auto identities = keys::parse_identity_file(text)) {
    for (const auto& key : *identities) {
      if (key.recipient().text().empty()) {
        std::abort();
      }
    }
  }
  if (const auto recipients = keys::parse_recipient_file(text)) {
    for (const auto& recipient : *recipients) {
      const auto again = crypto::Recipient::parse(recipient.text());
      if (!again || again->text() != recipient.text()) {
        std::abort();
      }
    }
  }
  return 0;
}
