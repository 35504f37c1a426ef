// One act in the life of a piece of evidence: what, who, when and where, why, how, with which
// digests, handed over by whom to whom, under which limits. The groups are those of
// ISO/IEC 27037; a hand-over is two records, release and receive, each a signed statement.
#pragma once

#include "codec/json.h"
#include "evidence/manifest_fields.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::evidence {

enum class CustodyAct { seize, acquire, seal, release, receive, open, give_back, destroy };

/// "seize", "acquire", "seal", "release", "receive", "open", "return", "destroy".
std::string_view act_name(CustodyAct act);

struct Item {
  std::string evidence_id;
  std::string parent_id;  // empty: none
  std::string description;
  std::string source;   // device or account it came from
  std::string seal_id;  // empty: none

  friend bool operator==(const Item&, const Item&) = default;
};

struct Custodian {
  std::string person;
  std::string role;
  std::string organisation;
  std::string state;
  std::vector<std::string> others;  // who else had access

  friend bool operator==(const Custodian&, const Custodian&) = default;
};

struct Occasion {
  value::Instant started;
  value::Instant ended;
  std::string time_source;
  std::string zone;
  std::string place;

  friend bool operator==(const Occasion&, const Occasion&) = default;
};

struct Reason {
  value::Uuid case_ref;
  std::string purpose;
  std::string legal_basis;
  std::string authority;

  friend bool operator==(const Reason&, const Reason&) = default;
};

struct Method {
  std::string method;
  std::string tool;
  std::string tool_version;

  friend bool operator==(const Method&, const Method&) = default;
};

/// A change of the evidence that could not be avoided.
struct Alteration {
  std::string what;
  std::string cause;
  std::string by;
  std::string justification;

  friend bool operator==(const Alteration&, const Alteration&) = default;
};

struct ObjectDigest {
  std::uint32_t index = 0;
  value::Digest sha256;

  friend bool operator==(const ObjectDigest&, const ObjectDigest&) = default;
};

struct HandOver {
  value::Uuid package_id;
  Party from;
  Party to;
  std::optional<value::Digest> released;  // receive only: digest of the release record

  friend bool operator==(const HandOver&, const HandOver&) = default;
};

enum class Disposal { give_back, destroy, as_agreed };

struct Limits {
  std::string use;  // specialty: what it may be used for
  std::string confidentiality;
  Disposal disposal = Disposal::as_agreed;
  std::string notes;

  friend bool operator==(const Limits&, const Limits&) = default;
};

struct CustodyRecord {
  CustodyAct act = CustodyAct::acquire;
  Item item;
  Custodian who;
  Occasion when;
  Reason why;
  Method how;
  std::vector<ObjectDigest> digests;
  std::optional<Alteration> alteration;
  std::optional<HandOver> hand_over;  // release and receive have one, no other act has
  Limits limits;

  friend bool operator==(const CustodyRecord&, const CustodyRecord&) = default;
};

codec::Json json_of(const CustodyRecord& record);
codec::Json json_of(const Limits& limits);

/// PKG-02 a member out of bounds; PKG-22 hand-over and act do not fit each other, or it ended
/// before it started; JSON-06 to 09.
value::Result<CustodyRecord> read_custody(const codec::Json& json);
value::Result<Limits> read_limits(const codec::Json& json);

/// SHA-256 of the record as write_json spells it: what a receive record cites.
value::Digest digest_of_record(const CustodyRecord& record);

/// That `receive` answers exactly this release: same package, parties and digests, and it cites it.
/// PKG-22 names the first difference.
value::Result<void> check_hand_over(const CustodyRecord& release, const CustodyRecord& receive);

}  // namespace comity::evidence
