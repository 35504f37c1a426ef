#include "desk/package_progress.h"

#include "desk/context.h"
#include "evidence/outer_manifest.h"
#include "evidence/package_blobs.h"
#include "evidence/signed_manifest.h"
#include "exchange/package_store.h"
#include "value/bytes.h"
#include "value/result.h"

#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using exchange::PackageState;
using value::fail;
using value::Result;

Result<PackageProgress> progress_of(const Context& context, exchange::StoredPackage row) {
  const auto outer = evidence::read_outer(value::text_of(row.outer));
  if (!outer) {
    return fail(outer.error());
  }
  PackageProgress out{std::move(row), 0, evidence::total_octets(outer->manifest)};
  switch (out.row.state) {
    case PackageState::arriving:
      out.done = evidence::octets_here(context.stores.blobs, outer->manifest);
      break;
    case PackageState::sent:
    case PackageState::complete:
    case PackageState::opened:
      out.done = out.total;
      break;
    case PackageState::sealed:
    case PackageState::sending:
    case PackageState::refused:
    case PackageState::expired:
      out.done = out.row.moved;
      break;
  }
  return out;
}

}  // namespace

Result<std::vector<PackageProgress>> packages_in_states(const Context& context,
                                                        PackageStates states) {
  std::vector<PackageProgress> out;
  for (const PackageState state : states) {
    auto rows = context.stores.packages.in_state(state);
    if (!rows) {
      return fail(rows.error());
    }
    for (exchange::StoredPackage& row : *rows) {
      auto one = progress_of(context, std::move(row));
      if (!one) {
        return fail(one.error());
      }
      out.push_back(*std::move(one));
    }
  }
  return out;
}

}  // namespace comity::desk
