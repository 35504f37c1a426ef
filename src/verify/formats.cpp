#include "verify/formats.h"

#include "codec/json.h"
#include "crypto/age_header.h"
#include "crypto/age_recipient.h"
#include "crypto/certificate.h"
#include "data/data.h"
#include "evidence/court_bundle.h"
#include "evidence/custody.h"
#include "evidence/file_name.h"
#include "evidence/inner_manifest.h"
#include "evidence/sidecar.h"
#include "evidence/signed_manifest.h"
#include "exchange/courier_head.h"
#include "exchange/directory.h"
#include "exchange/enclosure.h"
#include "exchange/letter.h"
#include "ledger/bundle.h"
#include "ledger/checkpoint.h"
#include "ledger/cosignature.h"
#include "ledger/entry.h"
#include "ledger/note.h"
#include "ledger/slip.h"
#include "ledger/tile_path.h"
#include "ledger/vkey.h"
#include "record/record.h"
#include "record/tables.h"
#include "signed/authorisation.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace comity::verify {
namespace {

using value::fail;
using value::Result;

/// Whether it was read: what was read is dropped.
template <class Value>
Result<void> verdict_on(const Result<Value>& read) {
  return read ? Result<void>() : fail(read.error());
}

std::string_view text(const Sample& sample) { return value::text_of(sample.bytes); }

Result<codec::Json> json(const Sample& sample) { return codec::parse_json(sample.bytes, {}); }

Result<void> judge_json(const Sample& sample) { return verdict_on(json(sample)); }

Result<void> judge_payload(const Sample& sample) {
  return verdict_on(statement::read_payload(sample.bytes));
}

Result<void> judge_record(const Sample& sample) {
  auto tables = record::Tables::parse(data::file("casework.json").value_or(""),
                                      data::file("documents.json").value_or(""));
  auto payload = statement::read_payload(sample.bytes);
  if (!tables || !payload) {
    return fail(tables ? payload.error() : tables.error());
  }
  return verdict_on(record::Record::make(*tables, payload->head.document, payload->record));
}

Result<void> judge_authorisation(const Sample& sample) {
  auto claim = signed_::read_authorisation(text(sample));
  auto person = crypto::Certificate::parse(sample.with);
  if (!claim || !person) {
    return fail(claim ? person.error() : claim.error());
  }
  return signed_::verify_authorisation(text(sample), *person);
}

Result<void> judge_envelope(const Sample& sample) {
  return verdict_on(signed_::read_envelope(sample.bytes));
}

Result<void> judge_key_set(const Sample& sample) {
  auto record = json(sample);
  return record ? verdict_on(signed_::read_key_set(*record)) : fail(record.error());
}

Result<void> judge_chain(const Sample& sample) {
  auto trusted = evidence::bundle::decode_roots(value::text_of(sample.with));
  if (!trusted || trusted->size() != 1) {
    return trusted ? fail("VER-03", "not one node and its root") : fail(trusted.error());
  }
  const auto& [node, root] = *trusted->begin();
  return verdict_on(exchange::read_node(
      {node, root, value::Bytes(sample.bytes.begin(), sample.bytes.end()), "", {}}));
}

Result<void> judge_certificate(const Sample& sample) {
  auto certificate = crypto::Certificate::parse(sample.bytes);
  if (!certificate || sample.with.empty()) {
    return verdict_on(certificate);
  }
  auto issuer = crypto::Certificate::parse(sample.with);
  return issuer ? certificate->issued_by(*issuer) : fail(issuer.error());
}

Result<void> judge_entry(const Sample& sample) {
  return verdict_on(ledger::decode_entry(sample.bytes));
}

Result<void> judge_entries(const Sample& sample) {
  return verdict_on(ledger::parse_bundle(sample.bytes));
}

Result<void> judge_tile_path(const Sample& sample) {
  return verdict_on(ledger::parse_tile_path(text(sample)));
}

Result<void> judge_vkey(const Sample& sample) {
  return verdict_on(ledger::parse_vkey(text(sample)));
}

Result<void> judge_checkpoint(const Sample& sample) {
  auto log = ledger::parse_vkey(value::text_of(sample.with));
  return log ? verdict_on(ledger::open_checkpoint(text(sample), *log)) : fail(log.error());
}

/// Every line of this witness, and at least one.
Result<void> judge_cosigned(const Sample& sample) {
  auto witness = ledger::parse_vkey(value::text_of(sample.with));
  auto note = ledger::parse_note(text(sample));
  if (!witness || !note) {
    return fail(witness ? note.error() : witness.error());
  }
  bool any = false;
  for (const ledger::NoteSignature& line : note->signatures) {
    if (line.name == witness->name && line.key_id == witness->id()) {
      any = true;
      if (auto time = ledger::verify_cosignature(note->text, line, *witness); !time) {
        return fail(time.error());
      }
    }
  }
  return any ? Result<void>() : fail("LEDGER-12", "no line of this witness");
}

Result<void> judge_slip(const Sample& sample) {
  return verdict_on(ledger::decode_slip(sample.bytes));
}

Result<void> judge_enclosure(const Sample& sample) {
  auto enclosure = exchange::read_enclosure(sample.bytes);
  if (!enclosure || sample.with.empty()) {
    return verdict_on(enclosure);
  }
  auto log = ledger::parse_vkey(value::text_of(sample.with));
  auto slip = ledger::decode_slip(value::bytes_of(enclosure->slip));
  if (!log || !slip) {
    return fail(log ? slip.error() : log.error());
  }
  return verdict_on(ledger::verify_slip(*slip, {*log, ledger::act_label, enclosure->envelope}));
}

Result<void> judge_letter(const Sample& sample) {
  return verdict_on(exchange::read_letter(sample.bytes));
}

Result<void> judge_courier_list(const Sample& sample) {
  return verdict_on(exchange::decode_courier_head(sample.bytes));
}

Result<void> judge_outer(const Sample& sample) {
  return verdict_on(evidence::read_outer(text(sample)));
}

Result<void> judge_inner(const Sample& sample) {
  return verdict_on(evidence::decode_inner(sample.bytes));
}

Result<void> judge_custody(const Sample& sample) {
  auto record = json(sample);
  return record ? verdict_on(evidence::read_custody(*record)) : fail(record.error());
}

Result<void> judge_midstates(const Sample& sample) {
  return verdict_on(evidence::decode_sidecar(sample.bytes));
}

Result<void> judge_name(const Sample& sample) { return evidence::check_name(text(sample)); }

Result<void> judge_age_header(const Sample& sample) {
  auto header = crypto::read_age_header(sample.bytes);
  if (header && !header->has_value()) {
    return fail("AGE-02", "the header does not end");
  }
  return verdict_on(header);
}

Result<void> judge_recipient(const Sample& sample) {
  return verdict_on(crypto::Recipient::parse(text(sample)));
}

Result<void> judge_bundle_head(const Sample& sample) {
  return verdict_on(evidence::bundle::decode_head(sample.bytes));
}

Result<void> judge_roots(const Sample& sample) {
  return verdict_on(evidence::bundle::decode_roots(text(sample)));
}

Result<void> judge_sums(const Sample& sample) {
  return verdict_on(evidence::bundle::decode_sums(text(sample)));
}

constexpr std::array<Format, 28> all{{
    {"json", "", "strict JSON, as README.md says", judge_json},
    {"payload", "", "what a statement claims, without its record", judge_payload},
    {"record", "", "a payload with its record", judge_record},
    {"authorisation", "CERTIFICATE.der", "a person's signature", judge_authorisation},
    {"envelope", "", "an organisation's signature", judge_envelope},
    {"key-set", "", "the record of a key set", judge_key_set},
    {"chain", "ROOTS", "the key sets of the one node that ROOTS names", judge_chain},
    {"certificate", "[ISSUER.der]", "DER", judge_certificate},
    {"entry", "", "the 129 octets of a ledger's entry", judge_entry},
    {"entries", "", "a file of entries", judge_entries},
    {"tile-path", "", "the name of a tile, without a line end", judge_tile_path},
    {"vkey", "", "a verifier key, without a line end", judge_vkey},
    {"checkpoint", "VKEY", "signed by the log", judge_checkpoint},
    {"cosigned", "VKEY", "a checkpoint with a line of this witness", judge_cosigned},
    {"slip", "", "its form", judge_slip},
    {"enclosure", "[VKEY]", "slip and envelope, proven in the log of VKEY", judge_enclosure},
    {"letter", "", "header and sealed part", judge_letter},
    {"courier-list", "", "the payload of a courier file's list", judge_courier_list},
    {"outer-manifest", "", "a package's cover, signed", judge_outer},
    {"inner-manifest", "", "the payload of the sealed manifest", judge_inner},
    {"custody", "", "a custody record", judge_custody},
    {"midstates", "", "the hash states beside a piece of evidence", judge_midstates},
    {"name", "", "the name of a piece of evidence", judge_name},
    {"age-header", "", "the header of a sealed file", judge_age_header},
    {"recipient", "", "whom something is sealed to", judge_recipient},
    {"bundle-head", "", "bundle.json", judge_bundle_head},
    {"bundle-roots", "", "roots.txt", judge_roots},
    {"bundle-sums", "", "SHA256SUMS", judge_sums},
}};

}  // namespace

std::span<const Format> formats() { return all; }

const Format* find_format(std::string_view name) {
  const auto* const found =
      std::find_if(all.begin(), all.end(), [&](const Format& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace comity::verify
