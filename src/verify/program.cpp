#include "verify/program.h"

#include "evidence/court_bundle.h"
#include "evidence/file_source.h"
#include "value/bytes.h"
#include "value/result.h"
#include "verify/formats.h"
#include "verify/telling.h"
#include "verify/verdict.h"
#include "verify/verify.h"

#include <cstddef>
#include <exception>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace comity::verify {
namespace {

namespace bundle = evidence::bundle;
using value::fail;
using value::Result;

constexpr std::size_t most_octets = std::size_t{16} << 20U;
constexpr std::string_view help =
    R"(Usage: comity-verify BUNDLE [--trust FILE] [--json]
       comity-verify --format NAME FILE [WITH]

Checks a court bundle that `comity bundle` wrote: signatures, ledgers, package and files.
It needs no network and no key, and writes nothing.

  --trust FILE   The root fingerprints that you trust, a line "NODE FINGERPRINT" for each node, as
                 its organisation told you over a channel you know: never copy them from the bundle.
  --json         Print all findings as one JSON object.
  --format NAME  Judge one file of a format instead, such as an envelope or a letter.
  --formats      Print the names of the formats.
  --version      Print the version.

Exit status: 0 unaltered, 1 altered, 2 cannot be decided; with --format 0 accepted, 1 refused, 2 not judged.
Example: comity-verify court --trust roots.txt
)";

struct Options {
  std::string folder;
  std::string trust;
  bool json = false;
};

Result<value::Bytes> read_whole(const std::string& path) {
  auto file = evidence::FileSource::open(path);
  if (!file) {
    return fail(file.error());
  }
  value::Bytes bytes(most_octets);
  std::size_t length = 0;
  while (length < most_octets) {
    auto got = (*file)->read(std::span(bytes).subspan(length));
    if (!got || *got == 0) {
      bytes.resize(length);
      return got ? Result<value::Bytes>(std::move(bytes)) : fail(got.error());
    }
    length += *got;
  }
  return fail("VER-01", path + " has more than 16 MiB");
}

void list_formats() {
  for (const Format& format : formats()) {
    std::cout << format.name << (format.with.empty() ? "" : " ") << format.with << ": "
              << format.says << "\n";
  }
}

/// The words after --format: NAME FILE [WITH].
int judge_file(std::span<char*> words) {
  const Format* const format = words.empty() ? nullptr : find_format(words[0]);
  const std::size_t needed =
      format == nullptr || format->with.empty() || format->with.starts_with("[") ? 2 : 3;
  if (format == nullptr || words.size() < needed || words.size() > 3) {
    std::cerr << help;
    return 2;
  }
  auto bytes = read_whole(words[1]);
  auto with = words.size() > 2 ? read_whole(words[2]) : Result<value::Bytes>(value::Bytes());
  if (!bytes || !with) {
    std::cerr << explained(bytes ? with.error() : bytes.error()) << "\n";
    return 2;
  }
  const auto verdict = format->judge({*bytes, *with});
  std::cout << (verdict ? "accepted" : "refused: " + explained(verdict.error())) << "\n";
  return verdict ? 0 : 1;
}

/// Nothing when the words are no command.
std::optional<Options> options_in(std::span<char*> words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = words[i];
    if (word == "--json") {
      options.json = true;
    } else if (word == "--trust" && i + 1 < words.size()) {
      options.trust = words[++i];
    } else if (word.starts_with("-") || !options.folder.empty()) {
      return std::nullopt;
    } else {
      options.folder = word;
    }
  }
  return options.folder.empty() ? std::nullopt : std::optional(options);
}

Result<bundle::Roots> trusted_roots(const std::string& path) {
  if (path.empty()) {
    return bundle::Roots();
  }
  auto bytes = read_whole(path);
  return bytes ? bundle::decode_roots(value::text_of(*bytes)) : fail(bytes.error());
}

int check(const Options& options) {
  auto roots = trusted_roots(options.trust);
  auto findings = roots ? verify_bundle(options.folder, *roots) : fail(roots.error());
  if (!findings) {
    std::cerr << explained(findings.error()) << "\n";
    std::cout << (options.json ? as_json(findings.error())
                               : "Cannot be decided: " + explained(findings.error()) + "\n");
    return 2;
  }
  std::cout << (options.json ? as_json(*findings) : as_text(*findings)) << std::flush;
  return verdict_of(*findings).status();
}

}  // namespace

int run(int argc, char** argv) {
  try {
    const auto words = std::span(argv, static_cast<std::size_t>(argc)).subspan(argc > 0 ? 1 : 0);
    if (words.size() == 1 && std::string_view(words[0]) == "--help") {
      std::cout << help;
      return 0;
    }
    if (words.size() == 1 && std::string_view(words[0]) == "--version") {
      std::cout << "comity-verify 0.1.0\n";
      return 0;
    }
    if (words.size() == 1 && std::string_view(words[0]) == "--formats") {
      list_formats();
      return 0;
    }
    if (!words.empty() && std::string_view(words[0]) == "--format") {
      return judge_file(words.subspan(1));
    }
    const auto options = options_in(words);
    if (!options) {
      std::cerr << help;
      return 2;
    }
    return check(*options);
  } catch (const std::exception& error) {
    std::cerr << "Cannot be decided: " << error.what() << "\n";
    return 2;
  }
}

}  // namespace comity::verify
