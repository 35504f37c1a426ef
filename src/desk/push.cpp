#include "desk/push.h"

#include "codec/json.h"
#include "codec/members.h"
#include "desk/context.h"
#include "evidence/outer_manifest.h"
#include "evidence/signed_manifest.h"
#include "exchange/directory.h"
#include "exchange/package_store.h"
#include "exchange/transport.h"
#include "object/blob_store.h"
#include "object/upload.h"
#include "value/bytes.h"
#include "value/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

/// One package on its way to one peer.
class Push {
 public:
  Push(const Context& context, exchange::Transport& transport,
       const exchange::StoredPackage& package, exchange::Peer peer)
      : context_(context), transport_(transport), package_(package), peer_(std::move(peer)) {}

  Result<void> run(const std::function<bool(const std::string&)>& say);

 private:
  Result<value::Bytes> call(const std::string& method, const std::string& path, value::Bytes body);
  Result<std::vector<object::ChunkRange>> missing(std::uint32_t number);
  Result<void> push_object(std::uint32_t number,
                           const std::function<bool(const std::string&)>& say);

  const Context& context_;
  exchange::Transport& transport_;
  const exchange::StoredPackage& package_;
  exchange::Peer peer_;
};

Result<value::Bytes> Push::call(const std::string& method, const std::string& path,
                                value::Bytes body) {
  exchange::Call call;
  call.method = method;
  call.path = "/comity/v1/packages/" + package_.package_id.text() + path;
  call.content_type = "application/octet-stream";
  call.body = std::move(body);
  call.deadline = std::chrono::minutes(2);
  auto reply = transport_.call(peer_, call);
  if (!reply) {
    return fail(reply.error());
  }
  if (reply->status != 200) {
    return fail("EXCH-09", std::to_string(reply->status) + " " +
                               std::string(value::text_of(reply->body)).substr(0, 300));
  }
  return std::move(reply->body);
}

Result<std::vector<object::ChunkRange>> Push::missing(std::uint32_t number) {
  auto body = call("GET", "/" + std::to_string(number), {});
  auto json = body ? codec::parse_json(*body, {std::size_t{1} << 20U, 4}) : fail(body.error());
  if (!json) {
    return fail(json.error());
  }
  codec::Members members(*json, "missing");
  std::vector<object::ChunkRange> ranges;
  for (const codec::Json& item : members.array("missing")) {
    codec::Members range(item, "range");
    ranges.push_back({static_cast<std::uint64_t>(range.integer("first")),
                      static_cast<std::uint64_t>(range.integer("count"))});
    if (auto fine = range.finish(); !fine) {
      return fail(fine.error());
    }
  }
  auto fine = members.finish();
  return fine ? Result<std::vector<object::ChunkRange>>(std::move(ranges)) : fail(fine.error());
}

Result<void> Push::push_object(std::uint32_t number,
                               const std::function<bool(const std::string&)>& say) {
  const object::ObjectId id{package_.package_id, number};
  auto ranges = missing(number);
  if (!ranges) {
    return fail(ranges.error());
  }
  for (const object::ChunkRange& range : *ranges) {
    for (std::uint64_t i = range.first; i < range.first + range.count; ++i) {
      auto bytes = context_.stores.blobs.get(id, i);
      if (!bytes) {
        return fail(bytes.error());
      }
      auto kept =
          call("PUT", "/" + std::to_string(number) + "/" + std::to_string(i), *std::move(bytes));
      if (!kept) {
        return fail(kept.error());
      }
      if (i % 256 == 255 &&
          !say("object " + std::to_string(number) + ", " + std::to_string(i + 1) + " MiB sent")) {
        return fail("DESK-15", package_.package_id.text());
      }
    }
  }
  auto finished = call("POST", "/" + std::to_string(number), {});
  return finished ? Result<void>() : fail(finished.error());
}

Result<void> Push::run(const std::function<bool(const std::string&)>& say) {
  auto outer = evidence::read_outer(value::text_of(package_.outer));
  auto put = outer ? call("PUT", "", package_.outer) : fail(outer.error());
  if (!put) {
    return fail(put.error());
  }
  for (std::uint32_t i = 0; i < outer->manifest.objects.size(); ++i) {
    if (auto pushed = push_object(i, say); !pushed) {
      return pushed;
    }
  }
  return {};
}

}  // namespace

Result<std::size_t> push_packages(const Context& context, exchange::Transport& transport,
                                  const std::function<bool(const std::string&)>& say) {
  auto sending = context.stores.packages.in_state(exchange::PackageState::sending);
  if (!sending) {
    return fail(sending.error());
  }
  std::size_t complete = 0;
  for (exchange::StoredPackage& package : *sending) {
    const auto directory = context.directory.now();
    const exchange::KnownNode* peer = directory->node(package.to_node);
    auto pushed = peer == nullptr
                      ? fail("EXCH-08", package.to_node)
                      : Push(context, transport, package, exchange::address_of(*peer)).run(say);
    package.last_error =
        pushed ? std::string()
               : std::string(pushed.error().code.text()) + " " + pushed.error().detail;
    package.state = pushed ? exchange::PackageState::sent : exchange::PackageState::sending;
    package.changed_at = context.clock.now();
    complete += pushed ? 1U : 0U;
    if (auto kept = context.stores.packages.put(package); !kept) {
      return fail(kept.error());
    }
    if (!say(package.package_id.text() +
             (pushed ? " is at " + package.to_node : " waits: " + package.last_error))) {
      break;
    }
  }
  return complete;
}

}  // namespace comity::desk
