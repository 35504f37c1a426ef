#include "signed/key_set.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "codec/members.h"
#include "crypto/age_recipient.h"
#include "crypto/certificate.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/names.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::signed_ {
namespace {

using codec::Json;
using codec::Members;
using crypto::Certificate;
using value::fail;
using value::Result;

Result<Certificate> read_certificate(const value::Bytes& der, const std::string& where) {
  auto certificate = Certificate::parse(der);
  if (!certificate) {
    return fail("SIGN-10", where + ": " + certificate.error().detail);
  }
  return certificate;
}

Result<std::vector<std::string>> read_names(const Json::Array& items, const std::string& where) {
  std::vector<std::string> names;
  for (const Json& item : items) {
    if (item.text() == nullptr || item.text()->empty() || item.text()->size() > 64) {
      return fail("SIGN-10", where);
    }
    names.push_back(*item.text());
  }
  return names;
}

Result<DeskKeys> read_desk(const Json& json) {
  Members members(json, "desk");
  const std::string desk = members.text("desk");
  const value::Bytes der = members.base64("certificate");
  const std::string recipient = members.text("recipient");
  const std::string suite = members.text("suite");
  if (auto done = members.finish(); !done) {
    return fail("SIGN-10", done.error().detail);
  }
  auto certificate = read_certificate(der, desk);
  if (!certificate || !value::is_name(desk)) {
    return fail("SIGN-10", "desk " + desk);
  }
  // A suite of a later version is its own affair: nothing can be sealed to that desk here.
  if (const auto known = crypto::parse_suite(suite)) {
    const auto read = crypto::Recipient::parse(recipient);
    if (!read || read->suite() != *known) {
      return fail("SIGN-10", "recipient of desk " + desk);
    }
  }
  return DeskKeys{desk, *std::move(certificate), recipient, suite};
}

Result<PersonKeys> read_person(const Json& json) {
  Members members(json, "person");
  const std::string person = members.text("person");
  const std::string name = members.text("name");
  const value::Bytes der = members.base64("certificate");
  auto roles = read_names(members.array("roles"), person + ".roles");
  auto desks = read_names(members.array("desks"), person + ".desks");
  if (auto done = members.finish(); !done) {
    return fail("SIGN-10", done.error().detail);
  }
  auto certificate = read_certificate(der, person);
  if (!certificate || !roles || !desks || !value::is_name(person)) {
    return fail("SIGN-10", "person " + person);
  }
  return PersonKeys{person, name, *std::move(certificate), *std::move(roles), *std::move(desks)};
}

template <class T>
Result<std::vector<T>> read_all(const Json::Array& items, Result<T> (*read)(const Json&)) {
  std::vector<T> found;
  for (const Json& item : items) {
    auto one = read(item);
    if (!one) {
      return fail(one.error());
    }
    found.push_back(*std::move(one));
  }
  return found;
}

Result<value::Digest> read_pin(const Json& json) {
  return value::parse_digest(json.text() != nullptr ? *json.text() : std::string());
}

/// No desk and no person stands twice, and no key serves two of them.
bool distinct(const KeySet& set) {
  std::vector<std::string> names;
  std::vector<value::Digest> keys;
  for (const DeskKeys& desk : set.desks) {
    names.push_back(desk.desk);
    keys.push_back(desk.certificate.fingerprint());
  }
  for (const PersonKeys& person : set.persons) {
    names.push_back(person.person);
    keys.push_back(person.certificate.fingerprint());
  }
  std::sort(names.begin(), names.end());
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(names.begin(), names.end()) == names.end() &&
         std::adjacent_find(keys.begin(), keys.end()) == keys.end();
}

Json::Array texts(const std::vector<std::string>& items) { return {items.begin(), items.end()}; }

Json write_desk(const DeskKeys& desk) {
  return Json::Object{{"desk", desk.desk},
                      {"certificate", codec::encode_base64(desk.certificate.der())},
                      {"recipient", desk.recipient},
                      {"suite", desk.suite}};
}

Json write_person(const PersonKeys& person) {
  return Json::Object{{"person", person.person},
                      {"name", person.name},
                      {"certificate", codec::encode_base64(person.certificate.der())},
                      {"roles", texts(person.roles)},
                      {"desks", texts(person.desks)}};
}

}  // namespace

const DeskKeys* KeySet::desk(std::string_view name) const {
  const auto found = std::find_if(desks.begin(), desks.end(),
                                  [&](const DeskKeys& desk) { return desk.desk == name; });
  return found == desks.end() ? nullptr : &*found;
}

const PersonKeys* KeySet::person(std::string_view id) const {
  const auto found = std::find_if(persons.begin(), persons.end(),
                                  [&](const PersonKeys& person) { return person.person == id; });
  return found == persons.end() ? nullptr : &*found;
}

std::size_t KeySet::administrators() const {
  return static_cast<std::size_t>(
      std::count_if(persons.begin(), persons.end(), [](const PersonKeys& person) {
        return std::find(person.roles.begin(), person.roles.end(), "administrator") !=
               person.roles.end();
      }));
}

Result<KeySet> read_key_set(const Json& record) {
  Members members(record, "key_set");
  KeySet set;
  set.node = members.text("node");
  set.serial = members.integer("serial");
  const std::int64_t from_index = members.integer("from_index");
  if (members.optional("previous") != nullptr) {
    set.previous = members.digest("previous");
  }
  auto root = read_certificate(members.base64("root"), "root");
  set.next_root = members.digest("next_root");
  set.origin = members.text("origin");
  set.ledger_key = members.text("ledger_key");
  set.endpoint = members.text("endpoint");
  auto tls = read_all<value::Digest>(members.array("tls"), read_pin);
  auto desks = read_all<DeskKeys>(members.array("desks"), read_desk);
  auto persons = read_all<PersonKeys>(members.array("persons"), read_person);
  if (auto done = members.finish(); !done) {
    return fail("SIGN-10", done.error().detail);
  }
  if (!root || !tls || !desks || !persons) {
    return fail("SIGN-10", !root    ? root.error().detail
                           : !tls   ? "tls"
                           : !desks ? desks.error().detail
                                    : persons.error().detail);
  }
  set.from_index = static_cast<std::uint64_t>(std::max<std::int64_t>(from_index, 0));
  set.root.push_back(*std::move(root));
  set.tls = *std::move(tls);
  set.desks = *std::move(desks);
  set.persons = *std::move(persons);
  if (!value::is_name(set.node) || set.serial < 1 || from_index < 0 ||
      (set.serial == 1) == set.previous.has_value() || !distinct(set)) {
    return fail("SIGN-10", "node, serial, previous, or a name or key that stands twice");
  }
  return set;
}

Json write_key_set(const KeySet& set) {
  Json::Array tls;
  for (const value::Digest& pin : set.tls) {
    tls.emplace_back(pin.hex());
  }
  Json::Array desks;
  std::transform(set.desks.begin(), set.desks.end(), std::back_inserter(desks), write_desk);
  Json::Array persons;
  std::transform(set.persons.begin(), set.persons.end(), std::back_inserter(persons), write_person);
  Json::Object record{{"node", set.node},
                      {"serial", set.serial},
                      {"from_index", static_cast<std::int64_t>(set.from_index)},
                      {"root", codec::encode_base64(set.root.front().der())},
                      {"next_root", set.next_root.hex()},
                      {"origin", set.origin},
                      {"ledger_key", set.ledger_key},
                      {"endpoint", set.endpoint},
                      {"tls", std::move(tls)},
                      {"desks", std::move(desks)},
                      {"persons", std::move(persons)}};
  if (set.previous) {
    record.emplace("previous", set.previous->hex());
  }
  return record;
}

}  // namespace comity::signed_
