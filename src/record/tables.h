// The field tables: which fields a record of each kind or document has, the objects inside it and
// the code lists. Read once from data/casework.json and data/documents.json; records are checked
// against them in record/check.h.
#pragma once

#include "codec/json.h"
#include "record/type.h"
#include "value/result.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::record {

enum class Requirement { required, optional, conditional };

/// Who gives a value: the drafter, or a later step that the drafter is not asked about.
enum class SetAt { draft, signing, acknowledgement, computed };

struct Field {
  std::string name;
  Type type;
  Requirement requirement = Requirement::optional;
  SetAt set_at = SetAt::draft;
  std::string rule;
  std::string source;
  std::vector<std::string> only;  // documents: the codes this document may carry
};

/// When the field holds one of the codes, the others are required.
struct Condition {
  std::string field;
  std::vector<std::string> is;
  std::vector<std::string> requires_fields;
};

struct FieldTable {
  std::string name;
  std::string title;
  bool request = false;                // a kind that opens a case, or a document inside one
  bool opaque = false;                 // another room reads the record (key sets)
  bool location_for_provider = false;  // custodian_or_location may stand for provider
  std::vector<Field> fields;
  std::vector<Condition> conditions;

  [[nodiscard]] const Field* find(std::string_view field) const;
};

struct CodeEntry {
  std::string code;
  std::string note;
};

/// How a draft of a kind is begun from a case of another (request/follow_on.h).
struct Follows {
  std::vector<std::string> kinds;       // of the case it may follow
  std::string article;                  // its legal basis in the Convention
  std::string status;                   // cl_request_status
  std::vector<std::string> takes;       // fields taken over as they are
  std::string cites;                    // the field that names the case; empty when none does
  std::vector<std::string> categories;  // of the rows taken over; empty: all
  bool from_disclosure = false;         // to the upstream State of a disclosure (Art. 43)
};

/// What the checklist needs to know of a kind besides its fields.
struct KindFacts {
  std::string title;
  std::string basis;
  std::string machine;
  std::string treaty_kind;
  std::string cooperation_class;  // evidence, proceedings, domestic ...
  std::optional<bool> open_on_35_1_c;
  std::vector<std::string> categories;  // of data that it opens; empty: no limit of its own
  std::optional<Follows> follows;
  codec::Json example;
};

class Tables {
 public:
  /// REC-01 names the place that is malformed.
  static value::Result<Tables> read(const codec::Json& casework, const codec::Json& documents);

  /// The same from the bytes of the two files.
  static value::Result<Tables> parse(std::string_view casework, std::string_view documents);

  /// A kind (enabled or not) or a document; null when unknown.
  [[nodiscard]] const FieldTable* find(std::string_view name) const;

  /// The table of a kind that may be drafted and sent; REC-02 names the enabled kinds.
  [[nodiscard]] value::Result<const FieldTable*> enabled(std::string_view kind) const;

  [[nodiscard]] const KindFacts* kind(std::string_view kind) const;
  [[nodiscard]] const std::vector<Field>* object(std::string_view name) const;
  [[nodiscard]] const std::vector<CodeEntry>* codes(std::string_view list) const;
  [[nodiscard]] bool has_code(std::string_view list, std::string_view code) const;

  [[nodiscard]] const std::vector<std::string>& enabled_kinds() const { return enabled_; }

  /// All kinds or all documents, in byte order.
  [[nodiscard]] std::vector<std::string> names(bool requests) const;

 private:
  friend class TableReader;

  std::map<std::string, FieldTable, std::less<>> tables_;
  std::map<std::string, KindFacts, std::less<>> kinds_;
  std::map<std::string, std::vector<Field>, std::less<>> objects_;
  std::map<std::string, std::vector<CodeEntry>, std::less<>> lists_;
  std::vector<std::string> enabled_;
};

}  // namespace comity::record
