#include "desk/deliver.h"

#include "cli/case_selector.h"
#include "cli/commands.h"
#include "cli/prepared.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "cli/signing_step.h"
#include "node/opened.h"
#include "record/view.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

/// The documents of one delivery, beside each other: manifest, notice, and the manifest once more
/// for each preservation case that ends with it.
using Documents = std::vector<Prepared>;

// A payload of 64 KiB holds fewer references.
constexpr std::size_t most_cited = 2000;
constexpr const char* manifest_suffix = ".manifest";
constexpr const char* notice_suffix = ".notice";

std::filesystem::path with(const std::filesystem::path& base, const std::string& suffix) {
  std::filesystem::path path = base;
  return path += suffix;
}

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

Result<desk::SealedDelivery> seal(node::OpenNode& node, const DeliverOptions& options,
                                  const value::Uuid& id, Report& report) {
  auto passphrase = unlock_passphrase(options.common.unlock);
  auto unlocked = passphrase ? node.unlock_all(*passphrase) : fail(passphrase.error());
  if (!unlocked) {
    return fail(unlocked.error());
  }
  desk::Delivery delivery;
  delivery.case_id = id;
  delivery.data_row = options.row;
  delivery.person = node.config().node;
  delivery.progress = show_progress("sealing", size_of(options.files));
  for (const std::string& file : options.files) {
    delivery.files.push_back(
        {file, std::filesystem::path(file).filename().string(), "application/octet-stream"});
  }
  auto sealed = desk::seal_delivery(node.context(), delivery);
  if (sealed) {
    report.fact("package", sealed->package_id.text());
    report.fact("sealed bytes", static_cast<std::int64_t>(sealed->bytes));
    tell_names(delivery, *sealed, report);
  }
  return sealed;
}

std::string preservation_suffix(std::size_t number) {
  return ".preservation-" + std::to_string(number);
}

/// What of an earlier run was not sent yet: another person may have been missing.
Result<Documents> prepared_before(const std::filesystem::path& base) {
  std::vector<std::string> suffixes{manifest_suffix, notice_suffix};
  for (std::size_t i = 1; i <= most_cited; ++i) {
    suffixes.push_back(preservation_suffix(i));
  }
  Documents documents;
  for (const std::string& suffix : suffixes) {
    if (!std::filesystem::exists(payload_path(with(base, suffix)))) {
      continue;
    }
    auto one = read_prepared(with(base, suffix));
    if (!one) {
      return fail(one.error());
    }
    documents.push_back(*std::move(one));
  }
  return documents.empty() ? fail("CLI-02", payload_path(with(base, manifest_suffix)).string())
                           : Result<Documents>(std::move(documents));
}

/// A package sealed anew replaces what an earlier run left.
void forget_before(const std::filesystem::path& base) {
  if (auto before = prepared_before(base)) {
    for (const Prepared& one : *before) {
      forget_prepared(one);
    }
  }
}

/// What an earlier run sealed, or a new package when files are named.
Result<Documents> prepare(node::OpenNode& node, const DeliverOptions& options,
                          const value::Uuid& id, Report& report) {
  const auto base = base_of(options, id);
  if (options.files.empty()) {
    return prepared_before(base);
  }
  auto sealed = seal(node, options, id, report);
  if (!sealed) {
    return fail(sealed.error());
  }
  forget_before(base);
  std::vector<std::pair<std::string, value::Bytes>> payloads{
      {manifest_suffix, std::move(sealed->manifest_payload)},
      {notice_suffix, std::move(sealed->notice_payload)}};
  for (value::Bytes& payload : sealed->consumed_payloads) {
    payloads.emplace_back(preservation_suffix(payloads.size() - 1), std::move(payload));
  }
  Documents documents;
  for (const auto& [suffix, payload] : payloads) {
    auto kept = keep_fresh(node, with(base, suffix), payload);
    if (!kept) {
      return fail(kept.error());
    }
    documents.push_back(*std::move(kept));
  }
  return documents;
}

Result<value::Uuid> package_in(const Prepared& prepared) {
  auto content = statement::read_payload(prepared.payload);
  if (!content) {
    return fail(content.error());
  }
  return value::parse_uuid(record::View(&content->record).at("package_id").text().value_or(""));
}

/// The package may leave once it is announced. Said before the last document is forgotten: after
/// that, nothing would remind this command of it.
int send_all(node::OpenNode& node, Documents& documents, const value::Uuid& package,
             const DeliverOptions& options, Report& report) {
  for (Prepared& one : documents) {
    if (one.base.extension() != manifest_suffix) {
      if (auto started = desk::start_delivery(node.context(), package); !started) {
        return report.fail(started.error());
      }
    }
    auto sent = sign_and_send(node, one, options.keys, options.common, report);
    if (!sent) {
      return tell_refused(report, one, sent.error());
    }
  }
  return report.done();
}

}  // namespace

int deliver(const DeliverOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto id = node ? select_case(**node, options.selector) : fail(node.error());
  auto may = id ? node::require_signing(**node) : fail(id.error());
  auto documents = may ? prepare(**node, options, *id, report) : fail(may.error());
  auto package = documents ? package_in(documents->front()) : fail(documents.error());
  if (!package) {
    return report.fail(package.error());
  }
  return send_all(**node, *documents, *package, options, report);
}

}  // namespace comity::cli
