// The offences of the Convention by their codes (cl_offence), read from
// data/convention/offences.json.
#pragma once

#include "codec/json.h"
#include "value/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace comity::treaty {

struct Offence {
  std::string id;    // id of the table of offences
  std::string code;  // "art_10"
  std::int64_t article = 0;
  std::map<std::string, std::string, std::less<>> titles;  // by language
  bool of_the_convention = false;  // arts 7 to 17 and 19; not serious crime, not other treaties
};

class Offences {
 public:
  /// TREATY-01 names the place that is malformed.
  static value::Result<Offences> read(const codec::Json& json);

  /// Null when no offence has this code.
  [[nodiscard]] const Offence* find(std::string_view code) const;

  /// True for arts 7 to 17, and for participation and attempt (art. 19).
  [[nodiscard]] bool of_the_convention(std::string_view code) const;

 private:
  std::vector<Offence> offences_;
};

}  // namespace comity::treaty
