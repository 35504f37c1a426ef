#include "node/person.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "codec/members.h"
#include "crypto/certificate.h"
#include "crypto/sha256.h"
#include "crypto/signer.h"
#include "exchange/directory.h"
#include "keys/file_signer.h"
#include "keys/issuing.h"
#include "keys/key_file.h"
#include "keys/passphrase.h"
#include "keys/private_key.h"
#include "node/files.h"
#include "node/key_set_change.h"
#include "node/opened.h"
#include "signed/authorisation.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/names.h"
#include "value/result.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::node {
namespace {

using codec::Json;
using value::fail;
using value::Result;

constexpr value::Duration three_years = std::chrono::hours(24 * 1095);

std::filesystem::path card_of(std::filesystem::path key) { return key += ".card"; }

Result<void> check_plan(const OpenNode& node, const PersonPlan& plan) {
  if (!value::is_name(plan.person) || plan.name.empty() || plan.roles.empty()) {
    return fail("NODE-13", plan.person + " needs an id, a name and a role");
  }
  for (const std::string& role : plan.roles) {
    if (role != "administrator" && !node.context().law.tables().has_code("cl_row_role", role)) {
      return fail("NODE-13", "role " + role);
    }
  }
  const bool only_administrator = plan.roles == std::vector<std::string>{"administrator"};
  if (plan.desks.empty() != only_administrator) {
    return fail("NODE-13", only_administrator ? "an administrator has no desk" : "no desk");
  }
  for (const std::string& desk : plan.desks) {
    if (!node.context().desks.contains(desk)) {
      return fail("DESK-02", desk);
    }
  }
  const auto inside = std::filesystem::weakly_canonical(plan.key).lexically_relative(
      std::filesystem::weakly_canonical(node.folder().root));
  if (!inside.empty() && *inside.begin() != "..") {
    return fail("NODE-13", "the key would lie inside the node's folder");
  }
  return {};
}

Result<void> write_card(const PersonPlan& plan, const crypto::Certificate& certificate) {
  const std::string text = codec::write_json_indented(
      Json::Object{{"person", plan.person},
                   {"name", plan.name},
                   {"certificate", codec::encode_base64(certificate.der())},
                   {"roles", Json::Array(plan.roles.begin(), plan.roles.end())},
                   {"desks", Json::Array(plan.desks.begin(), plan.desks.end())}});
  return replace_file(card_of(plan.key), value::bytes_of(text));
}

Result<std::vector<std::string>> texts_in(const Json::Array& items) {
  std::vector<std::string> texts;
  for (const Json& item : items) {
    if (item.text() == nullptr) {
      return fail("NODE-16", "a list with something else than text");
    }
    texts.push_back(*item.text());
  }
  return texts;
}

bool enrolled(OpenNode& node, const std::string& person) {
  const auto directory = node.directory().now();
  const exchange::KnownNode* own = directory->node(node.config().node);
  return own != nullptr && own->chain.latest().person(person) != nullptr;
}

}  // namespace

Result<void> change_key_set(OpenNode& node, const std::function<void(signed_::KeySet&)>& edit,
                            KeySetPowers powers) {
  auto payload = prepare_key_set(node, edit);
  if (!payload) {
    return fail(payload.error());
  }
  std::vector<std::string> agreed;
  for (const PersonKey& administrator : powers.administrators) {
    auto text = authorise_payload(administrator, *payload, "administrator", node.clock().now());
    if (!text) {
      return fail(text.error());
    }
    agreed.push_back(*std::move(text));
  }
  return commit_key_set(node, *payload, agreed, powers.root, powers.ledger);
}

Result<void> add_person(OpenNode& node, const PersonPlan& plan, const keys::Passphrase& passphrase,
                        const keys::PrivateKey& root_key, KeySetPowers powers) {
  if (auto fine = check_plan(node, plan); !fine) {
    return fine;
  }
  if (enrolled(node, plan.person)) {
    return fail("NODE-14", plan.person);
  }
  auto key = keys::PrivateKey::generate(keys::KeyKind::p256, node.random());
  if (!key) {
    return fail(key.error());
  }
  const value::Instant now = node.clock().now();
  auto certificate = keys::issue_signing(
      {powers.root.certificate(), root_key}, key->public_key(), {plan.person, node.config().node},
      {now + std::chrono::hours(-1), now + three_years}, node.random());
  if (!certificate) {
    return fail(certificate.error());
  }
  auto kept = keys::save_key(plan.key, *key, passphrase);
  if (!kept) {
    return kept;
  }
  kept = write_card(plan, *certificate);
  if (kept) {
    kept = change_key_set(
        node,
        [&](signed_::KeySet& set) {
          set.persons.push_back({plan.person, plan.name, *certificate, plan.roles, plan.desks});
        },
        powers);
  }
  if (!kept) {
    std::error_code ignored;
    std::filesystem::remove(plan.key, ignored);
    std::filesystem::remove(card_of(plan.key), ignored);
  }
  return kept;
}

Result<void> withdraw_person(OpenNode& node, const std::string& person, KeySetPowers powers) {
  if (!enrolled(node, person)) {
    return fail("NODE-15", person);
  }
  return change_key_set(
      node,
      [&](signed_::KeySet& set) {
        std::erase_if(set.persons, [&](const auto& one) { return one.person == person; });
      },
      powers);
}

Result<PersonKey> load_person(const std::filesystem::path& key,
                              const keys::Passphrase& passphrase) {
  auto bytes = read_file(card_of(key));
  if (!bytes) {
    return fail("NODE-16", card_of(key).string());
  }
  auto json = codec::parse_json(*bytes, {64UL * 1024, 4});
  if (!json) {
    return fail("NODE-16", json.error().detail);
  }
  codec::Members members(*json, "card");
  PersonKey person{members.text("person"), {}, {}, nullptr};
  members.text("name");
  const value::Bytes der = members.base64("certificate");
  auto roles = texts_in(members.array("roles"));
  auto desks = texts_in(members.array("desks"));
  if (auto done = members.finish(); !done || !roles || !desks) {
    return fail("NODE-16", card_of(key).string());
  }
  person.roles = *std::move(roles);
  person.desks = *std::move(desks);
  auto certificate = crypto::Certificate::parse(der);
  auto loaded = keys::load_key(key, passphrase);
  if (!certificate || !loaded) {
    return fail(!certificate ? certificate.error() : loaded.error());
  }
  auto signer = keys::FileSigner::make(*std::move(loaded), *std::move(certificate));
  if (!signer) {
    return fail(signer.error());
  }
  person.signer = *std::move(signer);
  return person;
}

Result<std::string> authorise_payload(const PersonKey& person, value::BytesView payload,
                                      const std::string& role, value::Instant now) {
  auto read = statement::read_payload(payload);
  if (!read) {
    return fail(read.error());
  }
  return signed_::authorise({crypto::sha256(payload),
                             read->head.document,
                             role,
                             read->head.from_desk,
                             person.person,
                             now,
                             {}},
                            *person.signer);
}

}  // namespace comity::node
