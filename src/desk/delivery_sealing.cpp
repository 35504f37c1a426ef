#include "desk/delivery_sealing.h"

#include "crypto/age_recipient.h"
#include "desk/begun_sealings.h"
#include "desk/context.h"
#include "desk/deliver.h"
#include "evidence/file_name.h"
#include "evidence/file_source.h"
#include "evidence/journal_store.h"
#include "evidence/package_blobs.h"
#include "evidence/package_sealing.h"
#include "evidence/sealing_journal.h"
#include "evidence/sealing_state.h"
#include "exchange/directory.h"
#include "exchange/package_store.h"
#include "signed/key_set.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

struct OpenedFiles {
  std::vector<std::unique_ptr<evidence::FileSource>> sources;
  std::vector<evidence::EvidenceItem> items;
};

Result<OpenedFiles> open_files(const Delivery& delivery) {
  OpenedFiles opened;
  for (const EvidenceFile& file : delivery.files) {
    auto source = evidence::FileSource::open(file.path);
    if (!source) {
      return fail(source.error());
    }
    evidence::EvidenceItem item;
    item.source = source->get();
    item.name = evidence::clean_name(file.name);
    item.media_type = file.media_type;
    item.data_row = delivery.data_row;
    item.how = {"copied from a file", "comity", "1"};
    opened.sources.push_back(*std::move(source));
    opened.items.push_back(std::move(item));
  }
  return opened;
}

/// The key that the desk itself opens with.
Result<crypto::Recipient> own_recipient(const Context& context, const std::string& desk) {
  const auto directory = context.directory.now();
  const auto own = own_node(context, *directory);
  if (!own) {
    return fail(own.error());
  }
  const signed_::DeskKeys* keys = (*own)->chain.latest().desk(desk);
  return keys == nullptr ? fail("DESK-02", desk) : crypto::Recipient::parse(keys->recipient);
}

std::string difference(const evidence::SealingPlan& begun, const evidence::SealingPlan& wanted) {
  if (begun.files != wanted.files) {
    std::string names;
    for (const evidence::SealingFile& file : begun.files) {
      names += (names.empty() ? "" : ", ") + file.path;
    }
    return "it is of " + names;
  }
  if (begun.data_row != wanted.data_row) {
    return "it answers the row " + begun.data_row;
  }
  return "it is sealed to another key or desk";
}

/// What a person can mend and then go on: a file system that went away, a thread that was missing.
/// A full disk is not among them: its space is given back, because letters need it.
bool worth_keeping(const value::Error& error) {
  constexpr std::array<value::Code, 10> codes{"SEAL-01", "SEAL-04", "SEAL-05", "SEAL-06",
                                              "SEAL-08", "SEAL-11", "SEAL-13", "OBJ-04",
                                              "OBJ-09",  "DESK-02"};
  return std::ranges::find(codes, error.code) != codes.end();
}

Result<std::unique_ptr<evidence::SealingJournal>> journal_of(
    const Context& context, const evidence::SealingPlan& plan,
    std::optional<EarlierSealing> earlier) {
  const auto own = own_recipient(context, plan.desk);
  if (!own) {
    return fail(own.error());
  }
  const std::array<crypto::Recipient, 1> seal_to{*own};
  const evidence::JournalKeeping keeping{seal_to, &context.random};
  return earlier ? evidence::SealingJournal::go_on(std::move(earlier->journal),
                                                   std::move(earlier->state), keeping)
                 : evidence::SealingJournal::begin(context.stores.journals, plan, keeping);
}

Result<evidence::SealedPackage> run(const Context& context, const DeliveryPlan& plan,
                                    std::optional<EarlierSealing> earlier) {
  auto secrets = secrets_of(context, plan.sealing.desk);
  auto recipient = crypto::Recipient::parse(plan.sealing.recipients.front());
  auto files = open_files(plan.delivery);
  if (!secrets || !recipient || !files) {
    return fail(!secrets ? secrets.error() : !recipient ? recipient.error() : files.error());
  }
  evidence::SealingDesk desk;
  desk.signing = {secrets->signer, {secrets->signer->certificate(), context.root}};
  desk.seal_to = {*recipient};
  desk.random = &context.random;
  desk.clock = &context.clock;
  const auto journal = journal_of(context, plan.sealing, std::move(earlier));
  if (!journal) {
    return fail(journal.error());
  }
  evidence::PackageBlobs blobs(context.stores.blobs, plan.package.package_id);
  return evidence::seal_package(plan.package, files->items, {blobs, **journal}, desk,
                                plan.delivery.progress);
}

}  // namespace

Result<std::optional<EarlierSealing>> earlier_sealing(const Context& context,
                                                      const evidence::SealingPlan& wanted,
                                                      bool anew) {
  const auto looked_for = begun_sealing_of(context, wanted.case_id);
  if (!looked_for) {
    return fail(looked_for.error());
  }
  const std::optional<BegunSealing>& found = *looked_for;
  if (!found) {
    return std::nullopt;
  }
  const value::Uuid package = found->package_id;
  const auto discarded = [&]() -> Result<std::optional<EarlierSealing>> {
    const auto gone = discard_sealing(context, package);
    return gone ? Result<std::optional<EarlierSealing>>(std::nullopt) : fail(gone.error());
  };
  if (anew) {
    return discarded();
  }
  auto journal = context.stores.journals.open(package);
  const auto kept = context.stores.packages.get(package);
  if (!journal || !kept) {
    return fail(!journal ? journal.error() : kept.error());
  }
  // Read again now that nobody else can write it.
  const auto again = begun_sealing_of(context, wanted.case_id);
  if (!again) {
    return fail(again.error());
  }
  const std::optional<exchange::StoredPackage>& row = *kept;
  const std::optional<BegunSealing>& held = *again;
  if (*journal == nullptr || !held || held->package_id != package) {
    return std::nullopt;
  }
  const std::optional<evidence::SealingState>& state = held->state;
  evidence::SealingPlan same = wanted;
  if (state) {
    same.package_id = state->plan.package_id;
    same.statement_id = state->plan.statement_id;
  }
  const bool same_plan = state && same == state->plan;
  if (row && !(same_plan && row->state == exchange::PackageState::sealed)) {
    journal->reset();
    return discarded();
  }
  if (!state) {
    return fail(held->unusable.value_or(value::Error{"SEAL-08", package.text()}));
  }
  if (!same_plan) {
    return fail("SEAL-12", difference(state->plan, wanted));
  }
  return EarlierSealing{*std::move(journal), *state};
}

Result<evidence::SealedPackage> seal_with_journal(const Context& context, const DeliveryPlan& plan,
                                                  std::optional<EarlierSealing> earlier) {
  auto sealed = run(context, plan, std::move(earlier));
  if (!sealed && !worth_keeping(sealed.error())) {
    // Whatever cannot be removed now is named when the node starts.
    (void)discard_sealing(context, plan.sealing.package_id);
  }
  return sealed;
}

}  // namespace comity::desk
