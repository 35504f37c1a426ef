#include "record/form.h"
#include "record/view.h"
#include "register/directory_entry.h"
#include "register/state_profile.h"
#include "request/answers.h"
#include "request/check_input.h"
#include "request/identifier_value.h"
#include "request/ip_ranges.h"
#include "request/rules.h"
#include "request/subject.h"
#include "request/wallet.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {
namespace {

constexpr std::size_t most_addresses = 20;

bool any_ip(const CheckInput& input) {
  const auto all = identifiers_of(input.record);
  return std::any_of(all.begin(), all.end(), [](const Identifier& each) { return each.is_ip(); });
}

void connection_has_time(const CheckInput& input, Answers& answers) {
  for (const Identifier& each : identifiers_of(input.record)) {
    if (each.is_ip() && each.connection && !each.view.at("observed_at").present()) {
      answers.object(attributes_connections(input.kind), each.path + ".observed_at",
                     each.value + " has no time: a connection cannot be attributed without one");
    }
  }
  if (input.record.at("ip_assignment_lookup").boolean() == true &&
      !input.record.at("as_of").present()) {
    answers.object(attributes_connections(input.kind), "as_of",
                   "who held an address is asked without saying when");
  }
}

void connection_has_port(const CheckInput& input, Answers& answers) {
  const bool blocks = attributes_connections(input.kind) &&
                      input.record.at("provider.provider_type").text() == "access";
  for (const Identifier& each : identifiers_of(input.record)) {
    if (!each.connection || !each.ip || each.ip->v6) {
      continue;
    }
    const record::View port = each.view.at("source_port");
    const std::string path = each.path + ".source_port";
    if (!port.present()) {
      answers.object(blocks, path,
                     "no source port: behind carrier NAT hundreds share " + each.value);
    } else if (port.text() == "unknown" && !each.view.at("asked_of").present()) {
      answers.object(blocks, path, "the port is unknown and asked_of does not say who was asked");
    } else if (const auto number = port.integer(); number == 80 || number == 443) {
      answers.warn(path,
                   std::to_string(*number) + " is a destination port; never guess the source port");
    }
  }
}

/// Documentation addresses stand for nobody: they may be used where every State concerned is
/// invented, the upstream one included.
bool all_fictional(const CheckInput& input) {
  const auto upstream = input.record.at("upstream_state").text();
  return input.requesting != nullptr && input.requested != nullptr &&
         input.requesting->fictional() && input.requested->fictional() &&
         (!upstream || registers::fictional_state(*upstream));
}

void refuse_special(const CheckInput& input, Answers& answers, const std::string& path,
                    const std::string& text) {
  const auto address = record::parse_ip(text);
  if (!address) {
    return;  // ID-11 says so
  }
  const IpRange range = range_of(*address);
  const bool exempt = range.documentation && all_fictional(input);
  if (!range.name.empty() && !exempt) {
    answers.block(path, text + " is not public: " + std::string(range.name));
  }
}

void addresses_are_public(const CheckInput& input, Answers& answers) {
  for (const Identifier& each : identifiers_of(input.record)) {
    if (each.is_ip()) {
      const std::size_t port = each.ip && !each.ip->v6 ? each.value.find(':') : std::string::npos;
      refuse_special(input, answers, each.path + ".value", each.value.substr(0, port));
    }
    if (const auto destination = each.view.at("dest_ip").text()) {
      refuse_special(input, answers, each.path + ".dest_ip", *destination);
    }
  }
  if (const auto system = input.record.at("custodian_or_location.ip").text()) {
    refuse_special(input, answers, "custodian_or_location.ip", *system);
  }
  const auto hops = input.record.at("path").items();
  for (std::size_t i = 0; i < hops.size(); ++i) {
    refuse_special(input, answers, "path[" + std::to_string(i) + "].ip",
                   hops[i].at("ip").text().value_or(""));
  }
}

void holder_of_address(const CheckInput& input, Answers& answers) {
  if (any_ip(input)) {
    answers.not_checked("No routing data is installed: who announced the address is not known.");
  }
}

void shared_exit(const CheckInput& input, Answers& answers) {
  if (any_ip(input)) {
    answers.not_checked("No list of VPN, Tor and cloud ranges is installed.");
  }
}

void few_addresses_a_row(const CheckInput& input, Answers& answers) {
  const auto identifiers = identifiers_of(input.record);
  for (const DataRow& row : rows_of(input.record)) {
    const auto references = row.view.at("identifier_refs").texts();
    const auto count =
        std::count_if(identifiers.begin(), identifiers.end(), [&](const Identifier& each) {
          return each.is_ip() &&
                 std::find(references.begin(), references.end(), each.id) != references.end();
        });
    if (static_cast<std::size_t>(count) > most_addresses) {
      answers.warn(row.path + ".identifier_refs",
                   std::to_string(count) + " addresses in one row; over " +
                       std::to_string(most_addresses) + " providers refuse or delay");
    }
  }
}

void values_are_well_formed(const CheckInput& input, Answers& answers) {
  for (const Identifier& each : identifiers_of(input.record)) {
    const ValueCheck checked = check_value(each, input.hashes);
    switch (checked.verdict) {
      case Verdict::good:
        break;
      case Verdict::bad:
        answers.block(each.path + ".value", "The " + each.type + " " + checked.sentence + ".");
        break;
      case Verdict::not_checked:
        answers.not_checked(each.path + ": " + checked.sentence + ".");
        break;
    }
  }
}

bool is_nickname(const Identifier& each) {
  constexpr std::array<std::string_view, 5> nicknames = {"username", "handle_url", "game_tag",
                                                         "server_invite", "photo_dna_ref"};
  return std::find(nicknames.begin(), nicknames.end(), each.type) != nicknames.end();
}

bool is_account(const Identifier& each) {
  constexpr std::array<std::string_view, 5> accounts = {"account_id", "email", "phone_e164",
                                                        "messenger_id", "msisdn"};
  return std::find(accounts.begin(), accounts.end(), each.type) != accounts.end() &&
         each.value.find(' ') == std::string::npos;
}

void more_than_a_nickname(const CheckInput& input, Answers& answers) {
  const auto all = identifiers_of(input.record);
  for (const Identifier& each : all) {
    const bool display_name =
        each.type == "account_id" && each.value.find(' ') != std::string::npos;
    const bool resolved = std::any_of(all.begin(), all.end(), [&](const Identifier& other) {
      return is_account(other) && other.service == each.service;
    });
    if (display_name || (is_nickname(each) && !resolved)) {
      answers.warn(each.path, "\"" + each.value +
                                  "\" can be changed or shared: give the account's own id too");
    }
    const bool captured = each.view.at("capture").present();
    if ((each.type == "url" || each.type == "handle_url") && !captured) {
      answers.warn(each.path + ".capture",
                   "a page can change: give the time and digest of its capture");
    }
  }
}

/// The provider of the requested State whose network holds the address; null when none does.
const registers::Provider* holder(const registers::StateProfile& state,
                                  const record::IpAddress& ip) {
  for (const registers::Provider& each : state.providers) {
    for (const std::string& network : each.networks) {
      const auto prefix = record::parse_ip(network);
      if (prefix && contains(*prefix, ip)) {
        return &each;
      }
    }
  }
  return nullptr;
}

void identifier_is_the_addressees(const CheckInput& input, Answers& answers) {
  const std::string addressee = input.record.at("provider.directory_id").text().value_or("");
  const bool lacking =
      input.requested == nullptr || input.requested->provider(addressee) == nullptr;
  for (const Identifier& each : identifiers_of(input.record)) {
    // A connection is seen in the addressee's logs, whoever's address it is.
    if (lacking || each.connection) {
      continue;
    }
    const registers::Provider* found = each.ip ? holder(*input.requested, *each.ip) : nullptr;
    if (found != nullptr && found->directory_id != addressee) {
      answers.block(each.path + ".value", each.value + " is in a network of " + found->name);
    }
  }
  if (lacking && input.record.at("identifiers").present()) {
    answers.not_checked(
        "The provider is not in the State's profile: whose identifiers these are is not known.");
  }
}

void ipv6_has_prefix(const CheckInput& input, Answers& answers) {
  for (const Identifier& each : identifiers_of(input.record)) {
    if (each.ip && each.ip->v6 && each.ip->prefix.value_or(128) == 128) {
      answers.warn(each.path + ".value",
                   "privacy addresses change: ask who held the /64 at that time");
    }
  }
}

constexpr std::array rules = {
    Rule{"ID-01", connection_has_time},
    Rule{"ID-03", connection_has_port},
    Rule{"ID-04", addresses_are_public},
    Rule{"ID-05", holder_of_address},
    Rule{"ID-06", shared_exit},
    Rule{"ID-10", few_addresses_a_row},
    Rule{"ID-11", values_are_well_formed},
    Rule{"ID-12", more_than_a_nickname},
    Rule{"ID-13", identifier_is_the_addressees},
    Rule{"ID-14", ipv6_has_prefix},
};

}  // namespace

std::span<const Rule> identifier_rules() { return rules; }

}  // namespace comity::request
