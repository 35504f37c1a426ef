#include "cli/commands.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "crypto/age_recipient.h"
#include "keys/age_files.h"
#include "keys/system_random.h"
#include "value/result.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

Result<std::vector<crypto::Recipient>> recipients_of(const AgeOptions& options) {
  std::vector<crypto::Recipient> recipients;
  for (const std::string& text : options.recipients) {
    auto one = crypto::Recipient::parse(text);
    if (!one) {
      return fail(one.error());
    }
    recipients.push_back(*one);
  }
  for (const std::string& file : options.recipient_files) {
    auto some = keys::load_recipients(file);
    if (!some) {
      return fail(some.error());
    }
    std::copy(some->begin(), some->end(), std::back_inserter(recipients));
  }
  return recipients;
}

Result<void> open_with(const std::string& identity, const keys::FromTo& names) {
  auto opener = keys::load_opener(identity, nullptr);
  if (!opener && opener.error().code == value::Code("KEY-04")) {
    auto passphrase = key_passphrase({}, identity, false);
    opener = passphrase ? keys::load_opener(identity, &*passphrase) : fail(passphrase.error());
  }
  return opener ? keys::open_file(names, **opener) : fail(opener.error());
}

}  // namespace

int age(const AgeOptions& options) {
  Report report(false);
  const keys::FromTo names{options.in.empty() ? "-" : options.in,
                           options.out.empty() ? "-" : options.out};
  if (options.decrypt) {
    Result<void> opened = fail("CLI-10", "-i IDENTITY");
    for (const std::string& identity : options.identities) {
      opened = open_with(identity, names);
      if (opened || !(opened.error().code == value::Code("AGE-04"))) {
        break;
      }
    }
    return opened ? 0 : report.fail(opened.error());
  }
  auto recipients = recipients_of(options);
  if (!recipients) {
    return report.fail(recipients.error());
  }
  keys::SystemRandom random;
  auto sealed = keys::seal_file(names, *recipients, random);
  return sealed ? 0 : report.fail(sealed.error());
}

}  // namespace comity::cli
