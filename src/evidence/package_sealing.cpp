#include "evidence/package_sealing.h"

#include "crypto/age_head.h"
#include "crypto/sha256.h"
#include "evidence/file_source.h"
#include "evidence/inner_manifest.h"
#include "evidence/outer_manifest.h"
#include "evidence/package_ports.h"
#include "evidence/sealing.h"
#include "evidence/sealing_journal.h"
#include "evidence/sealing_state.h"
#include "evidence/sidecar.h"
#include "evidence/signed_manifest.h"
#include "evidence/source.h"
#include "merkle/frontier.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
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

  PackageSealing(const Resumable& resumable, const SealingDesk& desk, const Progress& progress)
      : sinks_(resumable.objects), resumable_(&resumable), desk_(desk), progress_(progress) {}

  value::Result<SealedPackage> run(const PackagePlan& plan, std::span<const EvidenceItem> items) {
    auto package = seal_all(plan, items);
    if (!package && resumable_ == nullptr) {
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
    if (const auto same = resumable_ == nullptr ? value::Result<void>() : unchanged(items); !same) {
      return value::fail(same.error());
    }
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

  /// Before hours of sealing: each file that was begun is what it was.
  [[nodiscard]] value::Result<void> unchanged(std::span<const EvidenceItem> items) const {
    const SealingState& earlier = resumable_->journal.state();
    for (std::size_t i = 0; i < items.size(); ++i) {
      std::optional<SourceFacts> then;
      if (i < earlier.done.size()) {
        then = earlier.done[i].object.acquisition.after;
      } else if (i == earlier.done.size() && earlier.under_way) {
        then = earlier.under_way->begun.facts;
      } else {
        break;
      }
      const auto now = items[i].source->facts();
      if (!now) {
        return value::fail(now.error());
      }
      if (*now != then) {
        return value::fail("SEAL-11", items[i].name + " has another size, time or place");
      }
    }
    return {};
  }

  /// What the store has is what the journal says it took.
  [[nodiscard]] value::Result<void> is_there(const SealedObject& object, std::size_t number) const {
    const auto present = resumable_->objects.present(static_cast<std::uint32_t>(number));
    if (!present) {
      return value::fail(present.error());
    }
    merkle::Frontier chunks;
    for (const object::Leaf& leaf : *present) {
      chunks.append(leaf.digest);
    }
    return chunks.root() == object.extent.root
               ? value::Result<void>()
               : value::fail("SEAL-08",
                             "object " + std::to_string(number) + " is not in the store");
  }

  /// What an earlier run finished; nothing of it is read or sealed again.
  value::Result<void> take_over(const ObjectDone& done, std::size_t number, std::size_t sidecar) {
    for (const auto& [object, at] : {std::pair(done.sealed, number), {done.sidecar, sidecar}}) {
      if (auto there = is_there(object, at); !there) {
        return there;
      }
      before_ += object.extent.length;
      objects_[at] = object;
    }
    return {};
  }

  [[nodiscard]] Progress onwards() const {
    return [this](std::uint64_t done) { return !progress_ || progress_(before_ + done); };
  }

  void keep(const Sealed& sealed, std::size_t number) {
    before_ += sealed.object.extent.length;
    objects_[number] = sealed.object;
  }

  /// Where the object goes on; nothing when it is begun, again or for the first time.
  value::Result<std::optional<ResumePoint>> place_of(std::uint32_t number) {
    const auto present = resumable_->objects.present(number);
    auto place =
        present ? resumable_->journal.resume_point(*present) : value::fail(present.error());
    if (place && !*place) {
      sinks_.remove(number);  // chunks under a key that is given up
    }
    return place;
  }

  value::Result<ObjectBegun> begin_object(Source& source, std::uint32_t number) {
    auto head = crypto::make_age_head(desk_.seal_to, *desk_.random);
    auto facts = source.facts();
    if (!head || !facts) {
      return value::fail(!head ? head.error() : facts.error());
    }
    ObjectBegun begun{number, *std::move(head), now(), *std::move(facts)};
    const auto said = resumable_->journal.begun(begun);
    return said ? value::Result<ObjectBegun>(std::move(begun)) : value::fail(said.error());
  }

  value::Result<Sealed> seal_resumably(Source& source, std::uint32_t number,
                                       EvidenceObject& object) {
    auto asked = place_of(number);
    if (!asked) {
      return value::fail(asked.error());
    }
    const std::optional<ResumePoint> place = *std::move(asked);
    const ResumePoint* resumed = place ? &*place : nullptr;
    auto begun = resumed != nullptr ? value::Result<ObjectBegun>(resumed->begun)
                                    : begin_object(source, number);
    auto sink = begun ? resumable_->objects.go_on(number) : value::fail(begun.error());
    if (!sink) {
      return value::fail(sink.error());
    }
    object.acquisition.started = begun->started;
    auto sealed =
        seal_object(source, **sink,
                    ObjectRun{begun->head, begun->facts, &resumable_->journal, resumed}, onwards());
    if (sealed) {
      keep(*sealed, number);
    }
    return sealed;
  }

  value::Result<Sealed> seal(Source& source, std::size_t number) {
    if (resumable_ != nullptr) {
      sinks_.remove(static_cast<std::uint32_t>(number));  // small: not worth going on with
    }
    auto sink = sinks_.create(static_cast<std::uint32_t>(number));
    if (!sink) {
      return value::fail(sink.error());
    }
    auto sealed = seal_object(source, **sink, {desk_.seal_to, desk_.random}, onwards());
    if (sealed) {
      finished_.push_back(static_cast<std::uint32_t>(number));
      keep(*sealed, number);
    }
    return sealed;
  }

  value::Result<void> seal_evidence(std::span<const EvidenceItem> items, std::size_t i,
                                    EvidenceObject& object) {
    const std::size_t sidecar_number = items.size() + i + 1;
    if (resumable_ != nullptr && i < resumable_->journal.state().done.size()) {
      const ObjectDone& done = resumable_->journal.state().done[i];
      object = done.object;
      return take_over(done, i + 1, sidecar_number);
    }
    object.acquisition.started = now();
    const auto sealed =
        resumable_ == nullptr
            ? seal(*items[i].source, i + 1)
            : seal_resumably(*items[i].source, static_cast<std::uint32_t>(i + 1), object);
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
    const auto sidecar_sealed = seal(source, sidecar_number);
    if (!sidecar_sealed) {
      return value::fail(sidecar_sealed.error());
    }
    return resumable_ == nullptr
               ? value::Result<void>()
               : resumable_->journal.done({object, sealed->object, sidecar_sealed->object});
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
  const Resumable* resumable_ = nullptr;
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

value::Result<SealedPackage> seal_package(const PackagePlan& plan,
                                          std::span<const EvidenceItem> items,
                                          const Resumable& resumable, const SealingDesk& desk,
                                          const Progress& progress) {
  return PackageSealing(resumable, desk, progress).run(plan, items);
}

}  // namespace comity::evidence
