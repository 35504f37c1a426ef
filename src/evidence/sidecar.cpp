#include "evidence/sidecar.h"

#include "crypto/sha256.h"
#include "evidence/outer_manifest.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace comity::evidence {
namespace {

constexpr std::string_view label = "comity/midstates/v1 ";
constexpr std::size_t state_octets = 32;

std::string first_line(std::uint64_t length, const value::Digest& digest) {
  return std::string(label) + std::to_string(length) + " " + digest.hex() + "\n";
}

value::Failure malformed(const char* what) { return value::fail("PKG-20", what); }

}  // namespace

value::Bytes encode_sidecar(const Sidecar& sidecar) {
  value::Bytes bytes = value::to_bytes(first_line(sidecar.length, sidecar.sha256));
  bytes.reserve(bytes.size() + sidecar.states.size() * state_octets);
  for (const crypto::Midstate& state : sidecar.states) {
    bytes.insert(bytes.end(), state.octets.begin(), state.octets.end());
  }
  return bytes;
}

std::uint64_t sidecar_octets(std::uint64_t plain_length) {
  return first_line(plain_length, {}).size() + plain_length / midstate_step * state_octets;
}

value::Result<Sidecar> decode_sidecar(value::BytesView bytes) {
  const std::string_view text = value::text_of(bytes);
  const std::size_t end = text.substr(0, 128).find('\n');
  if (!text.starts_with(label) || end == std::string_view::npos) {
    return malformed("no first line of version 1");
  }
  const std::string_view line = text.substr(label.size(), end - label.size());
  Sidecar sidecar;
  const auto [stop, error] =
      std::from_chars(line.data(), line.data() + line.size(), sidecar.length);
  const auto digits = static_cast<std::size_t>(stop - line.data());
  if (error != std::errc() || sidecar.length > max_object_octets) {
    return malformed("no length");
  }
  const auto digest = value::parse_digest(line.substr(std::min(digits + 1, line.size())));
  // Written again, so that there is one spelling only.
  if (!digest || first_line(sidecar.length, *digest) != text.substr(0, end + 1)) {
    return malformed("first line");
  }
  sidecar.sha256 = *digest;
  value::BytesView states = bytes.subspan(end + 1);
  if (states.size() != sidecar.length / midstate_step * state_octets) {
    return malformed("another number of states than the length has MiB");
  }
  for (; !states.empty(); states = states.subspan(state_octets)) {
    std::copy_n(states.begin(), state_octets, sidecar.states.emplace_back().octets.begin());
  }
  return sidecar;
}

value::Result<void> MidstateCheck::update(value::BytesView plain) {
  while (!plain.empty()) {
    const std::uint64_t done = hash_.octets_done();
    const std::size_t take =
        std::min<std::size_t>(plain.size(), midstate_step - done % midstate_step);
    hash_.update(plain.first(take));
    plain = plain.subspan(take);
    if ((done + take) % midstate_step != 0) {
      continue;
    }
    const std::uint64_t index = (done + take) / midstate_step - 1;
    if (index >= sidecar_->states.size() || hash_.midstate() != sidecar_->states[index]) {
      return value::fail("PKG-18", "MiB " + std::to_string(index));
    }
  }
  return {};
}

value::Result<void> MidstateCheck::finish() const {
  if (hash_.octets_done() != sidecar_->length) {
    return value::fail("PKG-17", std::to_string(hash_.octets_done()) + " octets, signed " +
                                     std::to_string(sidecar_->length));
  }
  if (const value::Digest digest = hash_.finish(); digest != sidecar_->sha256) {
    return value::fail("PKG-17", "SHA-256 " + digest.hex() + ", signed " + sidecar_->sha256.hex());
  }
  return {};
}

value::Result<void> check_chunk(const Sidecar& sidecar, std::uint64_t index,
                                value::BytesView plain) {
  const std::uint64_t whole = sidecar.states.size();
  const std::uint64_t size = index < whole ? midstate_step : sidecar.length % midstate_step;
  if (index > whole || plain.size() != size) {
    return value::fail("PKG-18", "MiB " + std::to_string(index) + " has another size");
  }
  crypto::Sha256 hash =
      index == 0 ? crypto::Sha256()
                 : crypto::Sha256::resume(sidecar.states[index - 1], index * midstate_step);
  hash.update(plain);
  const bool reached =
      index < whole ? hash.midstate() == sidecar.states[index] : hash.finish() == sidecar.sha256;
  if (!reached) {
    return value::fail("PKG-18", "MiB " + std::to_string(index));
  }
  return {};
}

}  // namespace comity::evidence
