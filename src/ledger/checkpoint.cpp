#include "ledger/checkpoint.h"

#include "codec/base64.h"
#include "crypto/signer.h"
#include "ledger/note.h"
#include "ledger/vkey.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace comity::ledger {
namespace {

std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::optional<std::uint64_t> decimal(std::string_view text) {
  std::uint64_t number = 0;
  const auto* begin = text.data();
  const auto parsed = std::from_chars(begin, begin + text.size(), number);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != begin + text.size() ||
      (text.size() > 1 && text[0] == '0')) {
    return std::nullopt;
  }
  return number;
}

value::Failure malformed(const char* why) { return value::fail("LEDGER-13", why); }

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.head.size) + "\n" +
         codec::encode_base64(checkpoint.head.root.view()) + "\n";
}

value::Result<Checkpoint> parse_checkpoint(std::string_view text) {
  const auto origin = take_line(text);
  const auto size = take_line(text);
  const auto root = take_line(text);
  if (!origin || !size || !root || !text.empty()) {
    return malformed("a checkpoint has three lines");
  }
  if (!is_key_name(*origin)) {
    return malformed("the origin is no name of a log");
  }
  const auto number = decimal(*size);
  if (!number) {
    return malformed("the size is not a decimal number");
  }
  const auto octets = codec::decode_base64(*root);
  const auto digest = octets ? value::digest_of(*octets) : value::fail(octets.error());
  if (!digest) {
    return malformed("the root is not the base64 of 32 octets");
  }
  return Checkpoint{std::string(*origin), {*number, *digest}};
}

value::Result<std::string> sign_checkpoint(const Checkpoint& checkpoint,
                                           crypto::Ed25519Signer& signer) {
  Note note{checkpoint_text(checkpoint), {}};
  auto signature = sign_note(note.text, checkpoint.origin, signer);
  if (!signature) {
    return value::fail(signature.error());
  }
  note.signatures.push_back(std::move(*signature));
  return write_note(note);
}

namespace {

/// The last notes that a thread found good. All letters of a round carry the same few, and a
/// verdict depends on nothing but the note and the key.
class GoodNotes {
 public:
  [[nodiscard]] const Checkpoint* find(std::string_view note, const VerifierKey& log) const {
    const auto found = std::ranges::find_if(
        kept_, [&](const Kept& one) { return one.note == note && one.log == log; });
    return found == kept_.end() ? nullptr : &found->checkpoint;
  }

  void keep(std::string_view note, const VerifierKey& log, const Checkpoint& checkpoint) {
    kept_[next_] = {std::string(note), log, checkpoint};
    next_ = (next_ + 1) % kept_.size();
  }

 private:
  struct Kept {
    std::string note;
    VerifierKey log;
    Checkpoint checkpoint;
  };

  std::array<Kept, 8> kept_;
  std::size_t next_ = 0;
};

value::Result<Checkpoint> verified_checkpoint(std::string_view note, const VerifierKey& log) {
  const auto parsed = parse_note(note);
  if (!parsed) {
    return value::fail(parsed.error());
  }
  auto checkpoint = parse_checkpoint(parsed->text);
  if (!checkpoint) {
    return checkpoint;
  }
  if (checkpoint->origin != log.name || log.type != NoteKeyType::ed25519) {
    return value::fail("LEDGER-14",
                       "the checkpoint is of " + checkpoint->origin + ", the key of " + log.name);
  }
  const auto signatures = signatures_by(*parsed, log);
  if (!signatures) {
    return value::fail(signatures.error());
  }
  if (signatures->empty()) {
    return value::fail("LEDGER-14", "no signature by the key of " + log.name);
  }
  return checkpoint;
}

}  // namespace

value::Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& log) {
  thread_local GoodNotes good;
  if (const Checkpoint* known = good.find(note, log)) {
    return *known;
  }
  auto checkpoint = verified_checkpoint(note, log);
  if (checkpoint) {
    good.keep(note, log, *checkpoint);
  }
  return checkpoint;
}

}  // namespace comity::ledger
