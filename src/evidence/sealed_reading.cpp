#include "evidence/sealed_reading.h"

#include "crypto/age.h"
#include "crypto/opener.h"
#include "evidence/outer_manifest.h"
#include "evidence/source.h"
#include "merkle/tree_hash.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <string>

namespace comity::evidence {

SealedReading::SealedReading(Source& sealed, crypto::Opener& opener, const SealedObject& expected)
    : source_(sealed), expected_(expected), age_(opener) {}

value::Result<bool> SealedReading::next(value::Bytes& plain) {
  chunk_.resize(object::chunk_size);
  const auto got = source_.read(chunk_);
  if (!got) {
    return value::fail(got.error());
  }
  chunk_.resize(*got);
  length_ += *got;
  if (length_ > expected_.extent.length) {
    return value::fail(
        "PKG-09", "longer than the signed " + std::to_string(expected_.extent.length) + " octets");
  }
  if (!chunk_.empty()) {
    frontier_.append(merkle::leaf_hash(chunk_));
    decrypt(chunk_, plain);
  }
  if (*got == object::chunk_size) {
    return true;
  }
  return end(plain);
}

void SealedReading::decrypt(value::BytesView sealed, value::Bytes& plain) {
  if (refused_) {
    return;
  }
  const std::size_t before = plain.size();
  if (const auto done = age_.update(sealed, plain); !done) {
    refused_ = done.error();
  } else if (const auto header = age_.header_digest(); header && *header != expected_.age_header) {
    refused_ = value::Error{"PKG-11", "SHA-256 " + header->hex()};
  }
  if (refused_) {
    plain.resize(before);
  }
}

value::Result<bool> SealedReading::end(value::Bytes& plain) {
  if (const auto extent = check_extent(); !extent) {
    return value::fail(extent.error());
  }
  if (!refused_) {
    if (const auto done = age_.finish(plain); !done) {
      refused_ = done.error();
    }
  }
  if (const auto age = check_age(); !age) {
    return value::fail(age.error());
  }
  return false;
}

value::Result<void> SealedReading::check_extent() {
  if (length_ != expected_.extent.length) {
    return value::fail("PKG-09", std::to_string(length_) + " octets, signed " +
                                     std::to_string(expected_.extent.length));
  }
  if (const value::Digest root = frontier_.root(); root != expected_.extent.root) {
    return value::fail("PKG-10", "root " + root.hex() + ", signed " + expected_.extent.root.hex());
  }
  return {};
}

value::Result<void> SealedReading::check_age() const {
  if (!refused_) {
    // A short file may end before update has seen all of its header.
    if (age_.header_digest() != expected_.age_header) {
      return value::fail("PKG-11", "no such header");
    }
    return {};
  }
  if (refused_->code == value::Code("PKG-11")) {
    return value::fail(*refused_);
  }
  const bool not_for_us = refused_->code == value::Code("AGE-04");
  const std::string detail = std::string(refused_->code.text()) + " " + refused_->detail;
  return not_for_us ? value::fail("PKG-12", detail) : value::fail("PKG-13", detail);
}

}  // namespace comity::evidence
