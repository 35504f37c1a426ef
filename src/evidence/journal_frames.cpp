#include "evidence/journal_frames.h"

#include "crypto/age_head.h"
#include "crypto/age_stream.h"
#include "crypto/file_key.h"
#include "crypto/opener.h"
#include "value/bytes.h"
#include "value/names.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace comity::evidence {
namespace {

constexpr std::string_view label_start = "comity/sealing-journal/v";
constexpr std::string_view version = "1 ";
constexpr std::size_t max_label = 256;
constexpr std::size_t length_octets = 4;

value::Failure damaged(const std::string& what) { return value::fail("SEAL-08", what); }

/// With its line end; empty when there is none.
std::string_view first_line(value::BytesView journal) {
  const std::string_view start = value::text_of(journal.first(std::min(journal.size(), max_label)));
  const std::size_t end = start.find('\n');
  return end == std::string_view::npos ? std::string_view() : start.substr(0, end + 1);
}

std::string line_of(const JournalLabel& label) {
  return std::string(label_start) + std::string(version) + label.package_id.text() + " " +
         label.case_id.text() + " " + label.desk + "\n";
}

/// Everything up to the next blank, which is taken too.
std::string_view word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view out = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return out;
}

std::size_t length_at(value::BytesView bytes) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_octets; ++i) {
    length = (length << 8U) | bytes[i];
  }
  return length;
}

value::Result<crypto::AgeHead> head_of(value::BytesView after_label, crypto::Opener& opener) {
  auto head = crypto::open_age_head(opener, after_label);
  if (head) {
    return head;
  }
  const bool foreign = head.error().code == value::Code("AGE-04");
  return value::fail(foreign ? value::Code("SEAL-09") : value::Code("SEAL-08"),
                     std::string(head.error().code.text()) + " " + head.error().detail);
}

}  // namespace

value::Result<JournalLabel> read_journal_label(value::BytesView journal) {
  const std::string_view line = first_line(journal);
  if (!line.starts_with(label_start)) {
    return damaged("it does not begin as a journal does");
  }
  std::string_view rest = line.substr(label_start.size(), line.size() - label_start.size() - 1);
  if (!rest.starts_with(version)) {
    return value::fail("SEAL-10", std::string(word(rest)));
  }
  rest.remove_prefix(version.size());
  const auto package = value::parse_uuid(word(rest));
  const auto case_id = value::parse_uuid(word(rest));
  if (!package || !case_id || !value::is_name(rest)) {
    return damaged("its first line");
  }
  return JournalLabel{*package, *case_id, std::string(rest)};
}

value::Bytes FrameWriter::beginning(const JournalLabel& label, const crypto::AgeHead& head) {
  value::Bytes out = value::to_bytes(line_of(label));
  out.insert(out.end(), head.octets.begin(), head.octets.end());
  return out;
}

value::Result<void> FrameWriter::append(value::BytesView plain, value::Bytes& out) {
  const std::size_t at = out.size() + length_octets;
  for (std::size_t i = 0; i < length_octets; ++i) {
    out.push_back(static_cast<std::uint8_t>(plain.size() >> (8 * (length_octets - 1 - i))));
  }
  out.resize(at + plain.size() + crypto::age_tag_octets);
  return stream_.seal(next_++, false, plain, out.data() + at);
}

value::Result<void> read_frames(value::BytesView journal, crypto::Opener& opener,
                                const std::function<value::Result<void>(value::BytesView)>& take) {
  if (const auto label = read_journal_label(journal); !label) {
    return value::fail(label.error());
  }
  journal = journal.subspan(first_line(journal).size());
  const auto head = head_of(journal, opener);
  if (!head) {
    return value::fail(head.error());
  }
  journal = journal.subspan(head->octets.size());
  crypto::AgeStream stream(head->key, head->nonce());
  value::Bytes plain;
  for (std::uint64_t place = 0; journal.size() > length_octets; ++place) {
    const std::size_t length = length_at(journal);
    const std::size_t whole = length_octets + length + crypto::age_tag_octets;
    if (length == 0 || length > max_frame_octets || whole > journal.size()) {
      // A frame cut short, unless more is left than one frame can be.
      const bool last = journal.size() < length_octets + max_frame_octets + crypto::age_tag_octets;
      return last ? value::Result<void>() : damaged("frame " + std::to_string(place));
    }
    plain.resize(length);
    const auto opened = stream.open(
        place, false, journal.subspan(length_octets, whole - length_octets), plain.data());
    if (!opened) {
      return whole == journal.size() ? value::Result<void>()
                                     : damaged("frame " + std::to_string(place));
    }
    auto taken = take(plain);
    crypto::cleanse(plain);
    if (!taken) {
      return taken;
    }
    journal = journal.subspan(whole);
  }
  return {};
}

}  // namespace comity::evidence
