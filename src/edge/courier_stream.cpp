#include "edge/courier_stream.h"

#include "evidence/source.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace comity::edge {

using value::fail;
using value::Result;

namespace {

constexpr std::size_t block_octets = std::size_t{1} << 20U;

}  // namespace

Result<bool> CourierStream::more() {
  if (begin_ < end_) {
    return true;
  }
  block_.resize(block_octets);
  auto got = source_.read(block_);
  if (!got) {
    return fail(got.error());
  }
  begin_ = 0;
  end_ = *got;
  if (told_) {
    told_(octets_ + *got);
  }
  return *got > 0;
}

Result<std::string> CourierStream::line(std::size_t most) {
  std::string text;
  while (true) {
    auto there = more();
    if (!there || !*there) {
      return there ? fail("EXCH-20", "no first line") : fail(there.error());
    }
    const auto from = block_.begin() + static_cast<std::ptrdiff_t>(begin_);
    const auto to = block_.begin() + static_cast<std::ptrdiff_t>(end_);
    const auto feed = std::find(from, to, std::uint8_t{'\n'});
    const auto count = static_cast<std::size_t>(feed - from);
    if (text.size() + count > most) {
      return fail("EXCH-23", "a first line of more than " + std::to_string(most) + " octets");
    }
    text.append(from, feed);
    const std::size_t used = count + (feed == to ? 0U : 1U);
    begin_ += used;
    octets_ += used;
    if (feed != to) {
      return text;
    }
  }
}

template <class Use>
Result<void> CourierStream::each_piece(std::uint64_t count, Use use) {
  while (count > 0) {
    auto there = more();
    if (!there) {
      return fail(there.error());
    }
    if (!*there) {
      return fail("EDGE-22", "it ends after " + std::to_string(octets_) + " octets, inside a part");
    }
    const auto piece =
        static_cast<std::size_t>(std::min<std::uint64_t>(count, std::uint64_t{end_ - begin_}));
    use(value::BytesView(block_).subspan(begin_, piece));
    begin_ += piece;
    octets_ += piece;
    count -= piece;
  }
  return {};
}

Result<value::Bytes> CourierStream::take(std::uint64_t count) {
  value::Bytes bytes;
  auto taken = each_piece(count, [&](value::BytesView piece) {
    bytes.insert(bytes.end(), piece.begin(), piece.end());
  });
  return taken ? Result<value::Bytes>(std::move(bytes)) : fail(taken.error());
}

Result<void> CourierStream::pass(std::uint64_t count) {
  return each_piece(count, [](value::BytesView) {});
}

Result<bool> CourierStream::at_end() {
  auto there = more();
  return there ? Result<bool>(!*there) : fail(there.error());
}

}  // namespace comity::edge
