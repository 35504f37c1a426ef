// A letter opened and verified: who wrote it, under which keys in force, at which place of the
// author's ledger. What the statement inside asks for is judged in desk/admission_rules.h.
#pragma once

#include "desk/context.h"
#include "exchange/directory.h"
#include "exchange/letter.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <string>

namespace comity::desk {

struct OpenedLetter {
  exchange::LetterHeader header;
  std::string slip;       ///< the author's, verified
  value::Bytes envelope;  ///< exact bytes
  signed_::Envelope verified;
  statement::Statement statement;
  std::uint64_t author_index = 0;  ///< of the statement in the author's ledger
  signed_::KeySet author_keys;     ///< in force at that index
  std::string author_checkpoint;   ///< the latest the letter carries, signature checked
};

/// Codes of the rooms below as they are; DESK-08 when letter, envelope and statement do not name
/// the same desks.
value::Result<OpenedLetter> open_letter(const Context& context, exchange::Letter letter);

}  // namespace comity::desk
