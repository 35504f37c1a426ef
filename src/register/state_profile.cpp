#include "register/state_profile.h"

#include "codec/json.h"
#include "register/directory_entry.h"
#include "register/profile_reader.h"
#include "value/result.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace comity::registers {
namespace {

template <class Row>
const Row* first(const std::vector<Row>& rows, std::string Row::* key, std::string_view wanted) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.*key == wanted; });
  return found == rows.end() ? nullptr : &*found;
}

std::string_view primary_subtag(std::string_view tag) { return tag.substr(0, tag.find('-')); }

}  // namespace

value::Result<StateProfile> StateProfile::read(const codec::Json& json) {
  return ProfileReader(json).read();
}

bool fictional_state(std::string_view code) {
  return code.size() == 2 && code[0] == 'X' && code[1] >= 'A' && code[1] <= 'Z';
}

bool StateProfile::fictional() const { return fictional_state(state); }

const Desk* StateProfile::desk(std::string_view id) const { return first(desks, &Desk::id, id); }

const Person* StateProfile::person(std::string_view id) const {
  return first(persons, &Person::id, id);
}

const Provider* StateProfile::provider(std::string_view directory_id) const {
  return first(providers, &Provider::directory_id, directory_id);
}

bool StateProfile::declares(std::string_view effect) const {
  return first(declarations, &Declaration::effect, effect) != nullptr ||
         first(reservations, &Declaration::effect, effect) != nullptr;
}

bool StateProfile::accepts_language(std::string_view tag) const {
  return std::any_of(accepted_languages.begin(), accepted_languages.end(),
                     [tag](const std::string& accepted) {
                       return accepted == tag || accepted == primary_subtag(tag);
                     });
}

bool Desk::competent_for(std::string_view kind) const {
  return std::find(competence.begin(), competence.end(), kind) != competence.end();
}

}  // namespace comity::registers
