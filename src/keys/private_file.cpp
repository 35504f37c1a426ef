#include "keys/private_file.h"

#include "keys/partial_file.h"
#include "value/bytes.h"
#include "value/result.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace comity::keys {

namespace {

constexpr std::size_t max_octets = std::size_t{64} * 1024;

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

}  // namespace

value::Result<void> write_private_file(const std::filesystem::path& path, std::string_view text) {
  auto file = PartialFile::create(path);
  if (!file) {
    return value::fail(file.error());
  }
  if (auto written = file->write(value::bytes_of(text)); !written) {
    return written;
  }
  return file->publish();
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
