#include "desk/deliver.h"

#include "cli/case_selector.h"
#include "cli/commands.h"
#include "cli/delivery_papers.h"
#include "cli/prepared.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "cli/signing_step.h"
#include "desk/begun_sealings.h"
#include "desk/send.h"
#include "evidence/sealing_state.h"
#include "node/opened.h"
#include "record/view.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

std::filesystem::path base_of(const DeliverOptions& options, const value::Uuid& id) {
  return options.draft.empty() ? std::filesystem::path("delivery-" + id.text().substr(24))
                               : std::filesystem::path(options.draft);
}

std::uint64_t size_of(const std::vector<std::string>& files) {
  std::uint64_t total = 0;
  for (const std::string& file : files) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    total += error ? 0 : size;
  }
  return total;
}

/// A name that could mislead a person or a file system does not travel; the sender is told.
void tell_names(const desk::Delivery& delivery, const desk::SealedDelivery& sealed,
                Report& report) {
  for (std::size_t i = 0; i < sealed.names.size(); ++i) {
    const std::string& own = delivery.files[i].name;
    if (sealed.names[i] != own) {
      report.row("renamed", {{"file", own}, {"name", sealed.names[i]}},
                 own + " is named " + sealed.names[i] + " in the package");
    }
  }
}

Result<void> unlock(node::OpenNode& node, const DeliverOptions& options) {
  auto passphrase = unlock_passphrase(options.common.unlock);
  return passphrase ? node.unlock_all(*passphrase) : fail(passphrase.error());
}

/// The files of a sealing that was interrupted, when none are named.
Result<std::vector<std::string>> files_before(node::OpenNode& node, const value::Uuid& id) {
  auto found = desk::begun_sealing_of(node.context(), id);
  if (!found) {
    return fail(found.error());
  }
  std::vector<std::string> files;
  const std::optional<desk::BegunSealing> begun = *std::move(found);
  if (begun && begun->unusable) {
    return fail(*begun->unusable);
  }
  if (begun && begun->state) {
    const auto& planned = begun->state->plan.files;
    std::transform(planned.begin(), planned.end(), std::back_inserter(files),
                   [](const evidence::SealingFile& file) { return file.path; });
  }
  return files;
}

Result<desk::SealedDelivery> seal(node::OpenNode& node, const DeliverOptions& options,
                                  const value::Uuid& id, Report& report) {
  desk::Delivery delivery;
  delivery.case_id = id;
  delivery.data_row = options.row;
  delivery.person = node.config().node;
  delivery.progress = show_progress("sealing", size_of(options.files));
  delivery.anew = options.anew;
  for (const std::string& file : options.files) {
    std::error_code error;
    const auto path = std::filesystem::absolute(file, error);
    delivery.files.push_back({error ? file : path.string(),
                              std::filesystem::path(file).filename().string(),
                              "application/octet-stream"});
  }
  auto sealed = desk::seal_delivery(node.context(), delivery);
  if (sealed) {
    report.fact("package", sealed->package_id.text());
    report.fact("sealed bytes", static_cast<std::int64_t>(sealed->bytes));
    if (sealed->before > 0) {
      report.fact("sealed before", static_cast<std::int64_t>(sealed->before));
    }
    tell_names(delivery, *sealed, report);
  }
  return sealed;
}

Result<value::Uuid> package_in(const Prepared& prepared) {
  auto content = statement::read_payload(prepared.payload);
  if (!content) {
    return fail(content.error());
  }
  return value::parse_uuid(record::View(&content->record).at("package_id").text().value_or(""));
}

/// The papers of what was sealed, kept until all are sent; its journal is over then.
Result<std::vector<Prepared>> keep_papers(node::OpenNode& node, const std::filesystem::path& base,
                                          desk::SealedDelivery& sealed) {
  std::vector<Paper> papers{{std::move(sealed.manifest_payload), {}},
                            {std::move(sealed.notice_payload), {}}};
  for (value::Bytes& payload : sealed.consumed_payloads) {
    papers.push_back({std::move(payload), {}});
  }
  for (Paper& paper : papers) {
    auto roles = desk::roles_needed(node.context(), paper.payload);
    if (!roles) {
      return fail(roles.error());
    }
    paper.roles = *std::move(roles);
  }
  auto kept = keep_delivery(base, papers);
  auto over = kept ? desk::documents_kept(node.context(), sealed.package_id) : fail(kept.error());
  return over ? std::move(kept) : fail(over.error());
}

/// What an earlier run sealed, or a new package when files are named, or the rest of one whose
/// sealing was interrupted.
Result<std::vector<Prepared>> prepare(node::OpenNode& node, const DeliverOptions& options,
                                      const value::Uuid& id, Report& report) {
  const auto base = base_of(options, id);
  auto before = options.files.empty() ? read_delivery(base) : fail("CLI-02", "");
  if (before) {  // a run that ended here may have left its journal
    auto package = package_in(before->front());
    auto over = package ? desk::documents_kept(node.context(), *package) : fail(package.error());
    return over ? std::move(before) : fail(over.error());
  }
  if (before.error().code != value::Code("CLI-02")) {
    return before;
  }
  auto unlocked = unlock(node, options);
  auto files = !unlocked               ? fail(unlocked.error())
               : options.files.empty() ? files_before(node, id)
                                       : Result<std::vector<std::string>>(options.files);
  if (!files || files->empty()) {
    return fail(files ? before.error() : files.error());
  }
  DeliverOptions now = options;
  now.files = *std::move(files);
  auto sealed = seal(node, now, id, report);
  return sealed ? keep_papers(node, base, *sealed) : fail(sealed.error());
}

/// Removes what was interrupted, and begins nothing.
int discard(node::OpenNode& node, const DeliverOptions& options, const value::Uuid& id,
            Report& report) {
  auto unlocked = unlock(node, options);
  auto found = unlocked ? desk::begun_sealing_of(node.context(), id) : fail(unlocked.error());
  if (!found) {
    return report.fail(found.error());
  }
  if (const std::optional<desk::BegunSealing> begun = *std::move(found); begun) {
    const auto octets = desk::octets_of(node.context(), begun->package_id);
    if (auto gone = desk::discard_sealing(node.context(), begun->package_id); !gone) {
      return report.fail(gone.error());
    }
    report.fact("removed", static_cast<std::int64_t>(octets));
  }
  return report.done();
}

/// The package may leave once it is announced. The papers stay until all of them are sent: they are
/// all that reminds this command of what is left to do.
int send_all(node::OpenNode& node, std::vector<Prepared>& papers, const value::Uuid& package,
             const DeliverOptions& options, Report& report) {
  for (std::size_t number = 0; number < papers.size(); ++number) {
    if (number == 1) {
      if (auto started = desk::start_delivery(node.context(), package); !started) {
        return report.fail(started.error());
      }
    }
    auto sent = sign_and_keep(node, papers[number], options.keys, options.common, report);
    if (!sent) {
      return tell_refused(report, papers[number], sent.error());
    }
  }
  return report.done();
}

}  // namespace

int deliver(const DeliverOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto id = node ? select_case(**node, options.selector) : fail(node.error());
  if (id && options.anew && options.files.empty()) {
    return discard(**node, options, *id, report);
  }
  auto may = id ? node::require_signing(**node) : fail(id.error());
  auto papers = may ? prepare(**node, options, *id, report) : fail(may.error());
  auto package = papers ? package_in(papers->front()) : fail(papers.error());
  if (!package) {
    return report.fail(package.error());
  }
  const int status = send_all(**node, *papers, *package, options, report);
  if (status == 0) {
    forget_delivery(base_of(options, *id));
  }
  return status;
}

}  // namespace comity::cli
