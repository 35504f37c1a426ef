#include "cli/peer_mail.h"

#include "cli/report.h"
#include "exchange/mail_store.h"
#include "node/edge_limits.h"
#include "node/opened.h"
#include "value/result.h"

#include <cstdint>
#include <string>

namespace comity::cli {
namespace {

using exchange::InboxPut;

std::string share(std::uint64_t letters, std::uint64_t most_letters, std::uint64_t octets,
                  std::uint64_t most_octets) {
  return std::to_string(letters) + " of " + std::to_string(most_letters) + " letters, " +
         std::to_string(octets) + " of " + std::to_string(most_octets) + " octets";
}

std::string code_of(InboxPut state) {
  switch (state) {
    case InboxPut::kept:
      return {};
    case InboxPut::too_many_wait:
      return "EDGE-45";
    case InboxPut::quarantine_full:
      return "EDGE-46";
  }
  return {};
}

std::string in_words(const std::string& code) {
  if (code.empty()) {
    return {};
  }
  const Catalogued entry = catalogued(code);
  return "\n    " + code + "  " + entry.what + "\n    " + entry.advice;
}

void tell(const exchange::PeerMail& mail, const exchange::InboxBounds& bounds, Report& report) {
  const std::string code = code_of(exchange::admits(bounds, mail));
  report.row("peers",
             {{"peer", mail.from_node},
              {"waiting_letters", static_cast<std::int64_t>(mail.waiting_letters)},
              {"waiting_octets", static_cast<std::int64_t>(mail.waiting_octets)},
              {"quarantined_letters", static_cast<std::int64_t>(mail.quarantined_letters)},
              {"quarantined_octets", static_cast<std::int64_t>(mail.quarantined_octets)},
              {"refused_with", code}},
             "peer " + mail.from_node + ": waiting " +
                 share(mail.waiting_letters, bounds.waiting_letters, mail.waiting_octets,
                       bounds.waiting_octets) +
                 "; in quarantine and not reviewed " +
                 share(mail.quarantined_letters, bounds.quarantined_letters,
                       mail.quarantined_octets, bounds.quarantined_octets) +
                 in_words(code));
}

}  // namespace

value::Result<void> tell_peer_mail(node::OpenNode& node, PeersTold which, Report& report) {
  const auto limits = node::read_limits(node.folder());
  const auto peers = limits ? node.database().inbox().mail_of_peers() : value::fail(limits.error());
  if (!peers) {
    return value::fail(peers.error());
  }
  for (const exchange::PeerMail& mail : *peers) {
    if (which == PeersTold::all || exchange::admits(limits->inbox, mail) != InboxPut::kept) {
      tell(mail, limits->inbox, report);
    }
  }
  return {};
}

}  // namespace comity::cli
