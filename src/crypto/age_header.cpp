#include "crypto/age_header.h"

#include "codec/base64.h"
#include "crypto/file_key.h"
#include "crypto/hmac.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::crypto {

namespace {

constexpr std::string_view version_line = "age-encryption.org/v1\n";
constexpr std::string_view stanza_mark = "-> ";
constexpr std::string_view mac_mark = "---";
constexpr std::string_view scrypt_type = "scrypt";
constexpr std::size_t columns = 64;

value::Failure malformed(std::string what) { return value::fail("AGE-02", std::move(what)); }

/// Takes whole lines off a text that may still be growing.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  /// Nothing at the end of what has come so far.
  std::optional<std::string_view> next() {
    const std::size_t end = text_.find('\n', at_);
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view line = text_.substr(at_, end - at_);
    at_ = end + 1;
    return line;
  }

  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// One or more strings of visible ASCII, separated by single spaces.
value::Result<std::vector<std::string>> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == ' ') {
      words.emplace_back();
    } else if (c < '!' || c > '~') {
      return malformed("a stanza line with a character that is not visible ASCII");
    } else {
      words.back().push_back(c);
    }
  }
  if (std::ranges::any_of(words, &std::string::empty)) {
    return malformed("a stanza line with an empty argument");
  }
  return words;
}

/// Body lines are 64 characters, except the last, which is shorter (c2sp.org/age: a body that fills
/// its lines ends with an empty one). False when the text ends first.
value::Result<bool> read_body(Lines& lines, value::Bytes& body) {
  std::string text;
  while (const auto line = lines.next()) {
    if (line->size() > columns) {
      return malformed("a stanza body line over 64 characters");
    }
    text.append(*line);
    if (line->size() == columns) {
      continue;
    }
    auto octets = codec::decode_base64_unpadded(text);
    if (!octets) {
      return malformed("a stanza body that is not canonical base64");
    }
    body = std::move(*octets);
    return true;
  }
  return false;
}

value::Result<void> read_mac(std::string_view line, AgeHeader& header) {
  const std::string_view text = line.substr(mac_mark.size());
  const auto octets = text.starts_with(' ') ? codec::decode_base64_unpadded(text.substr(1))
                                            : value::Result<value::Bytes>(value::Bytes());
  if (!octets || octets->size() != header.mac.size()) {
    return malformed("the header's last line is not a MAC");
  }
  std::ranges::copy(*octets, header.mac.begin());
  const bool has_scrypt =
      std::ranges::any_of(header.stanzas, [](const Stanza& s) { return s.type == scrypt_type; });
  if (has_scrypt && header.stanzas.size() > 1) {
    return malformed("a passphrase stanza that is not the only one");
  }
  return {};
}

/// False when the text ends before the header does.
value::Result<bool> read_lines(Lines& lines, AgeHeader& header) {
  while (const auto line = lines.next()) {
    if (line->starts_with(mac_mark)) {
      if (header.stanzas.empty()) {
        return malformed("a header without stanzas");
      }
      const auto mac = read_mac(*line, header);
      return mac ? value::Result<bool>(true) : value::fail(mac.error());
    }
    if (!line->starts_with(stanza_mark)) {
      return malformed("a header line that is neither stanza nor MAC");
    }
    auto words = words_of(line->substr(stanza_mark.size()));
    if (!words) {
      return value::fail(words.error());
    }
    Stanza stanza;
    stanza.type = std::move(words->front());
    stanza.arguments.assign(std::next(words->begin()), words->end());
    const auto whole = read_body(lines, stanza.body);
    if (!whole || !*whole) {
      return whole;
    }
    header.stanzas.push_back(std::move(stanza));
  }
  return false;
}

Key256 mac_of(value::BytesView covered, const FileKey& key) {
  Key256 mac_key = hkdf_sha256(key.view(), {}, "header");
  const Key256 mac = hmac_sha256(mac_key, covered);
  cleanse(mac_key);
  return mac;
}

void append_body(std::string& text, value::BytesView body) {
  const std::string encoded = codec::encode_base64_unpadded(body);
  std::size_t at = 0;
  do {
    text.append(encoded.substr(at, columns)).append(1, '\n');
    at += columns;
  } while (at <= encoded.size());
}

}  // namespace

value::Result<std::optional<AgeHeader>> read_age_header(value::BytesView bytes) {
  const std::string_view text =
      value::text_of(bytes.first(std::min(bytes.size(), max_age_header_octets)));
  if (!text.starts_with(version_line.substr(0, std::min(text.size(), version_line.size())))) {
    return value::fail("AGE-01", "the first line is not that of an age v1 file");
  }
  if (text.size() < version_line.size()) {
    return std::nullopt;
  }
  AgeHeader header;
  Lines lines(text.substr(version_line.size()));
  const auto whole = read_lines(lines, header);
  if (!whole) {
    return value::fail(whole.error());
  }
  if (!*whole && bytes.size() >= max_age_header_octets) {
    return value::fail("AGE-03", "the header is longer than 64 KiB");
  }
  if (!*whole) {
    return std::nullopt;
  }
  header.length = version_line.size() + lines.at();
  return header;
}

value::Result<void> check_age_mac(const AgeHeader& header, value::BytesView bytes,
                                  const FileKey& key) {
  // The MAC covers everything up to and including its "---", without the space.
  const std::size_t last_line = 1 + codec::encode_base64_unpadded(header.mac).size() + 1;
  const Key256 mac = mac_of(bytes.first(header.length - last_line), key);
  if (!equal_in_constant_time(mac, header.mac)) {
    return value::fail("AGE-05", "the header's MAC does not match");
  }
  return {};
}

value::Bytes write_age_header(std::span<const Stanza> stanzas, const FileKey& key) {
  std::string text(version_line);
  for (const Stanza& stanza : stanzas) {
    text.append(stanza_mark).append(stanza.type);
    for (const std::string& argument : stanza.arguments) {
      text.append(1, ' ').append(argument);
    }
    text.append(1, '\n');
    append_body(text, stanza.body);
  }
  text.append(mac_mark);
  const Key256 mac = mac_of(value::bytes_of(text), key);
  text.append(1, ' ').append(codec::encode_base64_unpadded(mac)).append(1, '\n');
  return value::to_bytes(text);
}

}  // namespace comity::crypto
