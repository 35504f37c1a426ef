#include "node/courier.h"

#include "desk/context.h"
#include "desk/courier.h"
#include "desk/renew_letters.h"
#include "edge/courier_import.h"
#include "edge/package_intake.h"
#include "edge/package_routes.h"
#include "evidence/file_descriptor.h"
#include "evidence/file_output.h"
#include "evidence/file_source.h"
#include "exchange/mail_store.h"
#include "node/edge_limits.h"
#include "node/opened.h"
#include "store/database.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

namespace comity::node {
namespace {

using value::fail;
using value::Result;

Result<bool> any_held(OpenNode& node, const std::string& to_node) {
  auto rows = node.database().outbox().list(0);
  if (!rows) {
    return fail(rows.error());
  }
  return std::any_of(rows->begin(), rows->end(), [&](const exchange::OutboundLetter& row) {
    return row.to_node == to_node && row.state == exchange::OutboxState::held;
  });
}

/// Nothing to wait for where nobody serves: the file says how many are held.
Result<void> await_release(OpenNode& node, const std::string& to_node) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (require_signing(node)) {
    auto version = node.database().version();
    auto held = version ? any_held(node, to_node) : fail(version.error());
    if (!held || !*held) {
      return held ? Result<void>() : fail(held.error());
    }
    const auto left =
        std::chrono::duration_cast<value::Duration>(deadline - std::chrono::steady_clock::now());
    if (left <= value::Duration::zero()) {
      return {};
    }
    const auto a_second = std::min<value::Duration>(left, std::chrono::seconds(1));
    if (auto changed = node.database().wait_for_change(*version, a_second); !changed) {
      return fail(changed.error());
    }
  }
  return {};
}

Result<void> write_file(OpenNode& node, const desk::CourierContents& contents,
                        const std::filesystem::path& file, const CourierProgress& progress) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  auto opened = evidence::open_folder(folder.string());
  auto output = opened ? evidence::FileOutput::create(*opened, file.filename().string(),
                                                      evidence::Temporary::unnamed)
                       : fail(opened.error());
  if (!output) {
    return fail(output.error());
  }
  desk::CourierOutput out;
  out.write = [&](value::BytesView bytes) { return (*output)->write(bytes); };
  if (progress) {
    out.progress = [&](std::uint64_t done) { progress(done, contents.head.length); };
  }
  auto written = desk::write_courier(node.context(), contents, out);
  return written ? (*output)->commit() : written;
}

}  // namespace

Result<CourierWritten> export_courier(OpenNode& node, const desk::CourierPlan& plan,
                                      const std::filesystem::path& file,
                                      const CourierProgress& progress) {
  auto renewed = desk::renew_letters(node.context(), plan.to_node);
  auto released = renewed ? await_release(node, plan.to_node) : fail(renewed.error());
  auto contents = released ? desk::gather_courier(node.context(), plan) : fail(released.error());
  auto written = contents ? write_file(node, *contents, file, progress) : fail(contents.error());
  if (!written) {
    return fail(written.error());
  }
  return CourierWritten{*std::move(contents), *renewed};
}

Result<CourierReport> import_courier(OpenNode& node, const std::string& file,
                                     const CourierProgress& progress) {
  auto source = evidence::FileSource::open(file);
  if (!source) {
    return fail(source.error());
  }
  auto limits = read_limits(node.folder());
  if (!limits) {
    return fail(limits.error());
  }
  store::Database& db = node.database();
  const desk::Stores& stores = node.context().stores;
  const std::string& name = node.config().node;
  edge::PackageRoutes routes(
      edge::PackageDoor{name, node.directory(), db.packages(), stores.blobs, node.clock()});
  return edge::import_courier(**source,
                              {{name, node.directory(), db.inbox(), node.clock(), limits->inbox},
                               {name, node.directory(), db.peers(), db.ledger(), stores.tiles},
                               routes,
                               db.packages(),
                               progress});
}

}  // namespace comity::node
