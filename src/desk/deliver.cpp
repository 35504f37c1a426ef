#include "desk/deliver.h"

#include "codec/json.h"
#include "crypto/sha256.h"
#include "desk/begun_sealings.h"
#include "desk/case_file.h"
#include "desk/context.h"
#include "desk/delivery_sealing.h"
#include "desk/placement.h"
#include "desk/send.h"
#include "evidence/custody.h"
#include "evidence/file_name.h"
#include "evidence/inner_manifest.h"
#include "evidence/manifest_fields.h"
#include "evidence/outer_manifest.h"
#include "evidence/package_sealing.h"
#include "evidence/sealing_state.h"
#include "evidence/signed_manifest.h"
#include "exchange/directory.h"
#include "exchange/package_store.h"
#include "record/view.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using codec::Json;
using value::fail;
using value::Result;

constexpr value::Duration acceptance = std::chrono::hours(24 * 45);  // T-RCV keeps evidence 45 d

/// Who asks and who delivers, with the key the package is sealed to.
struct Parties {
  evidence::Party sender;
  evidence::Party recipient;
  std::string recipient_key;
};

Result<Parties> parties_of(const Context& context, const CaseFile& file) {
  const statement::Head& open = file.opening()->content.head;
  const auto directory = context.directory.now();
  const exchange::KnownNode* peer = directory->of_desk(open.from_desk);
  const signed_::DeskKeys* keys =
      peer != nullptr ? peer->chain.latest().desk(open.from_desk) : nullptr;
  if (keys == nullptr) {
    return fail("DESK-03", open.from_desk);
  }
  return Parties{
      {context.node, open.to_desks.front()}, {peer->node, open.from_desk}, keys->recipient};
}

std::string legal_basis_of(const statement::Statement& request) {
  std::string text;
  for (const record::View& basis : record::View(&request.record).at("legal_basis").items()) {
    text += (text.empty() ? "" : "; ") + basis.at("instrument").text().value_or("") + " art " +
            basis.at("article").text().value_or("");
  }
  return text.empty() ? "not stated" : text;
}

/// All but the two ids, which are those of an earlier run if there was one.
evidence::SealingPlan sealing_of(const CaseFile& file, const Parties& parties,
                                 const Delivery& delivery) {
  evidence::SealingPlan plan;
  plan.case_id = file.case_id;
  plan.desk = parties.sender.desk;
  plan.data_row = delivery.data_row;
  plan.recipients = {parties.recipient_key};
  for (const EvidenceFile& one : delivery.files) {
    plan.files.push_back({one.path, evidence::clean_name(one.name)});
  }
  return plan;
}

evidence::PackagePlan plan_of(const Context& context, const CaseFile& file, const Parties& parties,
                              const Delivery& delivery, const evidence::SealingPlan& sealing) {
  const statement::Statement& request = file.opening()->content;
  evidence::PackagePlan plan;
  plan.package_id = sealing.package_id;
  plan.statement_id = sealing.statement_id;
  plan.sender = parties.sender;
  plan.recipients = {parties.recipient};
  plan.expires = context.clock.now() + acceptance;
  plan.case_ref = file.case_id;
  plan.request_id = request.head.statement_id;
  plan.legal_basis = legal_basis_of(request);
  plan.restrictions.use =
      record::View(&request.record).at("purpose_statement").text().value_or("as requested");
  plan.custody = [&context, &delivery, plan_id = plan.package_id, parties, basis = plan.legal_basis,
                  case_id = file.case_id](const std::vector<evidence::EvidenceObject>& objects) {
    evidence::CustodyRecord release;
    release.act = evidence::CustodyAct::release;
    release.item.evidence_id = plan_id.text();
    release.item.description = std::to_string(objects.size()) + " objects";
    release.item.source = delivery.data_row;
    release.who.person = delivery.person;
    release.who.role = "delivery_officer";
    release.who.organisation = context.node;
    release.who.state = context.node;
    release.when.started = context.clock.now();
    release.when.ended = context.clock.now();
    release.when.time_source = "node clock";
    release.when.zone = "UTC";
    release.why.case_ref = case_id;
    release.why.purpose = "delivery of the evidence that was granted";
    release.why.legal_basis = basis;
    release.why.authority = parties.sender.desk;
    release.how.method = "sealed copy";
    release.how.tool = "comity";
    release.how.tool_version = "1";
    for (std::uint32_t i = 0; i < objects.size(); ++i) {
      release.digests.push_back({i + 1, objects[i].sha256});
    }
    release.hand_over = evidence::HandOver{plan_id, parties.sender, parties.recipient, {}};
    return std::vector<evidence::CustodyRecord>{release};
  };
  return plan;
}

Result<void> keep(const Context& context, const CaseFile& file, const Parties& parties,
                  const evidence::SealedPackage& sealed) {
  exchange::StoredPackage row;
  row.package_id = sealed.manifest.package_id;
  row.case_id = file.case_id;
  row.from_node = context.node;
  row.to_node = parties.recipient.node;
  row.state = exchange::PackageState::sealed;
  row.outer = value::to_bytes(sealed.outer);
  row.changed_at = context.clock.now();
  return context.stores.packages.put(row);
}

/// What is known of the delivery before anything is sealed.
SealedDelivery begun(const evidence::SealingPlan& plan, const Delivery& delivery) {
  SealedDelivery out;
  out.package_id = plan.package_id;
  out.files = static_cast<std::uint32_t>(delivery.files.size());
  out.names.reserve(delivery.files.size());
  for (const EvidenceFile& file : delivery.files) {
    out.names.push_back(evidence::clean_name(file.name));
  }
  return out;
}

/// What was preserved is handed over, so each preservation that waited for this decision ends. One
/// that is unknown here, or stands elsewhere, needs no such word.
Result<std::vector<value::Bytes>> in_cited_cases(const Context& context, const CaseFile& file,
                                                 const std::string& recipient, const Json& record) {
  std::vector<value::Bytes> payloads;
  const record::View request(&file.opening()->content.record);
  for (const std::string& text : request.at("preservation_refs").texts()) {
    const auto id = value::parse_uuid(text);
    auto cited = id ? load_case(context, *id) : fail(id.error());
    if (!cited || !was_asked_by(context, *cited, recipient)) {
      continue;
    }
    auto payload = prepare_answer(context, {*id, "evidence_manifest", record, {}, {}});
    if (payload) {
      payloads.push_back(*std::move(payload));
    } else if (payload.error().code != value::Code("DESK-13")) {
      return fail(payload.error());
    }
  }
  return payloads;
}

/// What one delivery is, put together once.
struct Act {
  const Context& context;
  const CaseFile& file;
  const Parties& parties;
  const Delivery& delivery;
  const evidence::SealingPlan& sealing;
};

/// The texts that announce a package of this digest and size.
Result<void> documents(const Act& act, const std::string& outer_digest, std::uint64_t bytes,
                       SealedDelivery& out) {
  out.bytes = bytes;
  const std::string package = act.sealing.package_id.text();
  const Json files(static_cast<std::int64_t>(out.files));
  const Json octets(static_cast<std::int64_t>(bytes));
  const Json record = Json::Object{{"package_id", package},
                                   {"outer_digest", outer_digest},
                                   {"objects", files},
                                   {"bytes", octets}};
  auto manifest = prepare_answer(act.context, {act.delivery.case_id, "evidence_manifest", record,
                                               act.parties.sender.desk, act.sealing.statement_id});
  auto consumed = in_cited_cases(act.context, act.file, act.parties.recipient.node, record);
  auto notice =
      prepare_answer(act.context, {act.delivery.case_id,
                                   "delivery_notice",
                                   Json::Object{{"package_id", package},
                                                {"rows", Json::Array{Json(act.delivery.data_row)}},
                                                {"objects", files},
                                                {"bytes", octets}},
                                   act.parties.sender.desk,
                                   {}});
  if (!manifest || !notice || !consumed) {
    return fail(!manifest ? manifest.error() : !notice ? notice.error() : consumed.error());
  }
  out.consumed_payloads = *std::move(consumed);
  out.manifest_payload = *std::move(manifest);
  out.notice_payload = *std::move(notice);
  return {};
}

Result<void> seal_and_keep(const Act& act, std::optional<EarlierSealing> earlier,
                           SealedDelivery& out) {
  const evidence::PackagePlan plan =
      plan_of(act.context, act.file, act.parties, act.delivery, act.sealing);
  const auto sealed =
      seal_with_journal(act.context, {plan, act.sealing, act.delivery}, std::move(earlier));
  auto kept = sealed ? keep(act.context, act.file, act.parties, *sealed) : fail(sealed.error());
  return kept ? documents(act, crypto::sha256(value::bytes_of(sealed->outer)).hex(),
                          evidence::total_octets(sealed->manifest), out)
              : kept;
}

/// An earlier run had sealed everything; its texts were not kept.
Result<void> announce_again(const Act& act, const exchange::StoredPackage& row,
                            SealedDelivery& out) {
  const auto outer = evidence::read_outer(value::text_of(row.outer));
  return outer ? documents(act, crypto::sha256(row.outer).hex(),
                           evidence::total_octets(outer->manifest), out)
               : Result<void>(fail(outer.error()));
}

Result<SealedDelivery> perform(const Act& act, std::optional<EarlierSealing> earlier) {
  SealedDelivery out = begun(act.sealing, act.delivery);
  // Asked before hours of sealing: may the case take a delivery at all? Any digest serves but that
  // of zero bytes.
  const value::Uuid& package = act.sealing.package_id;
  auto done = documents(act, crypto::sha256(package.octets).hex(), 0, out);
  auto read = done ? act.context.stores.packages.get(package) : fail(done.error());
  if (!read) {
    return fail(read.error());
  }
  const std::optional<exchange::StoredPackage> row = *std::move(read);
  out.before = earlier ? octets_of(act.context, package) : 0;
  done = row ? announce_again(act, *row, out) : seal_and_keep(act, std::move(earlier), out);
  return done ? Result<SealedDelivery>(std::move(out)) : fail(done.error());
}

}  // namespace

Result<SealedDelivery> seal_delivery(const Context& context, const Delivery& delivery) {
  auto file = load_case(context, delivery.case_id);
  if (!file) {
    return fail(file.error());
  }
  if (file->opening() == nullptr) {
    return fail("DESK-05", delivery.case_id.text());
  }
  auto parties = parties_of(context, *file);
  if (!parties) {
    return fail(parties.error());
  }
  evidence::SealingPlan sealing = sealing_of(*file, *parties, delivery);
  auto looked_for = earlier_sealing(context, sealing, delivery.anew);
  if (!looked_for) {
    return fail(looked_for.error());
  }
  std::optional<EarlierSealing> earlier = *std::move(looked_for);
  if (earlier) {
    sealing = earlier->state.plan;
  } else {
    sealing.package_id = value::make_uuid(context.clock.now(), context.random);
    sealing.statement_id = value::make_uuid(context.clock.now(), context.random);
  }
  return perform({context, *file, *parties, delivery, sealing}, std::move(earlier));
}

// Only the journal: the package is in the store of packages.
Result<void> documents_kept(const Context& context, const value::Uuid& package_id) {
  return discard_sealing(context, package_id);
}

Result<void> start_delivery(const Context& context, const value::Uuid& package_id) {
  auto package =
      value::required(context.stores.packages.get(package_id), "DESK-19", package_id.text());
  if (!package) {
    return fail(package.error());
  }
  if (package->state != exchange::PackageState::sealed) {
    return {};
  }
  package->state = exchange::PackageState::sending;
  package->changed_at = context.clock.now();
  return context.stores.packages.put(*package);
}

}  // namespace comity::desk
