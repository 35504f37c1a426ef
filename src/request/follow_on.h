// A draft begun from a case: what the next request repeats is taken over, each value with the place
// it comes from, and what only a person can say stays empty. Loading the case is in
// desk/follow_on.h.
#pragma once

#include "codec/json.h"
#include "record/tables.h"
#include "request/rule_book.h"
#include "value/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace comity::request {

/// Where the value of a field comes from.
struct Origin {
  std::string field;
  std::string from;  // "offences of the preservation_request"

  friend bool operator==(const Origin&, const Origin&) = default;
};

struct FollowOn {
  codec::Json record;
  std::vector<Origin> origins;
  std::vector<std::string> open;  // required fields that a person still has to fill, as paths
};

/// The case, as far as a follow-on reads it. Borrowed.
struct FollowedCase {
  std::string case_id;
  std::string kind;
  const codec::Json* opening = nullptr;
  const codec::Json* disclosure = nullptr;  // the latest partial disclosure in it; null when none
  std::string own_reference;  // file number here, where the request came from another State
};

/// Between whom the new request goes; an empty provider type is left to the drafter.
struct FollowParties {
  std::string sender;
  std::string recipient;
  std::string upstream_provider_type;  // as the upstream State's profile says
};

/// REQ-02 when the kind follows from no case of this kind, or needs a disclosure that is not there.
value::Result<FollowOn> follow_on(const Reference& data, std::string_view kind,
                                  const FollowedCase& from, const FollowParties& parties);

}  // namespace comity::request
