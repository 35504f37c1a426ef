#include "keys/age_files.h"

#include "crypto/age.h"
#include "crypto/age_recipient.h"
#include "crypto/age_stream.h"
#include "crypto/opener.h"
#include "keys/age_identity.h"
#include "keys/file_opener.h"
#include "keys/key_file.h"
#include "keys/partial_file.h"
#include "keys/passphrase.h"
#include "keys/private_file.h"
#include "value/bytes.h"
#include "value/ports.h"
#include "value/result.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::keys {

namespace {

constexpr std::string_view standard = "-";
constexpr std::size_t block_octets = std::size_t{1} << 20U;
constexpr std::size_t max_recipient_file = std::size_t{1} << 20U;
constexpr std::string_view sealed_key_label = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

class Input {
 public:
  static value::Result<Input> open(const std::string& name) {
    const int file = name == standard ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
      return value::fail("KEY-06", name + ": " + std::generic_category().message(errno));
    }
    return Input(name, file);
  }

  Input(Input&& other) noexcept
      : name_(std::move(other.name_)),
        file_(std::exchange(other.file_, -1)),
        block_(std::move(other.block_)) {}

  Input& operator=(Input&&) = delete;
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  ~Input() {
    if (file_ > STDIN_FILENO) {
      ::close(file_);
    }
  }

  /// Up to a block; nothing at the end.
  value::Result<value::BytesView> next() {
    while (true) {
      const ssize_t got = ::read(file_, block_.data(), block_.size());
      if (got >= 0) {
        return value::BytesView(block_).first(static_cast<std::size_t>(got));
      }
      if (errno != EINTR) {
        return value::fail("KEY-06", name_ + ": " + std::generic_category().message(errno));
      }
    }
  }

 private:
  Input(std::string name, int file) : name_(std::move(name)), file_(file), block_(block_octets) {}

  std::string name_;
  int file_;
  value::Bytes block_;
};

value::Result<void> write_standard(value::BytesView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return value::fail("KEY-05", "standard output: " + std::generic_category().message(errno));
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

class Output {
 public:
  static value::Result<Output> create(const std::string& name) {
    Output out;
    if (name != standard) {
      auto file = PartialFile::create(name);
      if (!file) {
        return value::fail(file.error());
      }
      out.file_.emplace(std::move(*file));
    }
    return out;
  }

  value::Result<void> write(value::BytesView bytes) {
    return file_ ? file_->write(bytes) : write_standard(bytes);
  }

  value::Result<void> publish() { return file_ ? file_->publish() : value::Result<void>(); }

 private:
  std::optional<PartialFile> file_;
};

/// What sealing and opening have in common: octets in, octets appended.
struct Steps {
  std::function<value::Result<void>(value::BytesView, value::Bytes&)> update;
  std::function<value::Result<void>(value::Bytes&)> finish;
};

value::Result<void> flow(Input& in, Output& out, const Steps& steps, value::Bytes ready) {
  while (true) {
    const auto block = in.next();
    if (!block) {
      return value::fail(block.error());
    }
    auto done = block->empty() ? steps.finish(ready) : steps.update(*block, ready);
    // What was authenticated before a refusal goes out: with a name it is dropped with the file.
    if (auto written = out.write(ready); !written) {
      return written;
    }
    if (!done) {
      return done;
    }
    if (block->empty()) {
      return out.publish();
    }
    ready.clear();
  }
}

value::Result<void> flow_between(const FromTo& names, const Steps& steps, value::Bytes ready) {
  auto in = Input::open(names.in);
  if (!in) {
    return value::fail(in.error());
  }
  auto out = Output::create(names.out);
  if (!out) {
    return value::fail(out.error());
  }
  ready.reserve(block_octets + 4 * crypto::age_chunk_octets);
  return flow(*in, *out, steps, std::move(ready));
}

}  // namespace

value::Result<void> seal_file(const FromTo& names, std::span<const crypto::Recipient> recipients,
                              value::Random& random) {
  auto sealer = crypto::AgeSealer::begin(recipients, random);
  if (!sealer) {
    return value::fail(sealer.error());
  }
  return flow_between(
      names,
      {[&](value::BytesView plain, value::Bytes& out) { return sealer->update(plain, out); },
       [&](value::Bytes& out) { return sealer->finish(out); }},
      value::to_bytes(sealer->header()));
}

value::Result<void> open_file(const FromTo& names, crypto::Opener& opener) {
  crypto::AgeOpener stream(opener);
  return flow_between(
      names,
      {[&](value::BytesView sealed, value::Bytes& out) { return stream.update(sealed, out); },
       [&](value::Bytes& out) { return stream.finish(out); }},
      {});
}

value::Result<std::unique_ptr<FileOpener>> load_opener(const std::filesystem::path& path,
                                                       const Passphrase* passphrase) {
  const auto text = read_private_file(path);
  if (!text) {
    return value::fail(text.error());
  }
  if (!text->starts_with(sealed_key_label)) {
    auto keys = parse_identity_file(*text);
    return keys ? FileOpener::make(*keys) : value::fail(keys.error());
  }
  if (passphrase == nullptr) {
    return value::fail("KEY-04", path.string() + " needs its passphrase");
  }
  auto key = read_key(*text, *passphrase);
  return key ? FileOpener::make(std::move(*key)) : value::fail(key.error());
}

value::Result<std::vector<crypto::Recipient>> load_recipients(const std::filesystem::path& path) {
  auto in = Input::open(path.string());
  if (!in) {
    return value::fail(in.error());
  }
  std::string text;
  while (text.size() <= max_recipient_file) {
    const auto block = in->next();
    if (!block) {
      return value::fail(block.error());
    }
    if (block->empty()) {
      return parse_recipient_file(text);
    }
    text.append(value::text_of(*block));
  }
  return value::fail("KEY-06", path.string() + ": over 1 MiB");
}

}  // namespace comity::keys
