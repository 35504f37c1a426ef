#include "evidence/package_opening.h"

#include "crypto/certificate.h"
#include "crypto/sha256.h"
#include "evidence/file_name.h"
#include "evidence/inner_manifest.h"
#include "evidence/manifest_fields.h"
#include "evidence/object_opening.h"
#include "evidence/outer_manifest.h"
#include "evidence/package_ports.h"
#include "evidence/relay_check.h"
#include "evidence/sealing.h"
#include "evidence/sidecar.h"
#include "evidence/signed_manifest.h"
#include "evidence/verdict.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace comity::evidence {
namespace {

// The JWS of the largest inner manifest with its salt.
constexpr std::size_t max_inner_octets = max_manifest_octets / 3 * 4 + (std::size_t{64} << 10U);

value::Result<void> addressed(const OuterManifest& outer, const Party& self) {
  if (std::find(outer.recipients.begin(), outer.recipients.end(), self) == outer.recipients.end()) {
    return value::fail("PKG-07", "not to " + self.desk + " of " + self.node);
  }
  return {};
}

value::Result<void> in_time(const OuterManifest& outer, value::Instant taken_in) {
  if (taken_in > outer.expires) {
    return value::fail("PKG-08", "taken in " + taken_in.text() + ", ended " + outer.expires.text());
  }
  return {};
}

value::Result<void> announced(const OuterManifest& outer,
                              const std::optional<value::Uuid>& statement_id) {
  if (statement_id && *statement_id != outer.statement_id) {
    return value::fail(
        "PKG-21", "of statement " + outer.statement_id.text() + ", not of " + statement_id->text());
  }
  return {};
}

value::Failure untied(const char* what) { return value::fail("PKG-16", what); }

value::Result<void> tied(const InnerManifest& inner, const OuterManifest& outer) {
  if (inner.package_id != outer.package_id) {
    return untied("another package id");
  }
  if (inner.statement_id != outer.statement_id) {
    return untied("another statement id");
  }
  if (inner.sender != outer.sender) {
    return untied("another sender");
  }
  if (inner.recipients != outer.recipients) {
    return untied("other recipients");
  }
  if (inner.objects.size() != evidence_count(outer)) {
    return untied("another number of objects");
  }
  return {};
}

value::Result<void> of_case(const InnerManifest& inner,
                            const std::optional<value::Uuid>& case_ref) {
  if (case_ref && inner.case_ref != *case_ref) {
    return value::fail("PKG-21", "of another case");
  }
  return {};
}

value::Result<void> same_signer(const crypto::Certificate& inner,
                                const crypto::Certificate& outer) {
  if (!(inner == outer)) {
    return value::fail("PKG-15", "signed by another certificate than the outer manifest");
  }
  return {};
}

template <class T>
value::Result<void> only_error(const value::Result<T>& result) {
  return result ? value::Result<void>() : value::fail(result.error());
}

}  // namespace

value::Result<void> PackageOpening::read(std::string_view outer_jws) {
  auto outer = read_outer(outer_jws);
  if (auto good = verdict_.add(CheckKind::outer_signature, std::nullopt, only_error(outer));
      !good) {
    return good;
  }
  outer_ = std::move(outer->manifest);
  if (auto good = check_cover(outer->chain); !good) {
    return good;
  }
  return read_inner_manifest(outer->chain.front());
}

value::Result<void> PackageOpening::check_cover(std::span<const crypto::Certificate> chain) {
  auto good =
      verdict_.add(CheckKind::sender_trusted, std::nullopt, recipient_.trust(outer_.sender, chain));
  if (good) {
    good = verdict_.add(CheckKind::addressed, std::nullopt, addressed(outer_, recipient_.self));
  }
  if (good) {
    good = verdict_.add(CheckKind::in_time, std::nullopt, in_time(outer_, recipient_.taken_in));
  }
  if (good && recipient_.statement_id) {
    good = verdict_.add(CheckKind::announced, std::nullopt,
                        announced(outer_, recipient_.statement_id));
  }
  return good;
}

value::Result<void> PackageOpening::read_inner_manifest(const crypto::Certificate& signer) {
  const auto source = objects_->open(0);
  const auto plain =
      source ? open_small(**source, *recipient_.opener, outer_.objects.front(), max_inner_octets)
             : value::Result<value::Bytes>(value::fail(source.error()));
  if (auto good = verdict_.add(CheckKind::inner_opened, 0, only_error(plain)); !good) {
    return good;
  }
  const auto salted = decode_salted(*plain);
  value::Result<void> committed = only_error(salted);
  if (salted && commitment_of(salted->salt, salted->jws) != outer_.inner_commitment) {
    committed = value::fail("PKG-14", "another commitment than the signed one");
  }
  if (auto good = verdict_.add(CheckKind::inner_commitment, 0, committed); !good) {
    return good;
  }
  auto inner = read_inner(salted->jws);
  const auto signature = inner ? same_signer(inner->chain.front(), signer) : only_error(inner);
  if (auto good = verdict_.add(CheckKind::inner_signature, 0, signature); !good) {
    return good;
  }
  inner_ = std::move(inner->manifest);
  auto good = verdict_.add(CheckKind::inner_tied, 0, tied(inner_, outer_));
  if (good && recipient_.case_ref) {
    good = verdict_.add(CheckKind::announced, 0, of_case(inner_, recipient_.case_ref));
  }
  return good;
}

value::Result<Sidecar> PackageOpening::open_sidecar(std::uint32_t index) {
  const EvidenceObject& object = inner_.objects[index - 1];
  const std::uint32_t number = evidence_count(outer_) + index;
  const auto source = objects_->open(number);
  if (!source) {
    return value::fail(source.error());
  }
  const auto plain = open_small(**source, *recipient_.opener, outer_.objects[number],
                                static_cast<std::size_t>(sidecar_octets(object.length)));
  if (!plain) {
    return value::fail(plain.error());
  }
  if (crypto::sha256(*plain) != object.sidecar_sha256) {
    return value::fail("PKG-20", "another sidecar than the signed one");
  }
  auto sidecar = decode_sidecar(*plain);
  if (sidecar && (sidecar->length != object.length || sidecar->sha256 != object.sha256)) {
    return value::fail("PKG-20", "the sidecar is of another plaintext");
  }
  return sidecar;
}

value::Result<void> PackageOpening::open(std::uint32_t index, PlainFiles& files,
                                         const Progress& progress) {
  if (index == 0 || index > inner_.objects.size()) {
    return value::fail("PKG-02", "no evidence object " + std::to_string(index));
  }
  return open_checked(index, files, progress);
}

value::Result<void> PackageOpening::open_checked(std::uint32_t index, PlainFiles& files,
                                                 const Progress& progress) {
  const auto sidecar = open_sidecar(index);
  if (auto good = verdict_.add(CheckKind::midstates, index, only_error(sidecar)); !good) {
    return good;
  }
  const auto run = [&]() -> value::Result<void> {
    const auto source = objects_->open(index);
    if (!source) {
      return value::fail(source.error());
    }
    const auto sink = files.create(safe_file_name(index, inner_.objects[index - 1].name));
    if (!sink) {
      return value::fail(sink.error());
    }
    const OpenWith with{recipient_.opener, outer_.objects[index], &*sidecar};
    return open_object(**source, **sink, with, progress);
  };
  return verdict_.add(CheckKind::plaintext, index, run());
}

value::Result<void> PackageOpening::open_all(PlainFiles& files, const Progress& progress) {
  value::Result<void> first;
  std::uint64_t before = 0;
  for (std::uint32_t index = 1; index <= inner_.objects.size(); ++index) {
    const Progress onwards = [&](std::uint64_t done) {
      return !progress || progress(before + done);
    };
    const auto opened = open(index, files, onwards);
    before += inner_.objects[index - 1].length;
    if (!opened && first) {
      first = opened;
    }
    if (!opened && opened.error().code == value::Code("SEAL-05")) {
      break;
    }
  }
  return first;
}

Verdict check_sealed(std::string_view outer_jws, const SealedObjects& objects, const Trust& trust,
                     const Progress& progress) {
  Verdict verdict;
  const auto outer = read_outer(outer_jws);
  if (!verdict.add(CheckKind::outer_signature, std::nullopt, only_error(outer))) {
    return verdict;
  }
  static_cast<void>(verdict.add(CheckKind::sender_trusted, std::nullopt,
                                trust(outer->manifest.sender, outer->chain)));
  std::uint64_t before = 0;
  std::uint32_t number = 0;
  for (const SealedObject& object : outer->manifest.objects) {
    const Progress onwards = [&](std::uint64_t done) {
      return !progress || progress(before + done);
    };
    const auto source = objects.open(number);
    const auto checked = source ? check_extent(**source, object.extent, onwards)
                                : value::Result<void>(value::fail(source.error()));
    static_cast<void>(verdict.add(CheckKind::sealed_object, number, checked));
    if (!checked && checked.error().code == value::Code("SEAL-05")) {
      break;
    }
    before += object.extent.length;
    ++number;
  }
  return verdict;
}

}  // namespace comity::evidence
