#include "keys/age_identity.h"

#include "codec/bech32.h"
#include "crypto/age_recipient.h"
#include "crypto/file_key.h"
#include "keys/private_key.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::keys {

namespace {

constexpr std::string_view x25519_prefix = "age-secret-key-";
constexpr std::string_view hybrid_prefix = "age-secret-key-pq-";

/// Calls `take` for each line that is neither empty nor a comment; its answer is whether the line
/// was good. The number of the first bad line, or 0.
std::size_t first_bad_line(std::string_view text,
                           const std::function<bool(std::string_view)>& take) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    if (!line.empty() && !line.starts_with('#') && !take(line)) {
      return number;
    }
  }
  return 0;
}

}  // namespace

value::Result<std::string> export_identity(const PrivateKey& key) {
  const bool hybrid = key.kind() == KeyKind::hybrid;
  if (!hybrid && key.kind() != KeyKind::x25519) {
    return value::fail("KEY-07", "only a key that opens has an age identity");
  }
  auto secret = key.secret();
  std::string text = codec::encode_bech32(hybrid ? hybrid_prefix : x25519_prefix, secret);
  crypto::cleanse(secret);
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

value::Result<PrivateKey> parse_identity(std::string_view line) {
  auto decoded = codec::decode_bech32(line);
  const bool hybrid = decoded && decoded->prefix == hybrid_prefix;
  if (!decoded || !(hybrid || decoded->prefix == x25519_prefix) || !line.starts_with('A')) {
    return value::fail("KEY-09", "the text is no age identity");
  }
  auto key = PrivateKey::from_octets(hybrid ? KeyKind::hybrid : KeyKind::x25519, decoded->data);
  crypto::cleanse(decoded->data);
  if (!key && key.error().code == value::Code("KEY-01")) {
    return value::fail("KEY-09", "an age identity of another length");
  }
  return key;
}

value::Result<std::vector<PrivateKey>> parse_identity_file(std::string_view text) {
  std::vector<PrivateKey> keys;
  value::Result<void> lacking;
  const std::size_t bad = first_bad_line(text, [&](std::string_view line) {
    auto key = parse_identity(line);
    if (key) {
      keys.push_back(std::move(*key));
    } else if (key.error().code != value::Code("KEY-09")) {
      lacking = value::fail(key.error());
    }
    return key.has_value();
  });
  if (!lacking) {
    return value::fail(lacking.error());
  }
  if (bad != 0) {
    return value::fail("KEY-09", "line " + std::to_string(bad) + " is no age identity");
  }
  if (keys.empty()) {
    return value::fail("KEY-09", "no age identity");
  }
  return keys;
}

value::Result<std::vector<crypto::Recipient>> parse_recipient_file(std::string_view text) {
  std::vector<crypto::Recipient> recipients;
  const std::size_t bad = first_bad_line(text, [&recipients](std::string_view line) {
    const auto recipient = crypto::Recipient::parse(line);
    if (recipient) {
      recipients.push_back(*recipient);
    }
    return recipient.has_value();
  });
  if (bad != 0) {
    return value::fail("KEY-10", "line " + std::to_string(bad) + " is no recipient");
  }
  if (recipients.empty()) {
    return value::fail("KEY-10", "no recipient");
  }
  return recipients;
}

}  // namespace comity::keys
