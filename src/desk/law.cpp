#include "desk/law.h"

#include "codec/json.h"
#include "register/state_profile.h"
#include "request/lifecycle.h"
#include "request/rule_book.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

constexpr codec::JsonLimits table_limits{std::size_t{4} << 20U, 64};

Result<std::string_view> needed(const LawFiles& files, std::string_view path) {
  const auto bytes = files.file(path);
  return bytes ? Result<std::string_view>(*bytes) : fail("DESK-14", "data/" + std::string(path));
}

Result<codec::Json> json_in(const LawFiles& files, std::string_view path) {
  auto bytes = needed(files, path);
  return bytes ? codec::parse_json(value::bytes_of(*bytes), table_limits) : fail(bytes.error());
}

Result<std::map<std::string, registers::StateProfile, std::less<>>> read_profiles(
    const LawFiles& files) {
  std::map<std::string, registers::StateProfile, std::less<>> profiles;
  for (const std::string_view path : files.profiles) {
    auto json = json_in(files, path);
    auto profile = json ? registers::StateProfile::read(*json) : fail(json.error());
    if (!profile) {
      return fail(profile.error());
    }
    std::string state = profile->state;
    profiles.emplace(std::move(state), *std::move(profile));
  }
  return profiles;
}

}  // namespace

const registers::StateProfile* Law::profile_of_desk(std::string_view desk) const {
  for (const auto& [state, profile] : profiles) {
    if (profile.desk(desk) != nullptr) {
      return &profile;
    }
  }
  return nullptr;
}

Result<Law> read_law(const LawFiles& files) {
  auto casework = needed(files, "casework.json");
  auto documents = needed(files, "documents.json");
  auto offences = needed(files, "convention/offences.json");
  if (!casework || !documents || !offences) {
    return fail(!casework ? casework.error() : !documents ? documents.error() : offences.error());
  }
  auto reference = request::read_reference(*casework, *documents, *offences);
  auto json = json_in(files, "casework.json");
  auto lifecycles = json ? request::read_lifecycles(*json) : fail(json.error());
  auto profiles = read_profiles(files);
  if (!reference || !lifecycles || !profiles) {
    return fail(!reference    ? reference.error()
                : !lifecycles ? lifecycles.error()
                              : profiles.error());
  }
  return Law{*std::move(reference), *std::move(lifecycles), *std::move(profiles)};
}

}  // namespace comity::desk
