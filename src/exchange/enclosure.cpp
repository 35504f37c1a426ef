#include "exchange/enclosure.h"

#include "value/bytes.h"
#include "value/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::exchange {
namespace {

using value::fail;
using value::Result;

/// The next line without its end; the end is required.
Result<std::string_view> take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  if (end == std::string_view::npos || end == 0) {
    return fail("EXCH-01", end == 0 ? "empty line" : "a line without its end");
  }
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

}  // namespace

Result<std::vector<Enclosure>> read_enclosures(value::BytesView bytes) {
  std::string_view rest = value::text_of(bytes);
  std::vector<Enclosure> found;
  while (!rest.empty()) {
    const auto slip = take_line(rest);
    if (!slip) {
      return fail(slip.error());
    }
    const auto envelope = take_line(rest);
    if (!envelope) {
      return fail(envelope.error());
    }
    found.push_back({std::string(*slip), value::to_bytes(*envelope)});
  }
  return found;
}

Result<Enclosure> read_enclosure(value::BytesView bytes) {
  auto all = read_enclosures(bytes);
  if (!all) {
    return fail(all.error());
  }
  if (all->size() != 1) {
    return fail("EXCH-01", std::to_string(all->size()) + " enclosures");
  }
  return std::move(all->front());
}

Result<value::Bytes> write_enclosure(const Enclosure& enclosure) {
  const std::string_view envelope = value::text_of(enclosure.envelope);
  if (enclosure.slip.empty() || envelope.empty() ||
      enclosure.slip.find('\n') != std::string::npos ||
      envelope.find('\n') != std::string_view::npos) {
    return fail("EXCH-01", "a part is empty or has a line end in it");
  }
  return value::to_bytes(enclosure.slip + "\n" + std::string(envelope) + "\n");
}

}  // namespace comity::exchange
