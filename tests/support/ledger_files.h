// The example log of a given size as files: what docs/protocol/vectors/ledger holds, and what other
// implementations check (tests/foreign/ledger.sh). How each follows from its number is in
// docs/protocol/ledger.md.
#pragma once

#include "codec/base64.h"
#include "codec/json.h"
#include "ledger/cosignature.h"
#include "ledger/log_folder.h"
#include "ledger/slip.h"
#include "merkle/frontier.h"
#include "merkle/tree_hash.h"
#include "support/example_log.h"

#include <cstdint>
#include <map>
#include <string>

namespace comity::support {

/// Path to content.
using Files = std::map<std::string, value::Bytes, std::less<>>;

inline constexpr std::int64_t example_cosigned_at = 1'790'000'000;

/// The checkpoint with a witness's line.
inline std::string example_cosigned(const std::string& checkpoint) {
  const auto witness = fakes::ledger_key(2);
  auto note = ledger::parse_note(checkpoint).value();
  note.signatures.push_back(
      ledger::cosign(note.text, "xb.witness.example", *witness, {example_cosigned_at * 1000})
          .value());
  return ledger::write_note(note);
}

inline std::string example_roots() {
  codec::Json::Object roots;
  merkle::Frontier frontier;
  for (std::uint64_t size = 0; size <= 1000; ++size) {
    if (size < 10 || (size > 253 && size < 260) || size == 600 || size == 1000) {
      roots[std::to_string(size)] = codec::encode_base64(frontier.root().view());
    }
    frontier.append(merkle::leaf_hash(example_entry(size)));
  }
  return codec::write_json_indented(roots);
}

inline Files ledger_files(std::uint64_t size) {
  ExampleLog log;
  const auto earlier = log.grow_to(size / 2);
  const auto latest = log.grow_to(size);
  fakes::MemoryTileStore folder;
  ledger::export_log(log.tiles(), latest, log.key(), folder).value();
  Files files;
  for (const auto& [path, bytes] : folder.files()) {
    files["log/" + path] = bytes;
  }
  std::string slips;
  for (const auto index : {std::uint64_t{0}, size / 2, size - 1}) {
    slips += ledger::encode_slip(
                 ledger::make_slip(log.tiles(), latest, index, example_salt(index)).value()) +
             "\n";
  }
  const ledger::VerifierKey witness{"xb.witness.example", ledger::NoteKeyType::cosignature,
                                    fakes::ledger_key(2)->public_key()};
  files["slips"] = value::to_bytes(slips);
  files["earlier"] = value::to_bytes(earlier);
  files["cosigned"] = value::to_bytes(example_cosigned(latest));
  files["witness.vkey"] = value::to_bytes(witness.text() + "\n");
  files["roots.json"] = value::to_bytes(example_roots());
  return files;
}

}  // namespace comity::support
