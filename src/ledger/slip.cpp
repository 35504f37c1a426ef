#include "ledger/slip.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "codec/members.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/ledger_store.h"
#include "ledger/note.h"
#include "ledger/tile_nodes.h"
#include "ledger/tile_store.h"
#include "merkle/proof.h"
#include "merkle/tree_hash.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace comity::ledger {
namespace {

constexpr std::size_t longest_proof = 64;

value::Failure malformed(const std::string& why) { return value::fail("LEDGER-18", why); }

value::Result<merkle::Proof> proof_from(const codec::Json::Array& array) {
  if (array.size() > longest_proof) {
    return malformed("a proof has at most 64 hashes");
  }
  merkle::Proof proof;
  for (const auto& item : array) {
    const auto* text = item.text();
    const auto octets = codec::decode_base64(text == nullptr ? "" : std::string_view(*text));
    const auto digest = octets ? value::digest_of(*octets) : value::fail(octets.error());
    if (!digest) {
      return malformed("a proof hash is not the base64 of 32 octets");
    }
    proof.push_back(*digest);
  }
  return proof;
}

}  // namespace

codec::Json slip_json(const Slip& slip) {
  codec::Json::Array proof;
  for (const auto& hash : slip.proof) {
    proof.emplace_back(codec::encode_base64(hash.view()));
  }
  return codec::Json::Object{{"origin", slip.origin},
                             {"index", static_cast<std::int64_t>(slip.index)},
                             {"entry", codec::encode_base64(slip.entry)},
                             {"salt", codec::encode_base64(slip.salt.view())},
                             {"proof", std::move(proof)},
                             {"checkpoint", slip.checkpoint}};
}

std::string encode_slip(const Slip& slip) { return codec::write_json(slip_json(slip)); }

value::Result<Slip> slip_from(const codec::Json& json) {
  codec::Members members(json, "slip");
  Slip slip;
  slip.origin = members.text("origin");
  const auto index = members.integer("index");
  const auto entry = members.base64("entry");
  const auto salt = members.base64("salt");
  const auto& hashes = members.array("proof");
  slip.checkpoint = members.text("checkpoint");
  if (const auto read = members.finish(); !read) {
    return malformed(std::string(read.error().code.text()) + ": " + read.error().detail);
  }
  const auto salt_digest = value::digest_of(salt);
  if (index < 0 || entry.size() != entry_size || !salt_digest) {
    return malformed("index, entry or salt is out of range");
  }
  auto proof = proof_from(hashes);
  if (!proof) {
    return value::fail(proof.error());
  }
  slip.index = static_cast<std::uint64_t>(index);
  std::ranges::copy(entry, slip.entry.begin());
  slip.salt = *salt_digest;
  slip.proof = std::move(*proof);
  return slip;
}

value::Result<Slip> decode_slip(value::BytesView bytes) {
  const auto json = codec::parse_json(bytes, {.max_bytes = max_slip_size, .max_depth = 3});
  if (!json) {
    return malformed(std::string(json.error().code.text()) + ": " + json.error().detail);
  }
  auto slip = slip_from(*json);
  if (slip && encode_slip(*slip) != value::text_of(bytes)) {
    return malformed("the members are not in order, or there is white space");
  }
  return slip;
}

value::Result<Checkpoint> verify_slip(const Slip& slip, const Claim& claim) {
  if (slip.origin != claim.log.name) {
    return value::fail("LEDGER-14",
                       "the slip is of " + slip.origin + ", the key of " + claim.log.name);
  }
  auto checkpoint = open_checkpoint(slip.checkpoint, claim.log);
  if (!checkpoint) {
    return checkpoint;
  }
  const auto included = merkle::verify_inclusion(merkle::leaf_hash(slip.entry), slip.index,
                                                 slip.proof, checkpoint->head);
  if (!included) {
    return value::fail(included.error());
  }
  // Only now: an entry of a newer version is one that the log really has.
  const auto entry = decode_entry(slip.entry);
  if (!entry) {
    return value::fail(entry.error());
  }
  const auto expected = commitment(claim.label, slip.salt, claim.bytes);
  if ((claim.label == statistics_label ? entry->statistics : entry->act) != expected) {
    return value::fail("LEDGER-19", "entry " + std::to_string(slip.index) + " of " + slip.origin +
                                        " is about something else");
  }
  return checkpoint;
}

value::Result<SlipMaker> SlipMaker::under(const TileReader& tiles,
                                          std::string_view checkpoint_note) {
  const auto note = parse_note(checkpoint_note);
  if (!note) {
    return value::fail(note.error());
  }
  auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint) {
    return value::fail(checkpoint.error());
  }
  return SlipMaker(std::move(checkpoint->origin), std::string(checkpoint_note),
                   EntryProver(tiles, checkpoint->head));
}

value::Result<Slip> SlipMaker::make(std::uint64_t index, const value::Digest& salt) {
  auto proven = prover_.prove(index);
  if (!proven) {
    return value::fail(proven.error());
  }
  return Slip{origin_, index, proven->entry, salt, std::move(proven->proof), note_};
}

value::Result<Slip> make_slip(const TileReader& tiles, std::string_view checkpoint_note,
                              std::uint64_t index, const value::Digest& salt) {
  auto maker = SlipMaker::under(tiles, checkpoint_note);
  return maker ? maker->make(index, salt) : value::fail(maker.error());
}

}  // namespace comity::ledger
