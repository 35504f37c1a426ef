#include "crypto/hpke.h"

#include "crypto/file_key.h"
#include "crypto/hmac.h"
#include "value/bytes.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

namespace comity::crypto {

namespace {

constexpr std::string_view version = "HPKE-v1";
constexpr std::uint16_t hkdf_sha256_id = 0x0001;
constexpr std::uint16_t chacha20_poly1305_id = 0x0003;
constexpr std::uint8_t base_mode = 0x00;

void append(value::Bytes& out, std::string_view text) {
  out.insert(out.end(), text.begin(), text.end());
}

void append(value::Bytes& out, std::uint16_t number) {
  out.push_back(static_cast<std::uint8_t>(number >> 8U));
  out.push_back(static_cast<std::uint8_t>(number & 0xffU));
}

/// RFC 9180 section 4: HKDF whose inputs name the suite and what they are for. No output here is
/// longer than one block, so that expanding is one HMAC (RFC 5869 section 2.3).
class LabeledHkdf {
 public:
  explicit LabeledHkdf(std::uint16_t kem) {
    append(suite_, "HPKE");
    append(suite_, kem);
    append(suite_, hkdf_sha256_id);
    append(suite_, chacha20_poly1305_id);
  }

  [[nodiscard]] Key256 extract(value::BytesView salt, std::string_view label,
                               std::string_view material) const {
    value::Bytes labeled;
    begin(labeled, label);
    append(labeled, material);
    return hmac_sha256(salt, labeled);
  }

  void expand(const Key256& key, std::string_view label, value::BytesView info,
              std::span<std::uint8_t> out) const {
    value::Bytes labeled;
    append(labeled, static_cast<std::uint16_t>(out.size()));
    begin(labeled, label);
    labeled.insert(labeled.end(), info.begin(), info.end());
    labeled.push_back(1);
    Key256 block = hmac_sha256(key, labeled);
    std::copy_n(block.begin(), out.size(), out.begin());
    cleanse(block);
  }

 private:
  void begin(value::Bytes& out, std::string_view label) const {
    append(out, version);
    out.insert(out.end(), suite_.begin(), suite_.end());
    append(out, label);
  }

  value::Bytes suite_;
};

}  // namespace

HpkeContext hpke_base(std::uint16_t kem, const Key256& shared_secret, std::string_view info) {
  const LabeledHkdf hkdf(kem);
  const Key256 psk_id_hash = hkdf.extract({}, "psk_id_hash", {});
  const Key256 info_hash = hkdf.extract({}, "info_hash", info);
  value::Bytes schedule{base_mode};
  schedule.insert(schedule.end(), psk_id_hash.begin(), psk_id_hash.end());
  schedule.insert(schedule.end(), info_hash.begin(), info_hash.end());
  Key256 secret = hkdf.extract(shared_secret, "secret", {});
  HpkeContext out;
  hkdf.expand(secret, "key", schedule, out.key);
  hkdf.expand(secret, "base_nonce", schedule, out.nonce);
  cleanse(secret);
  return out;
}

}  // namespace comity::crypto
