// Bytes choose a case of two sides: whatever they choose, the fold ends, the state depends on the
// set of statements alone, and every statement has exactly one standing.
#include "casework/fold.h"

#include "casework/case_statement.h"
#include "codec/json.h"
#include "data/data.h"
#include "request/lifecycle.h"
#include "support/case_story.h"
#include "support/random_case.h"
#include "value/bytes.h"
#include "value/instant.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace {

using comity::casework::CaseStatement;

const comity::request::Lifecycles& lifecycles() {
  static const auto read = [] {
    const auto text = comity::data::file("casework.json").value_or("");
    const auto json = comity::codec::parse_json(comity::value::bytes_of(text),
                                                {.max_bytes = 4U << 20U, .max_depth = 64});
    auto tables = comity::request::read_lifecycles(json.value_or(comity::codec::Json()));
    if (!tables) {
      std::abort();
    }
    return *tables;
  }();
  return read;
}

// The input, repeated with a drift so that a short one still makes a long case.
class Choices {
 public:
  Choices(const std::uint8_t* data, std::size_t size) : bytes_(data, data + size) {}

  std::size_t operator()(std::size_t bound) {
    const std::size_t round = bytes_.empty() ? next_ : next_ / bytes_.size();
    const std::size_t byte = bytes_.empty() ? 0 : bytes_[next_ % bytes_.size()];
    ++next_;
    return (byte + round) % bound;
  }

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t next_ = 0;
};

void check(const std::vector<CaseStatement>& statements) {
  const comity::value::Instant now = comity::testing::story_start;
  const auto expected = comity::casework::fold(statements, lifecycles(), now);
  auto reversed = statements;
  std::reverse(reversed.begin(), reversed.end());
  if (comity::casework::fold(reversed, lifecycles(), now) != expected ||
      expected.statements.size() != statements.size()) {
    std::abort();
  }
  comity::casework::explain(expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 512) {
    return 0;
  }
  const std::size_t count = 3 + data[0] % 30;
  auto statements =
      comity::testing::RandomCase(lifecycles(), Choices(data + 1, size - 1)).of(count);
  check(statements);
  // A lost letter: what follows it waits.
  statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(size % statements.size()));
  check(statements);
  return 0;
}
