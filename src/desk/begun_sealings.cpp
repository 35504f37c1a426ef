#include "desk/begun_sealings.h"

#include "desk/context.h"
#include "evidence/journal_frames.h"
#include "evidence/journal_records.h"
#include "evidence/journal_store.h"
#include "evidence/sealing_state.h"
#include "exchange/package_store.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

BegunSealing read(const Context& context, const value::Uuid& package, value::BytesView journal) {
  BegunSealing begun{package, {}, {}, {}};
  const auto label = evidence::read_journal_label(journal);
  if (!label) {
    begun.unusable = label.error();
    return begun;
  }
  begun.case_id = label->case_id;
  const auto secrets = secrets_of(context, label->desk);
  auto state =
      secrets ? evidence::read_journal(journal, package, *secrets->opener) : fail(secrets.error());
  if (state) {
    begun.case_id = state->plan.case_id;
    begun.state = *std::move(state);
  } else {
    begun.unusable = state.error();
  }
  return begun;
}

Result<void> remove_objects(object::BlobStore& blobs, const value::Uuid& package) {
  const auto objects = blobs.list(package);
  if (!objects) {
    return fail(objects.error());
  }
  for (const object::ObjectId& id : *objects) {
    if (auto removed = blobs.remove(id); !removed) {
      return removed;
    }
  }
  return {};
}

std::string mebibytes(std::uint64_t octets) { return std::to_string(octets >> 20U) + " MiB"; }

/// Of a newer program, or of keys that are locked: somebody else may still go on with it.
bool hopeless(const value::Error& why) {
  return why.code == value::Code("SEAL-08") || why.code == value::Code("SEAL-09");
}

std::string remove_leftover(const Context& context, const BegunSealing& begun,
                            const value::Error& unusable) {
  const std::uint64_t octets = octets_of(context, begun.package_id);
  const std::string name = "sealing " + begun.package_id.text();
  const std::string why = std::string(unusable.code.text()) + " " + unusable.detail;
  const auto removed = discard_sealing(context, begun.package_id);
  return removed ? name + ": an unusable rest of " + mebibytes(octets) + " removed (" + why + ")"
                 : name + ": " + std::string(removed.error().code.text()) + " " +
                       removed.error().detail;
}

Result<std::string> tend(const Context& context, const BegunSealing& begun) {
  const std::string name = "sealing " + begun.package_id.text();
  const auto read = context.stores.packages.get(begun.package_id);
  if (!read) {
    return fail(read.error());
  }
  const std::optional<exchange::StoredPackage>& row = *read;
  if (row && row->state != exchange::PackageState::sealed) {
    const auto removed = discard_sealing(context, begun.package_id);
    return removed ? name + ": the journal of a package on its way removed"
                   : Result<std::string>(fail(removed.error()));
  }
  if (begun.unusable && hopeless(*begun.unusable)) {
    return remove_leftover(context, begun, *begun.unusable);
  }
  if (begun.unusable) {
    return name + ": " + std::string(begun.unusable->code.text()) + " " + begun.unusable->detail;
  }
  const std::string in = begun.case_id ? " in case " + begun.case_id->text() : "";
  return name + in + " was interrupted with " + mebibytes(octets_of(context, begun.package_id)) +
         " sealed: `comity deliver` goes on with it, `comity deliver --anew` removes it";
}

}  // namespace

Result<std::vector<BegunSealing>> begun_sealings(const Context& context) {
  evidence::JournalStore& journals = context.stores.journals;
  const auto packages = journals.list();
  if (!packages) {
    return fail(packages.error());
  }
  std::vector<BegunSealing> out;
  for (const value::Uuid& package : *packages) {
    auto bytes = journals.read(package);
    if (!bytes) {
      return fail(bytes.error());
    }
    const std::optional<value::Bytes> journal = *std::move(bytes);
    if (journal) {  // or it ended meanwhile
      out.push_back(read(context, package, *journal));
    }
  }
  return out;
}

Result<std::optional<BegunSealing>> begun_sealing_of(const Context& context,
                                                     const value::Uuid& case_id) {
  auto all = begun_sealings(context);
  if (!all) {
    return fail(all.error());
  }
  for (BegunSealing& one : *all) {
    if (one.case_id == case_id) {
      return std::optional(std::move(one));
    }
  }
  return std::nullopt;
}

std::uint64_t octets_of(const Context& context, const value::Uuid& package_id) {
  const object::BlobStore& blobs = context.stores.blobs;
  std::uint64_t sum = 0;
  for (const object::ObjectId& id :
       blobs.list(package_id).value_or(std::vector<object::ObjectId>())) {
    const auto info = blobs.info(id);
    if (info && info->root) {
      sum += info->length.value_or(0);
    } else if (const auto leaves = blobs.leaves(id)) {
      sum += leaves->size() * object::chunk_size;
    }
  }
  return sum;
}

// The journal last: while it is there, somebody finds what it is about.
Result<void> discard_sealing(const Context& context, const value::Uuid& package_id) {
  auto journal = context.stores.journals.open(package_id);
  if (!journal) {
    return fail(journal.error());
  }
  if (*journal == nullptr) {
    return {};
  }
  const auto row = context.stores.packages.get(package_id);
  if (!row) {
    return fail(row.error());
  }
  const auto removed = *row ? Result<void>() : remove_objects(context.stores.blobs, package_id);
  return removed ? (*journal)->remove() : removed;
}

Result<std::vector<std::string>> tend_sealings(const Context& context) {
  const auto all = begun_sealings(context);
  if (!all) {
    return fail(all.error());
  }
  std::vector<std::string> words;
  for (const BegunSealing& one : *all) {
    if (!context.stores.journals.open(one.package_id)) {
      continue;  // a process is at it
    }
    auto said = tend(context, one);
    if (!said) {
      return fail(said.error());
    }
    words.push_back(*std::move(said));
  }
  return words;
}

}  // namespace comity::desk
