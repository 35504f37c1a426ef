// A package at its recipient: the signed cover, the inner manifest, then each object as somebody
// with a purpose opens it. Nothing is believed before it is verified; each check goes into the
// verdict. A relay, without keys, uses check_sealed.
#pragma once

#include "crypto/certificate.h"
#include "crypto/opener.h"
#include "evidence/inner_manifest.h"
#include "evidence/outer_manifest.h"
#include "evidence/package_ports.h"
#include "evidence/sealing.h"
#include "evidence/verdict.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

namespace comity::evidence {

/// Says whether the chain is the sender's by the caller's key sets; its error goes into the
/// verdict.
using Trust = std::function<value::Result<void>(const Party& sender,
                                                std::span<const crypto::Certificate> chain)>;

struct Recipient {
  Party self;
  value::Instant taken_in;  // when the package arrived: its end of acceptance is judged then
  crypto::Opener* opener = nullptr;
  Trust trust;
  std::optional<value::Uuid> statement_id;  // of the statement that announced it
  std::optional<value::Uuid> case_ref;
};

class PackageOpening {
 public:
  /// Borrows `objects` and what `recipient` points to.
  PackageOpening(const SealedObjects& objects, Recipient recipient)
      : objects_(&objects), recipient_(std::move(recipient)) {}

  /// The cover and the inner manifest. PKG-01 to PKG-16, PKG-19, PKG-21 and those of the strict
  /// JSON form; the first failure ends it.
  value::Result<void> read(std::string_view outer_jws);

  /// REQUIRES: read succeeded.
  [[nodiscard]] const OuterManifest& outer() const { return outer_; }

  [[nodiscard]] const InnerManifest& inner() const { return inner_; }

  /// One evidence object, 1 to n, into a file named safe_file_name(index, name). The file has its
  /// name only when everything signed about it has verified: PKG-09 to PKG-13, PKG-17, PKG-18,
  /// PKG-20, PKG-02 no such object; those of the sink. REQUIRES: read succeeded.
  value::Result<void> open(std::uint32_t index, PlainFiles& files, const Progress& progress);

  /// Every evidence object, going on after one that fails; the first error.
  value::Result<void> open_all(PlainFiles& files, const Progress& progress);

  [[nodiscard]] const Verdict& verdict() const { return verdict_; }

 private:
  value::Result<void> check_cover(std::span<const crypto::Certificate> chain);
  value::Result<void> read_inner_manifest(const crypto::Certificate& signer);
  value::Result<Sidecar> open_sidecar(std::uint32_t index);
  value::Result<void> open_checked(std::uint32_t index, PlainFiles& files,
                                   const Progress& progress);

  const SealedObjects* objects_;
  Recipient recipient_;
  OuterManifest outer_;
  InnerManifest inner_;
  Verdict verdict_;
};

/// What a relay or a court can check without a key: the outer signature, the sender by `trust`, and
/// length and root of every object. All is checked; the verdict says what failed.
Verdict check_sealed(std::string_view outer_jws, const SealedObjects& objects, const Trust& trust,
                     const Progress& progress);

}  // namespace comity::evidence
