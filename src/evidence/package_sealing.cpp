#include "evidence/package_sealing.h"

#include "crypto/sha256.h"
#include "evidence/file_source.h"
#include "evidence/inner_manifest.h"
#include "evidence/outer_manifest.h"
#include "evidence/package_ports.h"
#include "evidence/sealing.h"
#include "evidence/sidecar.h"
#include "evidence/signed_manifest.h"
#include "evidence/source.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

/// Manifests carry whole seconds.
value::Instant whole_seconds(value::Instant at) { return {at.unix_ms - at.unix_ms % 1000}; }

InnerManifest draft(const PackagePlan& plan, std::span<const EvidenceItem> items,
                    value::Instant now) {
  InnerManifest inner;
  inner.package_id = plan.package_id;
  inner.statement_id = plan.statement_id;
  inner.sender = plan.sender;
  inner.recipients = plan.recipients;
  inner.case_ref = plan.case_ref;
  inner.request_id = plan.request_id;
  inner.legal_basis = plan.legal_basis;
  inner.created = now;
  inner.restrictions = plan.restrictions;
  inner.salts = plan.salts;
  for (const EvidenceItem& item : items) {
    EvidenceObject& object = inner.objects.emplace_back();
    object.name = item.name;
    object.media_type = item.media_type;
    object.data_row = item.data_row;
    object.acquisition.how = item.how;
    object.acquisition.started = now;
    object.acquisition.ended = now;
  }
  return inner;
}

/// What is signed is what a recipient would accept.
value::Result<void> acceptable(const InnerManifest& inner) {
  const auto read = decode_inner(encode_inner(inner));
  if (!read) {
    return value::fail(read.error());
  }
  return {};
}

class PackageSealing {
 public:
  PackageSealing(ObjectSinks& sinks, const SealingDesk& desk, const Progress& progress)
      : sinks_(sinks), desk_(desk), progress_(progress) {}

  value::Result<SealedPackage> run(const PackagePlan& plan, std::span<const EvidenceItem> items) {
    auto package = seal_all(plan, items);
    if (!package) {
      for (const std::uint32_t number : finished_) {
        sinks_.remove(number);
      }
    }
    return package;
  }

 private:
  value::Result<SealedPackage> seal_all(const PackagePlan& plan,
                                        std::span<const EvidenceItem> items) {
    SealedPackage package;
    package.inner = draft(plan, items, now());
    if (const auto good = acceptable(package.inner); !good) {
      return value::fail(good.error());
    }
    objects_.resize(2 * items.size() + 1);
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (const auto done = seal_evidence(items, i, package.inner.objects[i]); !done) {
        return value::fail(done.error());
      }
    }
    if (plan.custody) {
      package.inner.custody = plan.custody(package.inner.objects);
    }
    package.inner.created = now();
    SaltedInner salted;
    desk_.random->fill(salted.salt);
    if (const auto done = seal_inner(package.inner, salted); !done) {
      return value::fail(done.error());
    }
    return finish(plan, std::move(package), salted);
  }

  [[nodiscard]] value::Instant now() const { return whole_seconds(desk_.clock->now()); }

  value::Result<Sealed> seal(Source& source, std::size_t number) {
    auto sink = sinks_.create(static_cast<std::uint32_t>(number));
    if (!sink) {
      return value::fail(sink.error());
    }
    const Progress onwards = [this](std::uint64_t done) {
      return !progress_ || progress_(before_ + done);
    };
    auto sealed = seal_object(source, **sink, {desk_.seal_to, desk_.random}, onwards);
    if (sealed) {
      finished_.push_back(static_cast<std::uint32_t>(number));
      before_ += sealed->object.extent.length;
      objects_[number] = sealed->object;
    }
    return sealed;
  }

  value::Result<void> seal_evidence(std::span<const EvidenceItem> items, std::size_t i,
                                    EvidenceObject& object) {
    object.acquisition.started = now();
    const auto sealed = seal(*items[i].source, i + 1);
    if (!sealed) {
      return value::fail(sealed.error());
    }
    object.acquisition.ended = now();
    object.acquisition.before = sealed->before;
    object.acquisition.after = sealed->after;
    object.length = sealed->plain.length;
    object.sha256 = sealed->plain.sha256;
    value::Bytes sidecar = encode_sidecar(sealed->plain);
    object.sidecar_sha256 = crypto::sha256(sidecar);
    MemorySource source(std::move(sidecar));
    if (const auto done = seal(source, items.size() + i + 1); !done) {
      return value::fail(done.error());
    }
    return {};
  }

  value::Result<void> seal_inner(const InnerManifest& inner, SaltedInner& salted) {
    if (auto good = acceptable(inner); !good) {
      return good;
    }
    auto jws = sign_inner(inner, desk_.signing);
    if (!jws) {
      return value::fail(jws.error());
    }
    salted.jws = *std::move(jws);
    MemorySource source(encode_salted(salted));
    if (const auto done = seal(source, 0); !done) {
      return value::fail(done.error());
    }
    return {};
  }

  value::Result<SealedPackage> finish(const PackagePlan& plan, SealedPackage package,
                                      const SaltedInner& salted) {
    OuterManifest& outer = package.manifest;
    outer.package_id = plan.package_id;
    outer.statement_id = plan.statement_id;
    outer.sender = plan.sender;
    outer.recipients = plan.recipients;
    outer.created = package.inner.created;
    outer.expires = whole_seconds(plan.expires);
    outer.suite = desk_.seal_to.front().suite();
    outer.policy_id = plan.policy_id;
    outer.inner_commitment = commitment_of(salted.salt, salted.jws);
    outer.objects = std::move(objects_);
    if (const auto good = decode_outer(encode_outer(outer)); !good) {
      return value::fail(good.error());
    }
    auto jws = sign_outer(outer, desk_.signing);
    if (!jws) {
      return value::fail(jws.error());
    }
    package.outer = *std::move(jws);
    return package;
  }

  ObjectSinks& sinks_;
  const SealingDesk& desk_;
  const Progress& progress_;
  std::vector<SealedObject> objects_;
  std::vector<std::uint32_t> finished_;
  std::uint64_t before_ = 0;
};

}  // namespace

value::Result<SealedPackage> seal_package(const PackagePlan& plan,
                                          std::span<const EvidenceItem> items, ObjectSinks& sinks,
                                          const SealingDesk& desk, const Progress& progress) {
  return PackageSealing(sinks, desk, progress).run(plan, items);
}

}  // namespace comity::evidence
