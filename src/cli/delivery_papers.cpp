#include "cli/delivery_papers.h"

#include "cli/prepared.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

// A payload of 64 KiB holds fewer references.
constexpr std::size_t most_cited = 2000;

/// Number 0 is the manifest.
std::filesystem::path paper_path(const std::filesystem::path& base, std::size_t number) {
  std::filesystem::path path = base;
  if (number == 0) {
    return path += ".manifest";
  }
  return number == 1 ? path += ".notice" : path += ".preservation-" + std::to_string(number - 1);
}

bool stands(const std::filesystem::path& base, std::size_t number) {
  return std::filesystem::exists(payload_path(paper_path(base, number)));
}

}  // namespace

Result<std::vector<Prepared>> keep_delivery(const std::filesystem::path& base,
                                            const std::vector<Paper>& papers) {
  forget_delivery(base);
  std::vector<Prepared> kept(papers.size());
  for (std::size_t number = papers.size(); number-- > 0;) {
    auto one = keep_payload(paper_path(base, number), papers[number].payload, papers[number].roles);
    if (!one) {
      return fail(one.error());
    }
    kept[number] = *std::move(one);
  }
  return kept;
}

Result<std::vector<Prepared>> read_delivery(const std::filesystem::path& base) {
  if (!stands(base, 0)) {
    return fail("CLI-02", payload_path(paper_path(base, 0)).string());
  }
  std::vector<Prepared> papers;
  for (std::size_t number = 0; number < most_cited + 2; ++number) {
    if (!stands(base, number)) {
      continue;
    }
    auto one = read_prepared(paper_path(base, number));
    if (!one) {
      return fail(one.error());
    }
    papers.push_back(*std::move(one));
  }
  return papers;
}

// A crash may have left papers without their manifest, so each is looked for by itself.
void forget_delivery(const std::filesystem::path& base) {
  for (std::size_t number = most_cited + 2; number-- > 0;) {
    if (number < 2 || stands(base, number)) {
      forget_prepared({paper_path(base, number), {}, {}, {}});
    }
  }
}

}  // namespace comity::cli
