// A record of the enabled kinds: what is accepted reads back from its canonical form, what is
// refused has a finding, and the checklist answers every rule whatever the record looks like.
#include "record/record.h"

#include "codec/json.h"
#include "data/data.h"
#include "record/check.h"
#include "record/view.h"
#include "register/state_profile.h"
#include "request/check_input.h"
#include "request/checklist.h"
#include "request/rule_book.h"
#include "value/bytes.h"
#include "value/instant.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace)

const request::Reference& reference() {
  static const request::Reference read =
      request::read_reference(data::file("casework.json").value_or(""),
                              data::file("documents.json").value_or(""),
                              data::file("convention/offences.json").value_or(""))
          .value();
  return read;
}

const registers::StateProfile& profile(std::string_view path) {
  static const auto read = [](std::string_view text) {
    const codec::JsonLimits limits{.max_bytes = 1 << 20, .max_depth = 16};
    const auto json = codec::parse_json(value::bytes_of(text), limits);
    return registers::StateProfile::read(json.value()).value();
  };
  static const registers::StateProfile xa = read(data::file("state-profiles/XA.json").value_or(""));
  static const registers::StateProfile xb = read(data::file("state-profiles/XB.json").value_or(""));
  return path == "XA" ? xa : xb;
}

void check_kind(const std::string& kind, const codec::Json& json) {
  const auto& tables = reference().tables;
  const auto record = record::Record::make(tables, kind, json);
  const bool faultless = record::check(tables, *tables.find(kind), json).empty();
  if (record.has_value() != faultless) {
    std::abort();
  }
  if (record) {
    const auto again =
        record::Record::make(tables, kind,
                             codec::parse_json(value::bytes_of(record->canonical()),
                                               {.max_bytes = 1 << 20, .max_depth = 32})
                                 .value());
    if (!again || again->canonical() != record->canonical()) {
      std::abort();
    }
  }
  request::CheckInput input;
  input.kind = kind;
  input.record = record::View(&json);
  input.data = &reference();
  input.requesting = &profile("XA");
  input.requested = &profile("XB");
  input.created_at = value::Instant{1795262400000};
  input.now = input.created_at;
  const auto nothing = [](value::BytesView) { return request::Hash256{}; };
  input.hashes = {.sha256 = nothing, .sha3_256 = nothing, .keccak_256 = nothing};
  if (request::run_checklist(input).size() < request::checklist_ids().size()) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = codec::parse_json({data, size}, {});
  if (json) {
    for (const std::string& kind : reference().tables.enabled_kinds()) {
      check_kind(kind, *json);
    }
  }
  return 0;
}
