// One pass over a file for the script beside it: seals, opens or verifies one object and prints
// what it took. Keys are fresh each time but for those that the command line names.
#include "crypto/age_recipient.h"
#include "evidence/file_descriptor.h"
#include "evidence/file_source.h"
#include "evidence/object_opening.h"
#include "evidence/package_folder.h"
#include "evidence/package_ports.h"
#include "evidence/relay_check.h"
#include "evidence/sealing.h"
#include "evidence/sidecar.h"
#include "evidence/sink.h"
#include "keys/file_opener.h"
#include "keys/private_key.h"
#include "keys/system_random.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/result.h"

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace)

class Discard final : public evidence::CipherSink {
 public:
  value::Result<void> write(const object::Chunk& /*chunk*/) override { return {}; }

  value::Result<void> finish(const object::Extent& /*extent*/) override { return {}; }
};

/// What the script keeps between its calls: the key, the extent, the header digest.
struct Kept {
  std::string folder;

  [[nodiscard]] std::string text(const std::string& name) const {
    std::ifstream in(folder + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  void put(const std::string& name, value::BytesView bytes) const {
    std::ofstream(folder + "/" + name, std::ios::binary) << value::text_of(bytes);
  }

  [[nodiscard]] keys::PrivateKey key() const {
    keys::SystemRandom random;
    if (!std::filesystem::exists(folder + "/key")) {
      value::Bytes secret(32);
      random.fill(secret);
      put("key", secret);
    }
    return keys::PrivateKey::from_octets(keys::KeyKind::x25519, value::bytes_of(text("key")))
        .value();
  }

  [[nodiscard]] evidence::SealedObject object() const {
    evidence::SealedObject object;
    object.extent.length = std::stoull(text("length"));
    object.extent.root = value::digest_of(value::bytes_of(text("root"))).value();
    object.age_header = value::digest_of(value::bytes_of(text("age_header"))).value();
    return object;
  }
};

value::Result<void> seal(const Kept& kept, const std::string& input, bool to_disk) {
  auto source = evidence::FileSource::open(input);
  if (!source) {
    return value::fail(source.error());
  }
  keys::SystemRandom random;
  const crypto::Recipient recipient = kept.key().recipient();
  evidence::PackageFolder folder(evidence::open_folder(kept.folder).value());
  std::unique_ptr<evidence::CipherSink> sink = std::make_unique<Discard>();
  if (to_disk) {
    folder.remove(1);
    auto file = folder.create(1);
    if (!file) {
      return value::fail(file.error());
    }
    sink = *std::move(file);
  }
  const auto sealed = evidence::seal_object(**source, *sink, {{&recipient, 1}, &random}, {});
  if (!sealed) {
    return value::fail(sealed.error());
  }
  if (to_disk) {
    kept.put("length", value::bytes_of(std::to_string(sealed->object.extent.length)));
    kept.put("root", sealed->object.extent.root.octets);
    kept.put("age_header", sealed->object.age_header.octets);
    kept.put("midstates", evidence::encode_sidecar(sealed->plain));
  }
  return {};
}

value::Result<void> open(const Kept& kept) {
  const auto opener = keys::FileOpener::make(kept.key()).value();
  const evidence::PackageFolder folder(evidence::open_folder(kept.folder).value());
  const auto source = folder.open(1);
  if (!source) {
    return value::fail(source.error());
  }
  const auto plain = evidence::decode_sidecar(value::bytes_of(kept.text("midstates")));
  if (!plain) {
    return value::fail(plain.error());
  }
  evidence::NoFiles nowhere;
  const auto sink = nowhere.create("").value();
  return evidence::open_object(**source, *sink, {opener.get(), kept.object(), &*plain}, {});
}

value::Result<void> verify(const Kept& kept) {
  const evidence::PackageFolder folder(evidence::open_folder(kept.folder).value());
  const auto source = folder.open(1);
  if (!source) {
    return value::fail(source.error());
  }
  return evidence::check_extent(**source, kept.object().extent, {});
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string act = argc > 1 ? argv[1] : "";
  if (argc < 3 || ((act == "seal" || act == "discard") && argc < 4)) {
    std::fprintf(stderr, "usage: pass seal|discard FOLDER INPUT | pass open|verify FOLDER\n");
    return 2;
  }
  const Kept kept{argv[2]};
  const auto begin = std::chrono::steady_clock::now();
  value::Result<void> done;
  if (act == "seal" || act == "discard") {
    done = seal(kept, argv[3], act == "seal");
  } else {
    done = act == "open" ? open(kept) : verify(kept);
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  if (!done) {
    std::fprintf(stderr, "%s %s\n", std::string(done.error().code.text()).c_str(),
                 done.error().detail.c_str());
    return 1;
  }
  rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);
  std::printf("%.3f %.3f %ld\n", wall.count(), seconds(usage.ru_utime) + seconds(usage.ru_stime),
              usage.ru_maxrss);
  return 0;
}
