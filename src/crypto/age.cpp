#include "crypto/age.h"

#include "crypto/age_head.h"
#include "crypto/age_header.h"
#include "crypto/age_recipient.h"
#include "crypto/age_stream.h"
#include "crypto/file_key.h"
#include "crypto/opener.h"
#include "crypto/sha256.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/ports.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace comity::crypto {

namespace {

constexpr std::size_t sealed_chunk_octets = age_chunk_octets + age_tag_octets;

}  // namespace

value::Result<AgeSealer> AgeSealer::begin(std::span<const Recipient> recipients,
                                          value::Random& random) {
  auto head = make_age_head(recipients, random);
  return head ? value::Result<AgeSealer>(AgeSealer(*std::move(head))) : value::fail(head.error());
}

AgeSealer::AgeSealer(AgeHead head, std::uint64_t chunks)
    : header_(std::move(head.octets)),
      header_digest_(head.digest),
      stream_(head.key, value::BytesView(header_).last(age_nonce_octets)),
      counter_(chunks) {
  pending_.reserve(age_chunk_octets);
}

value::Result<void> AgeSealer::update(value::BytesView plain, value::Bytes& out) {
  // A full chunk waits until it is known whether another octet follows: only the last is final.
  while (pending_.size() + plain.size() > age_chunk_octets) {
    const std::size_t at = out.size();
    out.resize(at + sealed_chunk_octets);
    const std::size_t missing = age_chunk_octets - pending_.size();
    value::BytesView chunk = plain.first(missing);
    if (!pending_.empty()) {
      pending_.insert(pending_.end(), chunk.begin(), chunk.end());
      chunk = pending_;
    }
    if (auto sealed = stream_.seal(counter_, false, chunk, out.data() + at); !sealed) {
      return sealed;
    }
    ++counter_;
    pending_.clear();
    plain = plain.subspan(missing);
  }
  pending_.insert(pending_.end(), plain.begin(), plain.end());
  return {};
}

value::Result<void> AgeSealer::finish(value::Bytes& out) {
  const std::size_t at = out.size();
  out.resize(at + pending_.size() + age_tag_octets);
  auto sealed = stream_.seal(counter_, true, pending_, out.data() + at);
  cleanse(pending_);
  pending_.clear();
  return sealed;
}

value::Result<void> AgeOpener::failed(value::Error error) {
  error_ = error;
  return value::fail(std::move(error));
}

value::Result<void> AgeOpener::read_header() {
  const auto result = read_age_header(pending_);
  if (!result) {
    return failed(result.error());
  }
  const std::optional<AgeHeader>& header = *result;
  if (!header || pending_.size() < header->length + age_nonce_octets) {
    return {};
  }
  const AgeHeader& read = *header;
  const auto key = opener_->unwrap(read.stanzas);
  if (!key) {
    return failed(key.error());
  }
  const value::BytesView bytes = pending_;
  if (const auto mac = check_age_mac(read, bytes, *key); !mac) {
    return failed(mac.error());
  }
  header_digest_ = sha256(bytes.first(read.length));
  stream_.emplace(*key, bytes.subspan(read.length, age_nonce_octets));
  pending_.erase(pending_.begin(),
                 pending_.begin() + static_cast<std::ptrdiff_t>(read.length + age_nonce_octets));
  return {};
}

value::Result<void> AgeOpener::open_chunk(value::BytesView sealed, bool last, value::Bytes& out) {
  if (!stream_ || sealed.size() < age_tag_octets) {
    return failed({"AGE-07", "the file ends before its final chunk"});
  }
  const std::size_t at = out.size();
  out.resize(at + sealed.size() - age_tag_octets);
  AgeStream& stream = *stream_;
  auto opened = stream.open(counter_, last, sealed, out.data() + at);
  if (!opened) {
    // The same octets with the other flag tell a cut or extended file from an altered one.
    const bool otherwise = stream.open(counter_, !last, sealed, out.data() + at).has_value();
    cleanse(std::span(out).subspan(at));
    out.resize(at);
    if (!otherwise) {
      return failed(opened.error());
    }
    return last ? failed({"AGE-07", "the file ends before its final chunk"})
                : failed({"AGE-08", "octets follow the final chunk"});
  }
  if (last && counter_ > 0 && sealed.size() == age_tag_octets) {
    return failed({"AGE-06", "an empty final chunk after others"});
  }
  ++counter_;
  return {};
}

value::Result<void> AgeOpener::update(value::BytesView sealed, value::Bytes& out) {
  if (error_) {
    return value::fail(*error_);
  }
  if (!stream_) {
    // No more than a header can be: what follows goes on without another copy.
    const std::size_t most = max_age_header_octets + age_nonce_octets - pending_.size();
    const value::BytesView part = sealed.first(std::min(most, sealed.size()));
    pending_.insert(pending_.end(), part.begin(), part.end());
    sealed = sealed.subspan(part.size());
    if (auto read = read_header(); !read || !stream_) {
      return read;
    }
  }
  while (pending_.size() + sealed.size() > sealed_chunk_octets) {
    const std::size_t missing = sealed_chunk_octets - pending_.size();
    value::BytesView chunk = sealed.first(missing);
    if (!pending_.empty()) {
      pending_.insert(pending_.end(), chunk.begin(), chunk.end());
      chunk = pending_;
    }
    if (auto opened = open_chunk(chunk, false, out); !opened) {
      return opened;
    }
    pending_.clear();
    sealed = sealed.subspan(missing);
  }
  pending_.insert(pending_.end(), sealed.begin(), sealed.end());
  return {};
}

value::Result<void> AgeOpener::finish(value::Bytes& out) {
  if (error_) {
    return value::fail(*error_);
  }
  if (!stream_) {
    return failed({"AGE-07", "the file ends inside its header"});
  }
  return open_chunk(pending_, true, out);
}

value::Result<value::Bytes> age_seal(std::span<const Recipient> recipients, value::BytesView plain,
                                     value::Random& random) {
  auto sealer = AgeSealer::begin(recipients, random);
  if (!sealer) {
    return value::fail(sealer.error());
  }
  value::Bytes out = value::to_bytes(sealer->header());
  out.reserve(out.size() + plain.size() + (plain.size() / age_chunk_octets + 1) * age_tag_octets);
  if (const auto sealed = sealer->update(plain, out); !sealed) {
    return value::fail(sealed.error());
  }
  if (const auto sealed = sealer->finish(out); !sealed) {
    return value::fail(sealed.error());
  }
  return out;
}

value::Result<value::Bytes> age_open(Opener& opener, value::BytesView sealed) {
  AgeOpener stream(opener);
  value::Bytes out;
  out.reserve(sealed.size());
  if (const auto opened = stream.update(sealed, out); !opened) {
    return value::fail(opened.error());
  }
  if (const auto opened = stream.finish(out); !opened) {
    return value::fail(opened.error());
  }
  return out;
}

}  // namespace comity::crypto
