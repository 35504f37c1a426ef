// How one object is written in JSON: its facts and digests as the inner manifest has them, its
// ciphertext as the outer one has it, both also in the journal of a sealing (journal_format.h).
#pragma once

#include "codec/json.h"
#include "codec/members.h"
#include "evidence/inner_manifest.h"
#include "evidence/outer_manifest.h"
#include "evidence/source.h"

#include <cstddef>

namespace comity::evidence {

codec::Json json_of(const SourceFacts& facts);
codec::Json json_of(const EvidenceObject& object, std::size_t index);
codec::Json json_of(const SealedObject& object, std::size_t index);

// What is wrong is kept in `errors`: PKG-02, PKG-03, JSON codes.

SourceFacts read_facts(const codec::Json& json, codec::Members& errors);
EvidenceObject read_evidence_object(const codec::Json& json, std::size_t index,
                                    codec::Members& errors);
SealedObject read_sealed_object(const codec::Json& json, std::size_t index, codec::Members& errors);

}  // namespace comity::evidence
