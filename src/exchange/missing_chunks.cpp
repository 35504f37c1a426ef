#include "exchange/missing_chunks.h"

#include "codec/json.h"
#include "codec/members.h"
#include "object/blob_store.h"
#include "object/upload.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace comity::exchange {
namespace {

using codec::Json;
using codec::Members;
using value::fail;
using value::Result;

constexpr std::size_t largest_answer = std::size_t{256} * 1024;

/// Two integers of one object, by their names.
Result<std::pair<std::uint64_t, std::uint64_t>> read_pair(const Json& item, const char* first,
                                                          const char* second) {
  Members members(item, "missing");
  const std::int64_t one = members.integer(first);
  const std::int64_t other = members.integer(second);
  if (auto fine = members.finish(); !fine) {
    return fail(fine.error());
  }
  if (one < 0 || other < 1) {
    return fail("EXCH-40", std::string(first) + " or " + second + " out of bounds");
  }
  return std::pair(static_cast<std::uint64_t>(one), static_cast<std::uint64_t>(other));
}

Result<void> read_ranges(const Json::Array& items, std::uint64_t chunks, MissingChunks& out) {
  if (items.size() > most_missing_ranges) {
    return fail("EXCH-40", "too many ranges");
  }
  std::uint64_t next = 0;
  for (const Json& item : items) {
    const auto range = read_pair(item, "first", "count");
    if (!range) {
      return fail(range.error());
    }
    const auto [first, count] = *range;
    if (first < next || first >= chunks || count > chunks - first) {
      return fail("EXCH-40", "range at " + std::to_string(first));
    }
    next = first + count;
    out.ranges.push_back({first, count});
  }
  return {};
}

bool is_missing(const MissingChunks& missing, std::uint64_t index) {
  return std::any_of(missing.ranges.begin(), missing.ranges.end(), [&](const auto& range) {
    return index >= range.first && index - range.first < range.count;
  });
}

Result<void> read_parts(const Json::Array& items, std::uint64_t length, MissingChunks& out) {
  if (items.size() > most_chunk_parts) {
    return fail("EXCH-40", "too many parts");
  }
  std::uint64_t next = 0;
  for (const Json& item : items) {
    const auto part = read_pair(item, "chunk", "octets");
    if (!part) {
      return fail(part.error());
    }
    const auto [index, octets] = *part;
    if (index < next || !is_missing(out, index) || octets >= object::chunk_length(length, index)) {
      return fail("EXCH-40", "part of chunk " + std::to_string(index));
    }
    next = index + 1;
    out.parts.push_back({index, octets});
  }
  return {};
}

}  // namespace

value::Bytes encode_missing(const MissingChunks& missing) {
  Json::Array ranges;
  for (std::size_t i = 0; i < std::min(missing.ranges.size(), most_missing_ranges); ++i) {
    ranges.emplace_back(
        Json::Object{{"first", static_cast<std::int64_t>(missing.ranges[i].first)},
                     {"count", static_cast<std::int64_t>(missing.ranges[i].count)}});
  }
  const object::ChunkRange last =
      ranges.empty() ? object::ChunkRange() : missing.ranges[ranges.size() - 1];
  Json::Array parts;
  for (const ChunkPart& part : missing.parts) {
    if (parts.size() < most_chunk_parts && part.index < last.first + last.count) {
      parts.emplace_back(Json::Object{{"chunk", static_cast<std::int64_t>(part.index)},
                                      {"octets", static_cast<std::int64_t>(part.octets)}});
    }
  }
  return value::to_bytes(
      codec::write_json(Json::Object{{"missing", std::move(ranges)}, {"parts", std::move(parts)}}));
}

Result<MissingChunks> decode_missing(value::BytesView body, std::uint64_t length) {
  const auto json = codec::parse_json(body, {largest_answer, 4});
  if (!json) {
    return fail(json.error());
  }
  Members members(*json, "missing");
  const Json::Array& ranges = members.array("missing");
  const Json::Array& parts = members.array("parts");
  if (auto fine = members.finish(); !fine) {
    return fail(fine.error());
  }
  MissingChunks out;
  auto read = read_ranges(ranges, object::chunk_count(length), out);
  read = read ? read_parts(parts, length, out) : read;
  return read ? Result<MissingChunks>(std::move(out)) : fail(read.error());
}

}  // namespace comity::exchange
