#include "desk/open_package.h"

#include "casework/case_state.h"
#include "codec/json.h"
#include "crypto/certificate.h"
#include "crypto/sha256.h"
#include "desk/case_file.h"
#include "desk/context.h"
#include "evidence/file_descriptor.h"
#include "evidence/manifest_fields.h"
#include "evidence/package_blobs.h"
#include "evidence/package_folder.h"
#include "evidence/package_opening.h"
#include "evidence/package_ports.h"
#include "exchange/directory.h"
#include "exchange/package_store.h"
#include "ledger/slip.h"
#include "record/view.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <optional>
#include <span>
#include <string>
#include <utility>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

/// The announcement that counts: the last evidence_manifest in case order that the fold applied.
const FiledStatement* announcement(const CaseFile& file) {
  const FiledStatement* found = nullptr;
  for (const casework::Disposition& one : file.state.statements) {
    if (one.document == "evidence_manifest" &&
        (one.standing == casework::Standing::applied ||
         one.standing == casework::Standing::awaiting_companion)) {
      found = file.by_digest(one.digest);
    }
  }
  return found;
}

Result<const FiledStatement*> announced(const CaseFile& file) {
  const FiledStatement* found = announcement(file);
  return found != nullptr ? Result<const FiledStatement*>(found)
                          : fail("DESK-19", file.case_id.text());
}

/// The sending desk's key as it was in force where the announcement stands in its ledger.
evidence::Trust trust_of(const Context& context, const FiledStatement& manifest) {
  return [&context, &manifest](const evidence::Party& sender,
                               std::span<const crypto::Certificate> chain) -> Result<void> {
    const auto directory = context.directory.now();
    const exchange::KnownNode* node = directory->node(sender.node);
    auto slip = ledger::decode_slip(manifest.stored.peer_slip);
    if (node == nullptr || !slip || chain.empty()) {
      return fail("DESK-03", sender.node);
    }
    auto keys = node->chain.desk_key(sender.desk, chain.front().fingerprint(), slip->index);
    return keys ? Result<void>() : fail(keys.error());
  };
}

Result<void> is_logged(const Context& context, const value::Digest& event) {
  auto stored = value::required(context.stores.cases.by_digest(event), "DESK-22", event.hex());
  if (!stored) {
    return fail(stored.error());
  }
  if (stored->schema != "custody_event/1") {
    return fail("DESK-22", event.hex());
  }
  auto index = value::required(context.stores.ledger.index_of(event), "DESK-22", event.hex());
  return index ? Result<void>() : fail(index.error());
}

}  // namespace

Result<exchange::StoredPackage> delivered_package(const Context& context,
                                                  const value::Uuid& case_id) {
  auto file = load_case(context, case_id);
  auto manifest = file ? announced(*file) : fail(file.error());
  if (!manifest) {
    return fail(manifest.error());
  }
  const record::View record(&(*manifest)->content.record);
  auto id = value::parse_uuid(record.at("package_id").text().value_or(""));
  if (!id) {
    return fail(id.error());
  }
  auto package = value::required(context.stores.packages.get(*id), "DESK-20", id->text());
  if (!package) {
    return fail(package.error());
  }
  if (package->state == exchange::PackageState::arriving) {
    return fail("DESK-20", id->text());
  }
  if (crypto::sha256(package->outer).hex() != record.at("outer_digest").text()) {
    return fail("DESK-21", id->text());
  }
  return package;
}

Result<value::Bytes> prepare_opening(const Context& context, const value::Uuid& case_id,
                                     const Opening& opening) {
  auto file = load_case(context, case_id);
  if (!file) {
    return fail(file.error());
  }
  statement::Statement event;
  event.head.document = "custody_event";
  event.head.statement_id = value::make_uuid(context.clock.now(), context.random);
  event.head.case_id = event.head.statement_id;  // private to this node: it opens no shared case
  for (const std::string& desk : file->desks()) {
    if (context.desks.contains(desk)) {
      event.head.from_desk = desk;
    }
  }
  event.head.made_at = {context.clock.now().unix_ms / 1000 * 1000};
  codec::Json::Object record{{"act", "open"},
                             {"package_id", opening.package_id.text()},
                             {"purpose", opening.purpose},
                             {"person", opening.person},
                             {"text", "case " + case_id.text()}};
  if (!opening.second_person.empty()) {
    record.emplace("second_person", opening.second_person);
  }
  event.record = std::move(record);
  return statement::write_payload(event);
}

Result<OpenedPackage> open_package(const Context& context, const value::Uuid& case_id,
                                   const OpenInto& into) {
  if (auto logged = is_logged(context, into.event); !logged) {
    return fail(logged.error());
  }
  auto package = delivered_package(context, case_id);
  auto file = package ? load_case(context, case_id) : fail(package.error());
  auto manifest = file ? announced(*file) : fail(file.error());
  if (!manifest) {
    return fail(manifest.error());
  }
  const std::string& own_desk = file->opening()->content.head.from_desk;
  auto secrets = secrets_of(context, own_desk);
  if (!secrets) {
    return fail(secrets.error());
  }
  evidence::Recipient self;
  self.self = {context.node, own_desk};
  self.taken_in = (*manifest)->stored.received_at.value_or(context.clock.now());
  self.opener = secrets->opener;
  self.trust = trust_of(context, **manifest);
  self.statement_id = (*manifest)->content.head.statement_id;
  self.case_ref = case_id;
  const evidence::PackageBlobs blobs(context.stores.blobs, package->package_id);
  evidence::PackageOpening opening(blobs, std::move(self));
  if (auto read = opening.read(value::text_of(package->outer)); !read) {
    return fail(read.error());
  }
  std::optional<Result<void>> opened;
  if (into.folder.empty()) {
    evidence::NoFiles nowhere;
    opened = opening.open_all(nowhere, into.progress);
  } else {
    auto folder = evidence::open_folder(into.folder);
    if (!folder) {
      return fail(folder.error());
    }
    evidence::OpenFolder files(*std::move(folder));
    opened = opening.open_all(files, into.progress);
  }
  package->state = exchange::PackageState::opened;
  package->case_id = case_id;
  package->changed_at = context.clock.now();
  auto kept = context.stores.packages.put(*package);
  if (!kept) {
    return fail(kept.error());
  }
  return OpenedPackage{opening.verdict(), opening.outer(), opening.inner()};
}

}  // namespace comity::desk
