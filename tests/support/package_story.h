// Arvandia seals evidence for Belmora: the two desks, their keys, a plan and a place for the
// objects. Tests of packages begin from it and change one thing.
#pragma once

#include "evidence/file_source.h"
#include "evidence/package_blobs.h"
#include "evidence/package_opening.h"
#include "evidence/package_ports.h"
#include "evidence/package_sealing.h"
#include "evidence/sink.h"
#include "fakes/fixed_clock.h"
#include "fakes/memory_blob_store.h"
#include "fakes/organisation.h"
#include "fakes/seeded_random.h"
#include "support/must.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace comity::testing_support {

/// Bytes that follow from a seed and do not compress.
inline value::Bytes content(std::size_t size, std::uint64_t seed = 1) {
  value::Bytes bytes(size);
  std::mt19937_64 engine(seed);
  for (std::size_t i = 0; i < size; i += sizeof(std::uint64_t)) {
    const std::uint64_t word = engine();
    for (std::size_t j = 0; j < sizeof(word) && i + j < size; ++j) {
      bytes[i + j] = static_cast<std::uint8_t>(word >> (8 * j));
    }
  }
  return bytes;
}

/// Keeps opened files in memory under their names.
class MemoryFiles final : public evidence::PlainFiles {
 public:
  value::Result<std::unique_ptr<evidence::PlainSink>> create(const std::string& name) override {
    return std::make_unique<File>(*this, name);
  }

  std::map<std::string, value::Bytes> files;

 private:
  class File final : public evidence::PlainSink {
   public:
    File(MemoryFiles& folder, std::string name) : folder_(folder), name_(std::move(name)) {}

    value::Result<void> write(value::BytesView plain) override {
      bytes_.insert(bytes_.end(), plain.begin(), plain.end());
      return {};
    }

    value::Result<void> finish() override {
      folder_.files[name_] = bytes_;
      return {};
    }

   private:
    MemoryFiles& folder_;
    std::string name_;
    value::Bytes bytes_;
  };
};

template <class T>
std::string code(const value::Result<T>& result) {
  return result ? "" : std::string(result.error().code.text());
}

struct PackageStory {
  fakes::Organisation arvandia{"xa"};
  fakes::SeededRandom random{7};
  fakes::FixedClock clock{value::Instant{1'793'671'449'500}};
  std::unique_ptr<crypto::Signer> signer = arvandia.signer("xa.247");
  std::unique_ptr<keys::FileOpener> opener = fakes::Organisation::opener();
  fakes::MemoryBlobStore store;
  evidence::PackagePlan plan = make_plan();
  std::unique_ptr<evidence::PackageBlobs> objects =
      std::make_unique<evidence::PackageBlobs>(store, plan.package_id);
  std::vector<value::Bytes> contents;

  value::Uuid id() { return value::make_uuid(clock.now(), random); }

  evidence::PackagePlan make_plan() {
    evidence::PackagePlan made;
    made.package_id = id();
    made.statement_id = id();
    made.sender = {"xa", "xa.247"};
    made.recipients = {{"xb", "xb.central"}};
    made.expires = clock.now() + std::chrono::hours(24 * 30);
    made.case_ref = id();
    made.request_id = id();
    made.legal_basis = "Article 44";
    made.restrictions = {"the offence named in the request", "until the indictment",
                         evidence::Disposal::destroy, ""};
    return made;
  }

  [[nodiscard]] evidence::SealingDesk desk() {
    return {{signer.get(), arvandia.chain(*signer)}, opener->recipients(), &random, &clock};
  }

  /// The next package of the same two desks.
  void begin_another_package() {
    plan.package_id = id();
    objects = std::make_unique<evidence::PackageBlobs>(store, plan.package_id);
  }

  /// Objects "part-1.bin", "part-2.bin", ... with these contents.
  value::Result<evidence::SealedPackage> seal(std::vector<value::Bytes> of,
                                              const evidence::Progress& progress = {}) {
    contents = std::move(of);
    std::vector<std::unique_ptr<evidence::MemorySource>> sources;
    std::vector<evidence::EvidenceItem> items;
    for (const value::Bytes& one : contents) {
      sources.push_back(std::make_unique<evidence::MemorySource>(one));
      evidence::EvidenceItem& item = items.emplace_back();
      item.source = sources.back().get();
      item.name = "part-" + std::to_string(items.size()) + ".bin";
      item.how = {"read from a medium", "comity", "0.1"};
    }
    return evidence::seal_package(plan, items, *objects, desk(), progress);
  }

  [[nodiscard]] evidence::Recipient recipient() {
    evidence::Recipient made;
    made.self = {"xb", "xb.central"};
    made.taken_in = clock.now();
    made.opener = opener.get();
    made.trust = [this](const evidence::Party& sender,
                        std::span<const crypto::Certificate> chain) -> value::Result<void> {
      if (sender.desk != "xa.247" || !(chain.front() == signer->certificate())) {
        return value::fail("SIG-99", "not the desk's certificate");
      }
      return {};
    };
    made.statement_id = plan.statement_id;
    made.case_ref = plan.case_ref;
    return made;
  }

  /// Puts other ciphertext in place of an object, as somebody on the way could: final under
  /// whatever root it has.
  void replace(std::uint32_t number, const value::Bytes& ciphertext) {
    objects->remove(number);
    const auto sink = objects->create(number).value();
    std::uint64_t index = 0;
    for (std::size_t at = 0; at < ciphertext.size(); at += object::chunk_size) {
      const std::size_t size = std::min(object::chunk_size, ciphertext.size() - at);
      static_cast<void>(sink->write({index++, value::BytesView(ciphertext).subspan(at, size), {}}));
    }
    static_cast<void>(sink->finish({ciphertext.size(), {}}));
  }

  [[nodiscard]] value::Bytes ciphertext(std::uint32_t number) const {
    const auto source = objects->open(number).value();
    value::Bytes all(testing_support::must(store.info({plan.package_id, number}).value().length));
    source->read(all).value();
    return all;
  }
};

}  // namespace comity::testing_support
