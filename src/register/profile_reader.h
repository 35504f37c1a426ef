// Reads one State profile into register/state_profile.h; keeps the first malformed member (REG-01).
#pragma once

#include "codec/json.h"
#include "record/view.h"
#include "register/directory_entry.h"
#include "register/state_profile.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::registers {

class ProfileReader {
 public:
  explicit ProfileReader(const codec::Json& json) : root_(&json) {}

  value::Result<StateProfile> read();

 private:
  using View = record::View;

  void refuse(std::string_view path);
  std::string text(const View& at, std::string_view name);
  bool truth(const View& at, std::string_view name);
  std::int64_t number(const View& at, std::string_view name);
  value::Instant date(const View& at, std::string_view name);
  std::vector<std::string> texts(const View& at, std::string_view name);
  std::vector<View> rows(std::string_view name);

  std::vector<Declaration> declarations(std::string_view name);
  Contact contact(const View& at);
  Desk desk(const View& at);
  Provider provider(const View& at);
  Provision provision(const View& at);
  Calendar calendar();
  void read_treaties(StateProfile& out);
  void read_thresholds(StateProfile& out);
  void read_directory(StateProfile& out);

  View root_;
  std::optional<value::Error> error_;
};

}  // namespace comity::registers
