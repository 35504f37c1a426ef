#include "crypto/age_head.h"

#include "crypto/age_header.h"
#include "crypto/age_recipient.h"
#include "crypto/age_wrap.h"
#include "crypto/file_key.h"
#include "crypto/opener.h"
#include "crypto/sha256.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/ports.h"
#include "value/result.h"

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace comity::crypto {
namespace {

value::Result<std::vector<Stanza>> wrap(std::span<const Recipient> recipients, const FileKey& key,
                                        value::Random& random) {
  if (recipients.empty()) {
    return value::fail("AGE-12", "no recipient");
  }
  std::vector<Stanza> stanzas;
  for (const Recipient& recipient : recipients) {
    if (recipient.suite() != recipients.front().suite()) {
      return value::fail("AGE-13", "recipients of different suites");
    }
    auto stanza = wrap_file_key(key, recipient, random);
    if (!stanza) {
      return value::fail(stanza.error());
    }
    stanzas.push_back(std::move(*stanza));
  }
  return stanzas;
}

/// The header at the start of `bytes`, with a nonce after it.
value::Result<AgeHeader> whole_header(value::BytesView bytes) {
  auto header = value::required(read_age_header(bytes), "AGE-07", "it ends inside its header");
  if (header && bytes.size() < header->length + age_nonce_octets) {
    return value::fail("AGE-07", "it ends inside its nonce");
  }
  return header;
}

value::Result<AgeHead> restore(const AgeHeader& header, const FileKey& key,
                               value::BytesView bytes) {
  if (const auto mac = check_age_mac(header, bytes, key); !mac) {
    return value::fail(mac.error());
  }
  return AgeHead{key, value::to_bytes(bytes.first(header.length + age_nonce_octets)),
                 sha256(bytes.first(header.length))};
}

}  // namespace

value::BytesView AgeHead::nonce() const { return value::BytesView(octets).last(age_nonce_octets); }

value::Result<AgeHead> make_age_head(std::span<const Recipient> recipients, value::Random& random) {
  const FileKey key = FileKey::random(random);
  const auto stanzas = wrap(recipients, key, random);
  if (!stanzas) {
    return value::fail(stanzas.error());
  }
  value::Bytes header = write_age_header(*stanzas, key);
  if (header.size() > max_age_header_octets) {
    return value::fail("AGE-03", "too many recipients for one header");
  }
  const value::Digest digest = sha256(header);
  std::array<std::uint8_t, age_nonce_octets> nonce{};
  random.fill(nonce);
  header.insert(header.end(), nonce.begin(), nonce.end());
  return AgeHead{key, std::move(header), digest};
}

value::Result<AgeHead> restore_age_head(const FileKey& key, value::BytesView bytes) {
  const auto header = whole_header(bytes);
  return header ? restore(*header, key, bytes) : value::fail(header.error());
}

value::Result<AgeHead> open_age_head(Opener& opener, value::BytesView bytes) {
  const auto header = whole_header(bytes);
  if (!header) {
    return value::fail(header.error());
  }
  const auto key = opener.unwrap(header->stanzas);
  return key ? restore(*header, *key, bytes) : value::fail(key.error());
}

}  // namespace comity::crypto
