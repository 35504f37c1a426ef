#include "exchange/letter.h"

#include "codec/json.h"
#include "codec/members.h"
#include "crypto/age.h"
#include "crypto/age_recipient.h"
#include "crypto/certificate.h"
#include "crypto/jws.h"
#include "crypto/sha256.h"
#include "crypto/signer.h"
#include "value/bytes.h"
#include "value/names.h"
#include "value/ports.h"
#include "value/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace comity::exchange {
namespace {

using codec::Json;
using value::fail;
using value::Result;

constexpr std::string_view type = "comity-letter+json";
constexpr std::size_t max_header_bytes = 32UL * 1024;

Result<LetterHeader> read_header(value::BytesView payload) {
  auto json = codec::parse_json(payload, {max_header_bytes, 4});
  if (!json) {
    return fail("EXCH-02", json.error().detail);
  }
  codec::Members members(*json, "letter");
  const std::string schema = members.text("schema");
  LetterHeader header;
  header.letter_id = members.uuid("letter_id");
  header.from_node = members.text("from_node");
  header.to_node = members.text("to_node");
  header.from_desk = members.text("from_desk");
  header.to_desk = members.text("to_desk");
  header.made_at = members.instant("made_at");
  header.expires = members.instant("expires");
  header.suite = members.text("suite");
  header.sealed_digest = members.digest("sealed_digest");
  header.sealed_length = static_cast<std::uint64_t>(members.integer("sealed_length"));
  header.checkpoint = members.text("checkpoint");
  if (auto done = members.finish(); !done) {
    return fail("EXCH-02", std::string(done.error().code.text()) + " " + done.error().detail);
  }
  if (schema != "letter/1") {
    return fail("EXCH-02", "schema " + schema.substr(0, 60));
  }
  for (const std::string& name :
       {header.from_node, header.to_node, header.from_desk, header.to_desk}) {
    if (!value::is_name(name)) {
      return fail("EXCH-02", "name " + name.substr(0, 70));
    }
  }
  if (auto suite = crypto::parse_suite(header.suite); !suite) {
    return fail("EXCH-02", "suite " + header.suite.substr(0, 60));
  }
  return header;
}

Json write_header(const LetterHeader& header) {
  return Json::Object{{"schema", "letter/1"},
                      {"letter_id", header.letter_id.text()},
                      {"from_node", header.from_node},
                      {"to_node", header.to_node},
                      {"from_desk", header.from_desk},
                      {"to_desk", header.to_desk},
                      {"made_at", header.made_at.text()},
                      {"expires", header.expires.text()},
                      {"suite", header.suite},
                      {"sealed_digest", header.sealed_digest.hex()},
                      {"sealed_length", static_cast<std::int64_t>(header.sealed_length)},
                      {"checkpoint", header.checkpoint}};
}

}  // namespace

Result<Letter> read_letter(value::BytesView bytes) {
  if (bytes.size() > max_letter_bytes) {
    return fail("EXCH-05", std::to_string(bytes.size()) + " octets");
  }
  const std::string_view text = value::text_of(bytes);
  const auto end = text.find('\n');
  if (end == std::string_view::npos || end > 2 * max_header_bytes) {
    return fail("EXCH-02", "no header line");
  }
  auto jws = crypto::parse_compact(text.substr(0, end), type);
  if (!jws) {
    return fail("EXCH-02", std::string(jws.error().code.text()) + " " + jws.error().detail);
  }
  auto chain = crypto::chain_of(jws->header);
  if (!chain) {
    return fail("EXCH-02", chain.error().detail);
  }
  if (auto good = crypto::verify_jws(*jws, chain->front()); !good) {
    return fail("EXCH-03", chain->front().subject_name());
  }
  auto header = read_header(jws->payload);
  if (!header) {
    return fail(header.error());
  }
  const value::BytesView sealed = bytes.subspan(end + 1);
  if (sealed.size() != header->sealed_length || crypto::sha256(sealed) != header->sealed_digest) {
    return fail("EXCH-04", std::to_string(sealed.size()) + " octets of " +
                               std::to_string(header->sealed_length));
  }
  return Letter{*std::move(header), *std::move(chain), value::to_bytes(sealed)};
}

Result<value::Bytes> make_letter(const LetterParts& parts, crypto::Signer& desk,
                                 const crypto::Certificate& root, value::Random& random) {
  auto sealed = crypto::age_seal(std::array{parts.recipient}, parts.enclosure, random);
  if (!sealed) {
    return fail(sealed.error());
  }
  LetterHeader header = parts.header;
  header.suite = crypto::suite_name(parts.recipient.suite());
  header.sealed_digest = crypto::sha256(*sealed);
  header.sealed_length = sealed->size();
  auto text = crypto::sign_compact(
      {{"typ", type}, {"x5c", crypto::x5c_of(std::array{desk.certificate(), root})}},
      value::bytes_of(codec::write_json(write_header(header))), desk);
  if (!text) {
    return fail(text.error());
  }
  value::Bytes bytes = value::to_bytes(*text + "\n");
  bytes.insert(bytes.end(), sealed->begin(), sealed->end());
  if (bytes.size() > max_letter_bytes) {
    return fail("EXCH-05", std::to_string(bytes.size()) + " octets");
  }
  return bytes;
}

}  // namespace comity::exchange
