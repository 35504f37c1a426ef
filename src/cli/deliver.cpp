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
#include "value/result.h"
#include "value/uuid.h"

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

/// The two prepared documents of one delivery, beside each other.
struct Pair {
  Prepared manifest;
  Prepared notice;
};

std::filesystem::path with(const std::filesystem::path& base, const char* suffix) {
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
  }
  return sealed;
}

/// What an earlier run sealed, or a new package when files are named.
Result<Pair> prepare(node::OpenNode& node, const DeliverOptions& options, const value::Uuid& id,
                     Report& report) {
  const auto base = base_of(options, id);
  if (options.files.empty()) {
    auto manifest = read_prepared(with(base, ".manifest"));
    auto notice = manifest ? read_prepared(with(base, ".notice")) : manifest;
    return notice ? Result<Pair>(Pair{*std::move(manifest), *std::move(notice)})
                  : fail(notice.error());
  }
  auto sealed = seal(node, options, id, report);
  if (!sealed) {
    return fail(sealed.error());
  }
  auto manifest = keep_fresh(node, with(base, ".manifest"), sealed->manifest_payload);
  auto notice =
      manifest ? keep_fresh(node, with(base, ".notice"), sealed->notice_payload) : manifest;
  return notice ? Result<Pair>(Pair{*std::move(manifest), *std::move(notice)})
                : fail(notice.error());
}

Result<value::Uuid> package_in(const Prepared& prepared) {
  auto content = statement::read_payload(prepared.payload);
  if (!content) {
    return fail(content.error());
  }
  return value::parse_uuid(record::View(&content->record).at("package_id").text().value_or(""));
}

}  // namespace

int deliver(const DeliverOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto id = node ? select_case(**node, options.selector) : fail(node.error());
  auto may = id ? node::require_signing(**node) : fail(id.error());
  auto pair = may ? prepare(**node, options, *id, report) : fail(may.error());
  auto package = pair ? package_in(pair->manifest) : fail(pair.error());
  if (!package) {
    return report.fail(package.error());
  }
  for (Prepared* one : {&pair->manifest, &pair->notice}) {
    auto sent = sign_and_send(**node, *one, options.keys, options.common, report);
    if (!sent) {
      return tell_refused(report, *one, sent.error());
    }
  }
  if (auto started = desk::start_delivery((*node)->context(), *package); !started) {
    return report.fail(started.error());
  }
  return report.done();
}

}  // namespace comity::cli
