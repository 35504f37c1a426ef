#include "store/leaf_table.h"

#include "object/blob_store.h"
#include "store/files.h"
#include "value/digest.h"
#include "value/result.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <vector>

namespace comity::store {

namespace {

// One record: kind, flags, two octets of zero, size (4), index or length (8), digest (32), sum of
// the chunk (8), sum of the record's first 56 octets (8); numbers little-endian.
constexpr std::size_t record_size = 64;
constexpr std::size_t summed_size = 56;
constexpr std::uint64_t head_records = 2;

enum class Kind : std::uint8_t { begun = 1, final_extent = 2, chunk = 3 };

using RecordBytes = std::array<std::uint8_t, record_size>;

struct Record {
  Kind kind = Kind::chunk;
  std::uint8_t flag = 0;  ///< begun: length known; chunk: settled
  std::uint32_t size = 0;
  std::uint64_t number = 0;
  value::Digest digest;
  std::uint64_t sum = 0;
};

template <class Number>
void store_number(std::uint8_t* out, Number number) {
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    out[i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
}

template <class Number>
Number load_number(const std::uint8_t* in) {
  Number out = 0;
  for (std::size_t i = sizeof(Number); i > 0; --i) {
    out = static_cast<Number>((out << 8U) | in[i - 1]);
  }
  return out;
}

RecordBytes encode(const Record& record) {
  RecordBytes out{};
  out[0] = static_cast<std::uint8_t>(record.kind);
  out[1] = record.flag;
  store_number(&out[4], record.size);
  store_number(&out[8], record.number);
  std::ranges::copy(record.digest.octets, out.begin() + 16);
  store_number(&out[48], record.sum);
  store_number(&out[summed_size], checksum(value::BytesView(out).first(summed_size)));
  return out;
}

std::optional<Record> decode(value::BytesView in, Kind kind) {
  if (in.size() != record_size || in[0] != static_cast<std::uint8_t>(kind) ||
      load_number<std::uint64_t>(&in[summed_size]) != checksum(in.first(summed_size))) {
    return std::nullopt;
  }
  Record out{kind,
             in[1],
             load_number<std::uint32_t>(&in[4]),
             load_number<std::uint64_t>(&in[8]),
             {},
             load_number<std::uint64_t>(&in[48])};
  std::ranges::copy(in.subspan(16, 32), out.digest.octets.begin());
  return out;
}

std::optional<KeptChunk> chunk_of(value::BytesView in, std::uint64_t index) {
  const auto record = decode(in, Kind::chunk);
  if (!record || record->number != index || record->size == 0 ||
      record->size > object::chunk_size) {
    return std::nullopt;
  }
  return KeptChunk{index, record->size, record->flag != 0, record->digest, record->sum};
}

value::Result<std::optional<Record>> read_record(const File& file, std::uint64_t place, Kind kind) {
  RecordBytes bytes{};
  const auto got = file.read_at(place * record_size, bytes);
  if (!got) {
    return value::fail(got.error());
  }
  return decode(value::BytesView(bytes).first(*got), kind);
}

value::Result<void> write_record(const File& file, std::uint64_t place, const Record& record) {
  return file.write_at(place * record_size, encode(record));
}

}  // namespace

std::uint64_t checksum(value::BytesView bytes) {
  // Four independent lanes of xor, multiply and rotate keep the multiplier busy (about 8 GB/s).
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15U;
  std::array<std::uint64_t, 4> lanes = {1, 2, 3, 4};
  std::size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32) {
    std::array<std::uint64_t, 4> words{};
    std::memcpy(words.data(), bytes.data() + at, 32);
    for (std::size_t i = 0; i < 4; ++i) {
      lanes[i] = std::rotl((lanes[i] ^ words[i]) * odd, 29);
    }
  }
  std::uint64_t out = bytes.size();
  for (const std::uint64_t lane : lanes) {
    out = std::rotl((out ^ lane) * odd, 31);
  }
  for (; at < bytes.size(); ++at) {
    out = std::rotl((out ^ bytes[at]) * odd, 31);
  }
  return out;
}

value::Result<std::optional<std::optional<std::uint64_t>>> LeafTable::begun() const {
  using Begun = std::optional<std::optional<std::uint64_t>>;
  const auto read = read_record(file_, 0, Kind::begun);
  if (!read) {
    return value::fail(read.error());
  }
  const std::optional<Record>& record = *read;
  if (!record) {
    return Begun();
  }
  return Begun(record->flag != 0 ? std::optional(record->number) : std::nullopt);
}

value::Result<void> LeafTable::begin(std::optional<std::uint64_t> length) const {
  Record record{Kind::begun, 0, 0, 0, {}, 0};
  if (length) {
    record.flag = 1;
    record.number = *length;
  }
  return write_record(file_, 0, record);
}

value::Result<std::optional<object::Extent>> LeafTable::final_extent() const {
  const auto read = read_record(file_, 1, Kind::final_extent);
  if (!read) {
    return value::fail(read.error());
  }
  const std::optional<Record>& record = *read;
  if (!record) {
    return std::optional<object::Extent>();
  }
  return std::optional(object::Extent{record->number, record->digest});
}

value::Result<void> LeafTable::finalise(const object::Extent& extent) const {
  return write_record(file_, 1, {Kind::final_extent, 0, 0, extent.length, extent.root, 0});
}

value::Result<std::optional<KeptChunk>> LeafTable::chunk(std::uint64_t index) const {
  if (index > max_chunk_index) {
    return std::optional<KeptChunk>();
  }
  RecordBytes bytes{};
  const auto got = file_.read_at((head_records + index) * record_size, bytes);
  if (!got) {
    return value::fail(got.error());
  }
  return chunk_of(value::BytesView(bytes).first(*got), index);
}

value::Result<void> LeafTable::keep(const KeptChunk& chunk) const {
  return write_record(file_, head_records + chunk.index,
                      {Kind::chunk, static_cast<std::uint8_t>(chunk.settled ? 1 : 0), chunk.size,
                       chunk.index, chunk.leaf, chunk.sum});
}

value::Result<void> LeafTable::forget(std::uint64_t index) const {
  return file_.write_at((head_records + index) * record_size, RecordBytes{});
}

value::Result<void> LeafTable::each(const std::function<void(const KeptChunk&)>& take) const {
  constexpr std::uint64_t at_once = 1024;
  std::vector<std::uint8_t> buffer(at_once * record_size);
  std::uint64_t place = head_records;
  while (const auto data = file_.data_from(place * record_size)) {
    place = std::max(place, *data / record_size);
    const auto got = file_.read_at(place * record_size, buffer);
    if (!got) {
      return value::fail(got.error());
    }
    const std::uint64_t count = *got / record_size;
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto bytes = value::BytesView(buffer).subspan(i * record_size, record_size);
      if (const auto chunk = chunk_of(bytes, place + i - head_records)) {
        take(*chunk);
      }
    }
    if (count < at_once) {
      break;
    }
    place += count;
  }
  return {};
}

}  // namespace comity::store
