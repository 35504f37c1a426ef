// Entry bundles (C2SP tlog-tiles): up to 256 entries, each behind its length as 16 bits big-endian.
// Their names are in ledger/tile_path.h.
#pragma once

#include "ledger/ledger_store.h"
#include "value/bytes.h"
#include "value/result.h"

#include <vector>

namespace comity::ledger {

/// Adds one entry, with its length, to the end of a bundle.
void append_to_bundle(value::Bytes& bundle, const EntryBytes& entry);

/// All entries of a bundle; LEDGER-09 when one has another length, or the bundle is cut.
value::Result<std::vector<EntryBytes>> parse_bundle(value::BytesView bundle);

/// The bytes that the first `entries` entries of a bundle take.
constexpr std::size_t bundle_length(std::size_t entries) { return entries * (2 + entry_size); }

}  // namespace comity::ledger
