#include "cli/proofs.h"

#include "casework/case_store.h"
#include "cli/peer_mail.h"
#include "cli/report.h"
#include "codec/json.h"
#include "desk/each_case.h"
#include "exchange/directory.h"
#include "exchange/mail_store.h"
#include "ledger/checkpoint.h"
#include "ledger/vkey.h"
#include "node/files.h"
#include "node/opened.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::cli {
namespace {

using codec::Json;
using value::fail;
using value::Result;

/// Each code with its sentence: "REQ-ID-04" is a rule of the checklist, not of the catalogue.
std::string in_words(const std::string& reason) {
  std::string text;
  std::size_t at = 0;
  while (at < reason.size()) {
    const auto end = std::min(reason.find(' ', at), reason.size());
    const std::string code = reason.substr(at, end - at);
    const std::string what = code.starts_with("REQ-")
                                 ? "The checklist blocks it: rule " + code.substr(4) + "."
                                 : catalogued(code).what;
    text.append("\n    ").append(code).append("  ").append(what);
    at = end + 1;
  }
  return text;
}

/// Writes what proves something into the folder the person named; nothing where none was.
class Evidence {
 public:
  explicit Evidence(std::string folder) : folder_(std::move(folder)) {}

  [[nodiscard]] Result<void> begin() const {
    std::error_code error;
    if (!folder_.empty() && !std::filesystem::create_directory(folder_, error)) {
      return fail("NODE-03", folder_);
    }
    return {};
  }

  [[nodiscard]] Result<std::string> write(const std::string& name, value::BytesView bytes) const {
    if (folder_.empty()) {
      return std::string();
    }
    const auto file = std::filesystem::path(folder_) / name;
    auto written = node::replace_file(file, bytes);
    return written ? Result<std::string>(file.string()) : fail(written.error());
  }

 private:
  std::string folder_;
};

struct Pair {
  std::string node;
  std::string one;
  std::string other;
};

/// Equal sizes are a proof by themselves; of different sizes the log showed no way from one to the
/// other.
Result<void> tell_pair(const Pair& pair, const ledger::VerifierKey& key, std::size_t number,
                       const Evidence& evidence, Report& report) {
  auto first = ledger::open_checkpoint(pair.one, key);
  auto second = first ? ledger::open_checkpoint(pair.other, key) : fail(first.error());
  if (!second) {
    return fail(second.error());
  }
  const bool fork = first->head.size == second->head.size;
  auto file = evidence.write("history-" + pair.node + "-" + std::to_string(number) + ".notes",
                             value::bytes_of(pair.one + "\n" + pair.other));
  if (!file) {
    return fail(file.error());
  }
  const std::string sizes =
      std::to_string(first->head.size) + " and " + std::to_string(second->head.size);
  report.row("histories",
             {{"node", pair.node},
              {"kind", fork ? "fork" : "history"},
              {"sizes", Json::Array{static_cast<std::int64_t>(first->head.size),
                                    static_cast<std::int64_t>(second->head.size)}},
              {"file", *file}},
             pair.node +
                 (fork ? " signed two histories of its ledger, both of size " +
                             std::to_string(first->head.size) + ": a proof by itself"
                       : " signed checkpoints of sizes " + sizes +
                             ", and its ledger shows no way from one to the other") +
                 (file->empty() ? "" : "  [" + *file + "]"));
  return {};
}

Result<void> tell_histories(node::OpenNode& node, const Evidence& evidence, Report& report) {
  const auto directory = node.directory().now();
  for (const exchange::KnownNode& peer : directory->nodes()) {
    auto notes = node.database().peers().fork_proofs(peer.chain.latest().origin);
    auto key = ledger::parse_vkey(peer.chain.latest().ledger_key);
    if (!notes || !key) {
      return fail(!notes ? notes.error() : key.error());
    }
    for (std::size_t i = 0; i + 1 < notes->size(); i += 2) {
      auto told =
          tell_pair({peer.node, (*notes)[i], (*notes)[i + 1]}, *key, i / 2, evidence, report);
      if (!told) {
        return told;
      }
    }
  }
  return {};
}

Result<void> tell_conflict(const casework::StoredStatement& kept,
                           const casework::StoredStatement& other, const Evidence& evidence,
                           Report& report) {
  const std::string id = kept.statement_id.text();
  auto first = evidence.write("statement-" + id + "-" + kept.digest.hex().substr(0, 12) + ".json",
                              kept.envelope);
  auto second = evidence.write("statement-" + id + "-" + other.digest.hex().substr(0, 12) + ".json",
                               other.envelope);
  if (!first || !second) {
    return fail(!first ? first.error() : second.error());
  }
  report.row("statements",
             {{"statement", id},
              {"from", other.from_desk},
              {"digests", Json::Array{kept.digest.hex(), other.digest.hex()}},
              {"files", Json::Array{*first, *second}}},
             other.from_desk + " signed two texts under the id " + id +
                 (first->empty() ? "" : "  [" + *first + ", " + *second + "]"));
  return {};
}

Result<void> tell_conflicts(node::OpenNode& node, const Evidence& evidence, Report& report) {
  casework::CaseStore& cases = node.database().cases();
  Result<void> told;
  const auto look = [&](const casework::CaseRow& row) {
    auto statements = cases.of_case(row.case_id);
    if (!statements) {
      told = fail(statements.error());
      return false;
    }
    for (const casework::StoredStatement& one : *statements) {
      auto conflicts = cases.conflicts(one.statement_id);
      told = conflicts ? told : fail(conflicts.error());
      for (std::size_t i = 0; told && i < conflicts->size(); ++i) {
        told = tell_conflict(one, (*conflicts)[i], evidence, report);
      }
    }
    return told.has_value();
  };
  for (const bool own : {true, false}) {
    if (auto seen = desk::each_case(node.context(), own, look); !seen || !told) {
      return seen ? told : seen;
    }
  }
  return {};
}

/// Nothing is taken away: what was refused stays where it proves something.
int review(node::OpenNode& node, const std::string& peer, Report& report) {
  const auto directory = node.directory().now();
  if (directory->node(peer) == nullptr) {
    return report.fail({"EXCH-08", peer});
  }
  const auto reviewed = node.database().inbox().review(peer);
  if (!reviewed) {
    return report.fail(reviewed.error());
  }
  report.fact("peer", peer);
  report.fact("reviewed", static_cast<std::int64_t>(*reviewed));
  return report.done();
}

}  // namespace

int quarantine(const QuarantineOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  if (node && !options.reviewed.empty()) {
    return review(**node, options.reviewed, report);
  }
  auto letters = node ? (*node)->database().inbox().quarantine(options.limit) : fail(node.error());
  if (!letters) {
    return report.fail(letters.error());
  }
  for (const exchange::SettledLetter& letter : *letters) {
    report.row("letters",
               {{"letter", letter.letter_id.text()},
                {"codes", letter.reason},
                {"received_at", letter.received_at.text()}},
               "letter " + letter.letter_id.text() + ", " + letter.received_at.text() + ":" +
                   in_words(letter.reason));
  }
  if (letters->empty()) {
    report.line("No letter was refused.");
  }
  const auto told = tell_peer_mail(**node, PeersTold::all, report);
  return told ? report.done() : report.fail(told.error());
}

int proofs(const ProofOptions& options) {
  Report report(options.common.json);
  const Evidence evidence(options.out);
  auto node = node::OpenNode::open(options.folder);
  auto begun = node ? evidence.begin() : fail(node.error());
  auto told = begun ? tell_histories(**node, evidence, report) : begun;
  told = told ? tell_conflicts(**node, evidence, report) : told;
  return told ? report.done() : report.fail(told.error());
}

}  // namespace comity::cli
