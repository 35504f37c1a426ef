#include "casework/case_store.h"
#include "cli/commands.h"
#include "cli/peer_mail.h"
#include "cli/report.h"
#include "desk/case_file.h"
#include "desk/each_case.h"
#include "desk/package_progress.h"
#include "exchange/mail_store.h"
#include "exchange/package_store.h"
#include "node/opened.h"
#include "record/view.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace comity::cli {
namespace {

std::string state_text(const exchange::OutboundLetter& letter) {
  switch (letter.state) {
    case exchange::OutboxState::held:
      return "held until it is in the ledger";
    case exchange::OutboxState::ready:
      return "on its way";
    case exchange::OutboxState::accepted:
      return letter.wants_receipt ? "accepted by the peer's edge"
                                  : "accepted, nothing more is due";  // a receipt has no receipt
    case exchange::OutboxState::receipted:
      return "receipted";
    case exchange::OutboxState::refused:
      return "refused";
    case exchange::OutboxState::expired:
      return "expired";
  }
  return {};
}

/// The file number of who opened the case: cases that share one are of one matter.
std::string file_number(const desk::CaseFile& file) {
  const desk::FiledStatement* opening = file.opening();
  return opening == nullptr
             ? std::string()
             : record::View(&opening->content.record).at("case_ref_requesting").text().value_or("");
}

std::string state_text(exchange::PackageState state) {
  switch (state) {
    case exchange::PackageState::sealed:
      return "sealed, not announced yet";
    case exchange::PackageState::sending:
      return "on its way";
    case exchange::PackageState::sent:
      return "there";
    case exchange::PackageState::arriving:
      return "arriving";
    case exchange::PackageState::complete:
      return "complete";
    case exchange::PackageState::opened:
      return "opened";
    case exchange::PackageState::refused:
      return "refused by the peer";
    case exchange::PackageState::expired:
      return "given up: it never became whole";
  }
  return {};
}

/// How far each package of these states is.
value::Result<void> list_packages(node::OpenNode& node, desk::PackageStates states,
                                  Report& report) {
  const auto listed = desk::packages_in_states(node.context(), states);
  if (!listed) {
    return value::fail(listed.error());
  }
  for (const desk::PackageProgress& one : *listed) {
    const std::string state = state_text(one.row.state);
    const std::uint64_t percent = one.total == 0 ? 0 : one.done * 100 / one.total;
    report.row("packages",
               {{"package", one.row.package_id.text()},
                {"from", one.row.from_node},
                {"to", one.row.to_node},
                {"state", state},
                {"done", static_cast<std::int64_t>(one.done)},
                {"total", static_cast<std::int64_t>(one.total)},
                {"last_error", one.row.last_error}},
               "package " + one.row.package_id.text() + "  " + one.row.from_node + " -> " +
                   one.row.to_node + "  " + state + "  " + std::to_string(one.done) + " of " +
                   std::to_string(one.total) + " octets, " + std::to_string(percent) + " %" +
                   (one.row.last_error.empty() ? "" : "  (" + one.row.last_error + ")"));
  }
  return {};
}

/// The requests that were opened here (own) or came from others, newest change first.
value::Result<void> list_cases(node::OpenNode& node, bool own, std::size_t limit, Report& report) {
  std::size_t shown = 0;
  return desk::each_case(node.context(), own, [&](const casework::CaseRow& row) {
    if (shown++ == limit) {
      report.row("more", {{"limit", static_cast<std::int64_t>(limit)}},
                 "there are more than " + std::to_string(limit) + ": --limit shows them");
      return false;
    }
    auto file = desk::load_case(node.context(), row.case_id);
    const std::string state = file ? file->state.state : "unreadable";
    const std::string number = file ? file_number(*file) : std::string();
    report.row("cases",
               {{"case", row.case_id.text()},
                {"kind", row.schema},
                {"from", row.from_desk},
                {"to", row.to_desk},
                {"state", state},
                {"reference", number},
                {"opened_at", row.opened_at.text()},
                {"statements", static_cast<std::int64_t>(row.statements)}},
               row.case_id.text() + "  " + row.schema + "  " + row.from_desk + " -> " +
                   row.to_desk + "  " + state + "  " + row.opened_at.text() +
                   (number.empty() ? "" : "  " + number));
    return true;
  });
}

}  // namespace

int inbox(const ListOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  if (!node) {
    return report.fail(node.error());
  }
  if (auto listed = list_cases(**node, false, options.limit, report); !listed) {
    return report.fail(listed.error());
  }
  auto quarantine = (*node)->database().inbox().quarantine(options.limit);
  if (!quarantine) {
    return report.fail(quarantine.error());
  }
  for (const exchange::SettledLetter& letter : *quarantine) {
    report.row("quarantine",
               {{"letter", letter.letter_id.text()},
                {"reason", letter.reason},
                {"received_at", letter.received_at.text()}},
               "refused letter " + letter.letter_id.text() + "  " + letter.reason + "  " +
                   letter.received_at.text());
  }
  if (auto told = tell_peer_mail(**node, PeersTold::only_full, report); !told) {
    return report.fail(told.error());
  }
  const auto listed = list_packages(
      **node, {exchange::PackageState::arriving, exchange::PackageState::expired}, report);
  if (!listed) {
    return report.fail(listed.error());
  }
  return report.done();
}

int outbox(const ListOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  if (!node) {
    return report.fail(node.error());
  }
  if (auto listed = list_cases(**node, true, options.limit, report); !listed) {
    return report.fail(listed.error());
  }
  auto letters = (*node)->database().outbox().list(options.limit);
  if (!letters) {
    return report.fail(letters.error());
  }
  for (const exchange::OutboundLetter& letter : *letters) {
    const std::string state = state_text(letter);
    report.row("letters",
               {{"letter", letter.letter_id.text()},
                {"to", letter.to_desk},
                {"state", state},
                {"attempts", static_cast<std::int64_t>(letter.attempts)},
                {"last_error", letter.last_error}},
               "letter " + letter.letter_id.text() + "  to " + letter.to_desk + "  " + state +
                   (letter.last_error.empty() ? "" : "  (" + letter.last_error + ")"));
  }
  const auto listed =
      list_packages(**node,
                    {exchange::PackageState::sealed, exchange::PackageState::sending,
                     exchange::PackageState::refused, exchange::PackageState::sent},
                    report);
  if (!listed) {
    return report.fail(listed.error());
  }
  return report.done();
}

}  // namespace comity::cli
