#include "verify/program.h"

#include "evidence/court_bundle.h"
#include "evidence/file_source.h"
#include "value/bytes.h"
#include "value/result.h"
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

namespace comity::verify {
namespace {

namespace bundle = evidence::bundle;
using value::fail;
using value::Result;

constexpr std::size_t most_trust_octets = std::size_t{1} << 20U;
constexpr std::string_view help =
    R"(Usage: comity-verify BUNDLE [--trust FILE] [--json]

Checks a court bundle that `comity bundle` wrote: signatures, ledgers, package and files.
It needs no network and no key, and writes nothing.

  --trust FILE   The root fingerprints that you trust, a line "NODE FINGERPRINT" for each node, as
                 its organisation told you over a channel you know: never copy them from the bundle.
  --json         Print all findings as one JSON object.
  --version      Print the version.

Exit status: 0 unaltered, 1 altered, 2 cannot be decided.
Example: comity-verify court --trust roots.txt
)";

struct Options {
  std::string folder;
  std::string trust;
  bool json = false;
};

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
  auto file = evidence::FileSource::open(path);
  value::Bytes bytes(most_trust_octets);
  auto got = file ? (*file)->read(bytes) : fail(file.error());
  if (!got) {
    return fail(got.error());
  }
  return bundle::decode_roots(value::text_of(std::span(bytes).first(*got)));
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
