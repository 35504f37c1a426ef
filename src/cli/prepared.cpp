#include "cli/prepared.h"

#include "cli/secrets.h"
#include "node/files.h"
#include "node/needed_roles.h"
#include "node/person.h"
#include "node/system_clock.h"
#include "signed/authorisation.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

/// The files that belong to `base` and end so.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& base,
                                            const std::string& ending) {
  const auto folder = base.has_parent_path() ? base.parent_path() : std::filesystem::path(".");
  const std::string prefix = base.filename().string() + ".";
  std::vector<std::filesystem::path> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(ending)) {
      found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::filesystem::path> authorisation_files(const std::filesystem::path& base) {
  return files_of(base, ".auth");
}

/// Authorisations, and what a crash left of files that were being written.
std::vector<std::filesystem::path> stale_files(const std::filesystem::path& base) {
  std::vector<std::filesystem::path> files = authorisation_files(base);
  std::ranges::copy(files_of(base, ".tmp"), std::back_inserter(files));
  return files;
}

std::filesystem::path roles_path(const std::filesystem::path& base) {
  std::filesystem::path path = base;
  return path += ".roles";
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
    text.pop_back();
  }
  return text;
}

}  // namespace

std::filesystem::path payload_path(const std::filesystem::path& base) {
  std::filesystem::path path = base;
  return path += ".payload";
}

Result<Prepared> read_prepared(const std::filesystem::path& base) {
  auto payload = node::read_file(payload_path(base));
  if (!payload) {
    return fail("CLI-02", payload_path(base).string());
  }
  Prepared prepared{base, *std::move(payload), {}, {}};
  if (auto roles = node::read_file(roles_path(base))) {
    std::istringstream lines{std::string(value::text_of(*roles))};
    for (std::string role; std::getline(lines, role);) {
      prepared.roles.push_back(role);
    }
  }
  for (const auto& file : authorisation_files(base)) {
    auto text = node::read_file(file);
    if (!text) {
      return fail(text.error());
    }
    prepared.authorisations.push_back(trimmed(std::string(value::text_of(*text))));
  }
  return prepared;
}

Result<Prepared> keep_payload(const std::filesystem::path& base, value::BytesView payload,
                              const std::vector<std::string>& roles) {
  node::remove_files(stale_files(base));
  std::string lines;
  for (const std::string& role : roles) {
    lines += role + "\n";
  }
  // The payload last: where it stands, all of it stands. Without its roles a person would authorise
  // in one that was not asked for.
  if (auto written = node::replace_file(roles_path(base), value::bytes_of(lines)); !written) {
    return fail(written.error());
  }
  if (auto written = node::replace_file(payload_path(base), payload); !written) {
    return fail(written.error());
  }
  return Prepared{base, value::to_bytes(payload), roles, {}};
}

Result<std::string> authorise_with(Prepared& prepared, const node::PersonKey& person,
                                   const std::string& role) {
  auto chosen = role.empty()
                    ? node::role_to_take(prepared.roles, prepared.authorisations, person.roles)
                    : Result<std::string>(role);
  if (!chosen) {
    return fail(chosen.error());
  }
  auto text = node::authorise_payload(person, prepared.payload, *chosen, node::SystemClock().now());
  if (!text) {
    return fail(text.error());
  }
  std::filesystem::path file = prepared.base;
  file += "." + person.person + "." + *chosen + ".auth";
  if (auto written = node::replace_file(file, value::bytes_of(*text + "\n")); !written) {
    return fail(written.error());
  }
  prepared.authorisations.push_back(*std::move(text));
  return chosen;
}

namespace {

bool has_authorised(const Prepared& prepared, const std::string& person) {
  return std::any_of(prepared.authorisations.begin(), prepared.authorisations.end(),
                     [&](const std::string& text) {
                       const auto claim = signed_::read_authorisation(text);
                       return claim && claim->person == person;
                     });
}

}  // namespace

Result<void> authorise_all(Prepared& prepared, const std::vector<std::string>& keys,
                           const std::string& passphrase_file) {
  for (const std::string& key : keys) {
    auto passphrase = key_passphrase(passphrase_file, key, false);
    auto person = passphrase ? node::load_person(key, *passphrase) : fail(passphrase.error());
    if (!person) {
      return fail(person.error());
    }
    if (has_authorised(prepared, person->person)) {
      continue;  // an earlier run of the same command kept it
    }
    if (auto done = authorise_with(prepared, *person, {}); !done) {
      return fail(done.error());
    }
  }
  return {};
}

void forget_prepared(const Prepared& prepared) {
  auto files = stale_files(prepared.base);
  files.push_back(payload_path(prepared.base));
  files.push_back(roles_path(prepared.base));  // after the payload, which is nothing without them
  node::remove_files(files);
}

}  // namespace comity::cli
