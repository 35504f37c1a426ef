#include "store/s3_credentials.h"

#include "store/files.h"
#include "store/trimmed.h"
#include "value/bytes.h"
#include "value/result.h"

#include <fcntl.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace comity::store {

namespace {

namespace fs = std::filesystem;

using value::fail;
using value::Result;

constexpr std::size_t largest_file = 4096;
constexpr std::size_t longest_word = 256;

/// It goes into a header as it is.
bool plain_word(std::string_view word) {
  return !word.empty() && word.size() <= longest_word &&
         std::ranges::all_of(word, [](char c) { return c > ' ' && c < '\x7f'; });
}

/// Takes one line; what is wrong with it, or nothing.
const char* take_line(std::string_view line, bool& profile, S3Credentials& out) {
  if (line.empty() || line.front() == '#' || line.front() == ';') {
    return nullptr;
  }
  if (line.front() == '[') {
    const bool first = !profile && out == S3Credentials();
    profile = true;
    return first && line.back() == ']' ? nullptr : "there is more than one profile";
  }
  const auto equals = line.find('=');
  const std::string_view name = trimmed(line.substr(0, equals));
  std::string* const word = name == "aws_access_key_id"       ? &out.access_key
                            : name == "aws_secret_access_key" ? &out.secret_key
                                                              : nullptr;
  const std::string_view said =
      equals == std::string_view::npos ? std::string_view() : trimmed(line.substr(equals + 1));
  if (word == nullptr || !word->empty() || !plain_word(said)) {
    return word == nullptr ? "a line is neither aws_access_key_id nor aws_secret_access_key"
                           : "a key is there twice, is empty or has spaces in it";
  }
  *word = said;
  return nullptr;
}

Result<value::Bytes> read_small(const fs::path& file) {
  const auto opened = File::open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (!opened) {
    return fail("STORE-25", file.string() + " cannot be read");
  }
  const std::optional<File>& found = *opened;
  if (!found) {
    return fail("STORE-25", file.string() + " cannot be read");
  }
  value::Bytes bytes(largest_file + 1);
  const auto got = found->read_at(0, bytes);
  if (!got || *got > largest_file) {
    return fail("STORE-25", file.string() + (got ? " is too large" : " cannot be read"));
  }
  bytes.resize(*got);
  return bytes;
}

}  // namespace

Result<S3Credentials> parse_s3_credentials(value::BytesView text) {
  S3Credentials out;
  bool profile = false;
  std::string_view rest = value::text_of(text);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trimmed(rest.substr(0, end));
    if (const char* const wrong = take_line(line, profile, out)) {
      return fail("STORE-25", std::string("the credentials: ") + wrong);
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (out.access_key.empty() || out.secret_key.empty()) {
    return fail("STORE-25",
                "the credentials: aws_access_key_id or aws_secret_access_key is absent");
  }
  return out;
}

Result<S3Credentials> read_s3_credentials(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (error || status.type() != fs::file_type::regular) {
    return fail("STORE-25", file.string() + " is no file");
  }
  if ((status.permissions() & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none) {
    return fail("STORE-25", file.string() + " can be read by others: chmod 600");
  }
  const auto bytes = read_small(file);
  if (!bytes) {
    return fail(bytes.error());
  }
  auto parsed = parse_s3_credentials(*bytes);
  return parsed ? parsed : fail(parsed.error().code, file.string() + ": " + parsed.error().detail);
}

}  // namespace comity::store
