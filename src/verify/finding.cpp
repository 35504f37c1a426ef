#include "verify/finding.h"

#include "value/result.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace comity::verify {
namespace {

struct Row {
  Check check;
  Meaning meaning;
};

/// In the order of the enumeration.
constexpr std::array<Row, 19> rows{{
    {Check::form,
     {"form", "the folder has the files of a bundle, each in its form, and no others",
      "anything about their contents"}},
    {Check::sums,
     {"copy", "no file was damaged, lost or added since the bundle was written",
      "who wrote it: whoever changes a file on purpose can write new sums"}},
    {Check::key_sets,
     {"key sets", "each key set follows from the one before and is in the node's ledger",
      "that the first root is the organisation's: you compare its fingerprint"}},
    {Check::trusted_root,
     {"root", "the keys go back to the root whose fingerprint you were told",
      "that the root key was in the right hands"}},
    {Check::signature,
     {"signature",
      "the statement is, byte for byte, what the holder of the desk's key signed, with exactly "
      "these authorisations",
      "that what it says is true"}},
    {Check::ledger_place,
     {"ledger", "the statement stands at this place of its author's ledger",
      "that the ledger shows everybody the same, or when the entry was made"}},
    {Check::key_in_force,
     {"key in force", "the desk's key was in force at that place of the ledger",
      "that the key was in the right hands"}},
    {Check::authorised,
     {"authorised",
      "the persons named were enrolled for that desk and role, and each signed this text",
      "that the law asked for no further person, or what was on the person's screen"}},
    {Check::belongs,
     {"case", "request and answers belong together: each names what its author had seen",
      "that no later statement was left out"}},
    {Check::order,
     {"order", "each ledger has the statements in the order in which they answer each other",
      "how much time lay between them"}},
    {Check::receipt,
     {"receipt", "the recipient had exactly this statement in its own ledger",
      "that a person read it"}},
    {Check::checkpoints,
     {"checkpoints", "no two checkpoints in the bundle contradict each other",
      "that the ledgers show others the same: compare with what other nodes remember"}},
    {Check::package_cover,
     {"package", "the cover of the package was signed with the delivering desk's key",
      "what is inside"}},
    {Check::announced,
     {"announced", "it is the package that a statement of the case announces",
      "that it is all that was asked for"}},
    {Check::sealed_object,
     {"sealed object", "the ciphertext is whole and as the signer saw it",
      "anything about what is inside"}},
    {Check::chunk_list,
     {"chunk list", "the list names, chunk for chunk, what the signer saw",
      "anything about the object itself: it is checked against the signed root or digest"}},
    {Check::sealed_list,
     {"list of files", "the list was signed by the delivering desk and sealed in this package",
      "that the files are what the list says: each is checked apart"}},
    {Check::evidence_file,
     {"file", "the file has the length and the SHA-256 that the delivering desk signed",
      "how it came to that desk, or that it was not changed before it was sealed"}},
    {Check::time,
     {"time", "nothing: time claimed, not proven",
      "when anything was signed: no witness and no time stamp is in the bundle"}},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (static_cast<std::size_t>(rows[i].check) != i) {
      return false;
    }
  }
  return true;
}

static_assert(in_order() && static_cast<std::size_t>(Check::time) + 1 == rows.size());

/// No sign of a change: the reader's trust or a part of the bundle is missing, or a newer program
/// wrote what this one cannot read.
bool leaves_open(value::Code code) {
  constexpr std::array<value::Code, 10> all{"VER-01",  "VER-08",  "VER-10", "VER-14", "VER-21",
                                            "STMT-02", "JSON-09", "PKG-01", "PKG-19", "LEDGER-07"};
  return std::find(all.begin(), all.end(), code) != all.end();
}

}  // namespace

std::string Place::text() const {
  const std::string text = path + (what.empty() ? "" : " " + what);
  return chunk ? text + ", chunk " + std::to_string(*chunk) : text;
}

Meaning meaning_of(Check check) { return rows.at(static_cast<std::size_t>(check)).meaning; }

std::string_view outcome_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::holds:
      return "ok";
    case Outcome::broken:
      return "BROKEN";
    case Outcome::unknown:
      return "undecided";
    case Outcome::noted:
      return "note";
  }
  return "";
}

bool Findings::add(Check check, const Place& place, const value::Result<void>& result) {
  Finding finding{check, place, Outcome::holds, {}, {}};
  if (!result) {
    finding.outcome = leaves_open(result.error().code) ? Outcome::unknown : Outcome::broken;
    finding.error = result.error();
  }
  all_.push_back(std::move(finding));
  return result.has_value();
}

void Findings::note(Check check, const Place& place, const std::string& text) {
  all_.push_back({check, place, Outcome::noted, {}, text});
}

}  // namespace comity::verify
