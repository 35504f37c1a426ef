#include "evidence/journal_records.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "codec/members.h"
#include "crypto/age_head.h"
#include "crypto/file_key.h"
#include "crypto/opener.h"
#include "crypto/sha256.h"
#include "evidence/file_name.h"
#include "evidence/journal_frames.h"
#include "evidence/manifest_fields.h"
#include "evidence/object_fields.h"
#include "evidence/outer_manifest.h"
#include "evidence/sealing_state.h"
#include "evidence/sidecar.h"
#include "evidence/source.h"
#include "merkle/frontier.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

using codec::Json;
using value::Result;

constexpr char plan_kind = 'P';
constexpr char file_kind = 'F';
constexpr char begun_kind = 'O';
constexpr char state_kind = 'B';
constexpr char end_kind = 'E';
constexpr char checkpoint_kind = 'C';
constexpr char done_kind = 'D';

value::Failure damaged(const std::string& what) { return value::fail("SEAL-08", what); }

value::Bytes record(char kind, const Json& fields) {
  return value::to_bytes(kind + codec::write_json(fields));
}

Json texts(const std::vector<std::string>& list) { return Json::Array(list.begin(), list.end()); }

SealingPlan plan_of(codec::Members& members, std::optional<std::size_t>& files) {
  SealingPlan plan;
  plan.package_id = members.uuid("package_id");
  plan.statement_id = members.uuid("statement_id");
  plan.case_id = members.uuid("case_id");
  plan.desk = members.text("desk");
  plan.data_row = members.text("data_row");
  for (const Json& key : members.array("recipients")) {
    plan.recipients.push_back(key.text() != nullptr ? *key.text() : "");
    if (plan.recipients.back().empty()) {
      members.refuse({"SEAL-08", "recipients"});
    }
  }
  files = number_of(members, "files", max_evidence_objects);
  return plan;
}

SealingFile file_of(codec::Members& members) {
  SealingFile file{std::string(value::text_of(members.base64("path"))), members.text("name")};
  if (const auto named = check_name(file.name); !named) {
    members.refuse(named.error());
  }
  return file;
}

Result<ObjectBegun> begun_of(codec::Members& members) {
  const auto number = number_of(members, "number", max_evidence_objects);
  const value::Instant started = members.instant("started");
  value::Bytes octets = members.base64("key");
  const value::Bytes head = members.base64("head");
  std::optional<SourceFacts> facts;
  if (const Json* given = members.optional("facts"); given != nullptr) {
    facts = read_facts(*given, members);
  }
  const auto key = crypto::FileKey::from(octets);
  crypto::cleanse(octets);
  auto restored = key ? crypto::restore_age_head(*key, head) : value::fail(key.error());
  if (!restored || restored->octets != head) {
    return damaged("the head of object " + std::to_string(number));
  }
  return ObjectBegun{static_cast<std::uint32_t>(number), *std::move(restored), started, facts};
}

SourceEnd end_of(codec::Members& members) {
  return {number_of(members, "length", max_object_octets), members.digest("sha256")};
}

Checkpoint checkpoint_of(codec::Members& members) {
  Checkpoint checkpoint{number_of(members, "chunks", max_object_octets / object::chunk_size), {}};
  for (const Json& peak : members.array("peaks")) {
    const auto digest = value::parse_digest(peak.text() != nullptr ? *peak.text() : "");
    if (!digest) {
      members.refuse({"SEAL-08", "peaks"});
      break;
    }
    checkpoint.peaks.push_back(*digest);
  }
  return checkpoint;
}

ObjectDone done_of(codec::Members& members, std::size_t number) {
  ObjectDone done;
  done.object = read_evidence_object(members.object("object"), number, members);
  done.sealed = read_sealed_object(members.object("sealed"), number, members);
  done.sidecar = read_sealed_object(members.object("sidecar"), number, members);
  return done;
}

}  // namespace

value::Bytes record_of(const SealingPlan& plan) {
  return record(plan_kind, Json::Object{{"package_id", plan.package_id.text()},
                                        {"statement_id", plan.statement_id.text()},
                                        {"case_id", plan.case_id.text()},
                                        {"desk", plan.desk},
                                        {"data_row", plan.data_row},
                                        {"recipients", texts(plan.recipients)},
                                        {"files", static_cast<std::int64_t>(plan.files.size())}});
}

value::Bytes record_of(const SealingFile& file) {
  return record(file_kind, Json::Object{{"path", codec::encode_base64(value::bytes_of(file.path))},
                                        {"name", file.name}});
}

value::Bytes record_of(const ObjectBegun& begun) {
  Json::Object fields{{"number", std::int64_t{begun.number}},
                      {"started", begun.started.text()},
                      {"key", codec::encode_base64(begun.head.key.view())},
                      {"head", codec::encode_base64(begun.head.octets)}};
  if (begun.facts) {
    fields.emplace("facts", json_of(*begun.facts));
  }
  return record(begun_kind, fields);
}

value::Bytes record_of(const crypto::Midstate& state) {
  value::Bytes out{static_cast<std::uint8_t>(state_kind)};
  out.insert(out.end(), state.octets.begin(), state.octets.end());
  return out;
}

value::Bytes record_of(const SourceEnd& end) {
  return record(end_kind, Json::Object{{"length", static_cast<std::int64_t>(end.length)},
                                       {"sha256", end.sha256.hex()}});
}

value::Bytes record_of(const Checkpoint& checkpoint) {
  Json::Array peaks;
  for (const value::Digest& peak : checkpoint.peaks) {
    peaks.emplace_back(peak.hex());
  }
  return record(checkpoint_kind,
                Json::Object{{"chunks", static_cast<std::int64_t>(checkpoint.chunks)},
                             {"peaks", std::move(peaks)}});
}

value::Bytes record_of(const ObjectDone& done) {
  // Its number is its place; any would do here.
  return record(done_kind, Json::Object{{"object", json_of(done.object, 1)},
                                        {"sealed", json_of(done.sealed, 1)},
                                        {"sidecar", json_of(done.sidecar, 1)}});
}

std::vector<value::Bytes> records_of(const SealingState& state) {
  std::vector<value::Bytes> out{record_of(state.plan)};
  const auto add = [&out](const auto& list) {
    for (const auto& one : list) {
      out.push_back(record_of(one));
    }
  };
  add(state.plan.files);
  add(state.done);
  if (const auto& under_way = state.under_way) {
    out.push_back(record_of(under_way->begun));
    add(under_way->states);
    if (under_way->end) {
      out.push_back(record_of(*under_way->end));
    }
    add(under_way->checkpoints);
  }
  return out;
}

Result<void> JournalReader::take(value::BytesView record) {
  if (record.empty()) {
    return damaged("an empty record");
  }
  const char kind = static_cast<char>(record.front());
  if (!files_ && kind != plan_kind) {
    return damaged("it does not begin with a plan");
  }
  return kind == state_kind ? take_state(record.subspan(1))
                            : take_document(kind, record.subspan(1));
}

Result<void> JournalReader::take_state(value::BytesView fields) {
  crypto::Midstate state;
  if (!state_.under_way || state_.under_way->end || fields.size() != state.octets.size()) {
    return damaged("a state out of its place");
  }
  std::ranges::copy(fields, state.octets.begin());
  state_.under_way->states.push_back(state);
  return {};
}

Result<void> JournalReader::take_document(char kind, value::BytesView fields) {
  const auto json = codec::parse_json(fields, {.max_bytes = max_frame_octets, .max_depth = 8});
  if (!json) {
    return damaged(std::string(json.error().code.text()) + " in a record");
  }
  codec::Members members(*json, std::string("record ") + kind);
  Result<void> kept;
  switch (kind) {
    case plan_kind:
      kept = files_ ? damaged("a second plan") : Result<void>();
      state_.plan = plan_of(members, files_);
      break;
    case file_kind:
      state_.plan.files.push_back(file_of(members));
      kept = state_.plan.files.size() > files_.value_or(0) ? damaged("a file too many")
                                                           : Result<void>();
      break;
    case begun_kind: {
      auto begun = begun_of(members);
      kept = begun ? keep(*std::move(begun)) : value::fail(begun.error());
      break;
    }
    case end_kind: {
      const SourceEnd end = end_of(members);
      if (!state_.under_way || state_.under_way->end ||
          end.length / midstate_step != state_.under_way->states.size()) {
        return damaged("an end out of its place");
      }
      state_.under_way->end = end;
      break;
    }
    case checkpoint_kind:
      kept = keep(checkpoint_of(members));
      break;
    case done_kind:
      kept = keep(done_of(members, 1));
      break;
    default:
      return value::fail("SEAL-10", std::string("a record of kind ") + kind);
  }
  const auto read = members.finish();
  if (!read) {
    return damaged(std::string(read.error().code.text()) + " " + read.error().detail);
  }
  return kept;
}

Result<void> JournalReader::keep(ObjectBegun begun) {
  if (begun.number != state_.done.size() + 1 || begun.number > files_.value_or(0)) {
    return damaged("an object out of its turn");
  }
  // The same number again: begun anew, with another key.
  state_.under_way = ObjectUnderWay{std::move(begun), {}, {}, {}};
  return {};
}

Result<void> JournalReader::keep(const Checkpoint& checkpoint) {
  const bool placed = state_.under_way && checkpoint.chunks > 0 &&
                      (state_.under_way->checkpoints.empty() ||
                       state_.under_way->checkpoints.back().chunks < checkpoint.chunks);
  if (!placed || !merkle::Frontier::restore(checkpoint.chunks, checkpoint.peaks)) {
    return damaged("a checkpoint that no tree has");
  }
  state_.under_way->checkpoints.push_back(checkpoint);
  return {};
}

Result<void> JournalReader::keep(ObjectDone done) {
  if (state_.done.size() == files_.value_or(0)) {
    return damaged("an object too many");
  }
  state_.done.push_back(std::move(done));
  state_.under_way.reset();
  return {};
}

Result<SealingState> JournalReader::finish() && {
  if (!files_ || state_.plan.files.size() != *files_) {
    return damaged("its plan is not whole");
  }
  return std::move(state_);
}

Result<SealingState> read_journal(value::BytesView journal, const value::Uuid& name,
                                  crypto::Opener& opener) {
  JournalReader reader;
  const auto read = read_frames(journal, opener,
                                [&reader](value::BytesView record) { return reader.take(record); });
  auto state = read ? std::move(reader).finish() : value::fail(read.error());
  if (state && state->plan.package_id != name) {
    return value::fail("SEAL-09", "it is the journal of " + state->plan.package_id.text());
  }
  return state;
}

}  // namespace comity::evidence
