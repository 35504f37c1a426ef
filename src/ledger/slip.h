// The slip: shows that an act is in a ledger, to whoever has the act itself. Nothing is shown to
// others, for the salt is in the slip and not in the log. Its JSON is docs/protocol/ledger.md.
#pragma once

#include "codec/json.h"
#include "ledger/checkpoint.h"
#include "ledger/ledger_store.h"
#include "ledger/tile_nodes.h"
#include "ledger/tile_store.h"
#include "ledger/vkey.h"
#include "merkle/proof.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace comity::ledger {

struct Slip {
  std::string origin;
  std::uint64_t index = 0;
  EntryBytes entry{};
  value::Digest salt;
  merkle::Proof proof;
  std::string checkpoint;  ///< the signed note

  friend bool operator==(const Slip&, const Slip&) = default;
};

inline constexpr std::size_t max_slip_size = std::size_t{24} * 1024;

/// One line of JSON, without a line end.
std::string encode_slip(const Slip& slip);
codec::Json slip_json(const Slip& slip);

/// LEDGER-18 for what is not such an object, or not in its one spelling.
value::Result<Slip> decode_slip(value::BytesView bytes);

/// The same from within a larger document.
value::Result<Slip> slip_from(const codec::Json& json);

/// What a slip is to show: that these bytes, under this label (act_label or statistics_label), are
/// in the log of this key.
struct Claim {
  const VerifierKey& log;
  std::string_view label;
  value::BytesView bytes;
};

/// The checkpoint that the proof leads to. LEDGER-14 another log; LEDGER-19 the entry does not
/// commit to these bytes; MERKLE-02, MERKLE-03, MERKLE-04 for the proof; LEDGER-11 to LEDGER-13
/// for the note.
value::Result<Checkpoint> verify_slip(const Slip& slip, const Claim& claim);

/// Slips under one checkpoint of this log, each proved before it is handed out.
class SlipMaker {
 public:
  /// Borrows the reader. LEDGER-11, LEDGER-12 for a note that is no checkpoint.
  static value::Result<SlipMaker> under(const TileReader& tiles, std::string_view checkpoint_note);

  /// The codes of EntryProver::prove, and of a tile that cannot be read.
  value::Result<Slip> make(std::uint64_t index, const value::Digest& salt);

 private:
  SlipMaker(std::string origin, std::string note, EntryProver prover)
      : origin_(std::move(origin)), note_(std::move(note)), prover_(std::move(prover)) {}

  std::string origin_;
  std::string note_;
  EntryProver prover_;
};

/// The slip of entry `index`, alone.
value::Result<Slip> make_slip(const TileReader& tiles, std::string_view checkpoint_note,
                              std::uint64_t index, const value::Digest& salt);

}  // namespace comity::ledger
