// The journal of a sealing as octets: a line that says what it is, an age header sealed to the
// sealing desk, then frames, each sealed under its place. What frames say is journal_records.h;
// the format is docs/operator/sealing-journal.md.
#pragma once

#include "crypto/age_head.h"
#include "crypto/age_stream.h"
#include "crypto/opener.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace comity::evidence {

inline constexpr std::size_t max_frame_octets = crypto::age_chunk_octets;

/// The first line. Nothing protects it: it only says where to look.
struct JournalLabel {
  value::Uuid package_id;
  value::Uuid case_id;
  std::string desk;

  friend bool operator==(const JournalLabel&, const JournalLabel&) = default;
};

/// SEAL-08 no such line; SEAL-10 of a newer version.
value::Result<JournalLabel> read_journal_label(value::BytesView journal);

/// Makes the octets of one journal, in order. One thread at a time.
class FrameWriter {
 public:
  explicit FrameWriter(const crypto::AgeHead& head) : stream_(head.key, head.nonce()) {}

  /// Line and header: what a journal begins with.
  static value::Bytes beginning(const JournalLabel& label, const crypto::AgeHead& head);

  /// Appends one frame to `out`. REQUIRES: 1 to 64 KiB of plaintext.
  value::Result<void> append(value::BytesView plain, value::Bytes& out);

 private:
  crypto::AgeStream stream_;
  std::uint64_t next_ = 0;
};

/// Gives every frame in order to `take` and stops at its first error. A last frame that is not
/// whole was being written when the machine stopped and is passed over. SEAL-08 damaged; SEAL-09
/// sealed to another key; SEAL-10.
value::Result<void> read_frames(value::BytesView journal, crypto::Opener& opener,
                                const std::function<value::Result<void>(value::BytesView)>& take);

}  // namespace comity::evidence
