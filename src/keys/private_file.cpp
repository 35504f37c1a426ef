#include "keys/private_file.h"

#include "keys/system_random.h"
#include "value/bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <system_error>

namespace comity::keys {

namespace {

constexpr std::size_t max_octets = 64 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }

  [[nodiscard]] int number() const { return number_; }

  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

std::string reason() { return std::generic_category().message(errno); }

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// A name beside `path` that a crash may leave behind, never in the way of the next attempt.
std::filesystem::path partial_name(const std::filesystem::path& path) {
  std::array<std::uint8_t, 8> tail{};
  SystemRandom().fill(tail);
  return path.string() + ".partial-" + value::to_hex(tail);
}

bool write_synced(const std::filesystem::path& path, std::string_view text) {
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  return file.is_open() && write_all(file.number(), text) && ::fsync(file.number()) == 0;
}

bool sync_folder(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.is_open() && ::fsync(opened.number()) == 0;
}

value::Failure given_up(const std::filesystem::path& wanted, const std::filesystem::path& written) {
  const std::string why = reason();
  ::unlink(written.c_str());
  return value::fail("KEY-05", wanted.string() + ": " + why);
}

}  // namespace

value::Result<void> write_private_file(const std::filesystem::path& path, std::string_view text) {
  const std::filesystem::path partial = partial_name(path);
  // RENAME_NOREPLACE: the name appears only over a complete file, and never over another one.
  if (!write_synced(partial, text) ||
      ::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0) {
    return given_up(path, partial);
  }
  if (!sync_folder(path)) {
    return given_up(path, path);
  }
  return {};
}

value::Result<std::string> read_private_file(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat facts{};
  if (!file.is_open() || ::fstat(file.number(), &facts) != 0) {
    return value::fail("KEY-06", path.string() + ": " + reason());
  }
  if (!S_ISREG(facts.st_mode) || (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return value::fail("KEY-06", path.string() + ": others than its owner may use it");
  }
  std::string text(max_octets + 1, '\0');
  std::size_t length = 0;
  while (length < text.size()) {
    const ssize_t got = ::read(file.number(), text.data() + length, text.size() - length);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return value::fail("KEY-06", path.string() + ": " + reason());
    }
    if (got == 0) {
      break;
    }
    length += static_cast<std::size_t>(got);
  }
  if (length > max_octets) {
    return value::fail("KEY-06", path.string() + ": over 64 KiB");
  }
  text.resize(length);
  return text;
}

}  // namespace comity::keys
