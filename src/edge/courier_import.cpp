#include "edge/courier_import.h"

#include "codec/json.h"
#include "crypto/sha256.h"
#include "edge/accept.h"
#include "edge/courier_sender.h"
#include "edge/courier_stream.h"
#include "edge/routes.h"
#include "evidence/outer_manifest.h"
#include "evidence/signed_manifest.h"
#include "evidence/source.h"
#include "exchange/courier_head.h"
#include "exchange/package_store.h"
#include "object/blob_store.h"
#include "object/upload.h"
#include "value/bytes.h"
#include "value/digest.h"
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

namespace comity::edge {
namespace {

using value::fail;
using value::Result;

std::string words(const value::Error& error) {
  return std::string(error.code.text()) + " " + error.detail;
}

/// The failure is this node's and not the file's: the rest would meet it as well.
bool own_failure(std::string_view code) {
  return code.starts_with("STORE-") || code == "OBJ-08" || code == "OBJ-09";
}

/// One file after its list was found good. A member that returns an error ends the reading.
class Intake {
 public:
  Intake(CourierStream& stream, const CourierDoor& door, const exchange::CourierHead& head)
      : stream_(stream), door_(door), head_(head) {
    report_.from_node = head.from_node;
    report_.made_at = head.made_at;
  }

  Result<void> run(std::uint64_t first_line);
  CourierReport take_report(std::size_t key_sets, const Result<void>& outcome);

 private:
  Result<void> letter(const exchange::CourierPart& part);
  Result<void> confirm(const value::Uuid& package);
  Result<void> package(const exchange::CourierPart& part);
  Result<void> object(const evidence::OuterManifest& outer, std::uint32_t number, bool wanted);
  Result<bool> chunks(const object::ObjectId& id, const object::Extent& extent,
                      const std::vector<object::Leaf>& leaves);
  Result<std::vector<object::Leaf>> leaves(const object::Extent& extent);
  Result<bool> call(const std::string& method, const std::string& path, value::Bytes body);
  bool refuse(const std::string& part, std::string code, std::string what);

  CourierStream& stream_;
  const CourierDoor& door_;
  const exchange::CourierHead& head_;
  CourierReport report_;
};

bool Intake::refuse(const std::string& part, std::string code, std::string what) {
  report_.refused.push_back({part, std::move(code), std::move(what)});
  return false;
}

Result<void> Intake::letter(const exchange::CourierPart& part) {
  auto bytes = stream_.take(part.length);
  if (!bytes) {
    return fail(bytes.error());
  }
  const std::string name = "letter " + part.id.text();
  if (crypto::sha256(*bytes) != part.digest) {
    report_.damaged.push_back(name);
    return {};
  }
  auto before = door_.doorway.inbox.settled(part.id);
  auto accepted = before ? accept(*bytes, head_.from_node, door_.doorway) : fail(before.error());
  if (accepted) {
    (before->has_value() ? report_.again : report_.letters) += 1;
    return {};
  }
  if (own_failure(accepted.error().code.text())) {
    return fail("EDGE-27", words(accepted.error()));
  }
  refuse(name, std::string(accepted.error().code.text()), accepted.error().detail);
  return {};
}

/// As the peer's POST of the last object says it over the wire.
Result<void> Intake::confirm(const value::Uuid& package) {
  auto row = door_.packages.get(package);
  if (!row) {
    return fail("EDGE-27", words(row.error()));
  }
  const std::optional<exchange::StoredPackage>& known = *row;
  if (!known) {
    return {};
  }
  exchange::StoredPackage sent = *known;
  if (sent.state != exchange::PackageState::sending || sent.to_node != head_.from_node) {
    return {};
  }
  sent.state = exchange::PackageState::sent;
  sent.last_error.clear();
  sent.changed_at = door_.doorway.clock.now();
  ++report_.confirmed;
  auto kept = door_.packages.put(sent);
  return kept ? kept : fail("EDGE-27", words(kept.error()));
}

/// True when the edge's door for packages did it; a refusal of the part is in the report.
Result<bool> Intake::call(const std::string& method, const std::string& path, value::Bytes body) {
  Request request;
  request.method = method;
  request.path = "/comity/v1/packages/" + path;
  request.body = std::move(body);
  request.peer_node = head_.from_node;
  const Response response = door_.routes.handle(request, path);
  if (response.status == 200) {
    return true;
  }
  std::string code = "EDGE-05";
  std::string what;
  if (auto json = codec::parse_json(response.body, {std::size_t{64} * 1024, 4})) {
    const codec::Json* said = json->member("code");
    const codec::Json* detail = json->member("what");
    code = said != nullptr && said->text() != nullptr ? *said->text() : code;
    what = detail != nullptr && detail->text() != nullptr ? *detail->text() : what;
  }
  if (own_failure(code)) {
    return fail("EDGE-27", code + " " + what);
  }
  return refuse("package " + path, std::move(code), std::move(what));
}

Result<std::vector<object::Leaf>> Intake::leaves(const object::Extent& extent) {
  std::vector<object::Leaf> list;
  for (std::uint64_t i = 0; i < object::chunk_count(extent.length); ++i) {
    auto octets = stream_.take(sizeof(value::Digest::octets));
    if (!octets) {
      return fail(octets.error());
    }
    object::Leaf leaf;
    leaf.index = i;
    std::copy(octets->begin(), octets->end(), leaf.digest.octets.begin());
    list.push_back(leaf);
  }
  return list;
}

/// True when every chunk is here.
Result<bool> Intake::chunks(const object::ObjectId& id, const object::Extent& extent,
                            const std::vector<object::Leaf>& leaves) {
  bool whole = true;
  const std::string path = id.package.text() + "/" + std::to_string(id.number) + "/";
  for (const object::Leaf& leaf : leaves) {
    auto bytes = stream_.take(object::chunk_length(extent.length, leaf.index));
    if (!bytes) {
      return fail(bytes.error());
    }
    // Before it is kept: a wrong chunk in the store would keep the right one out.
    if (object::chunk_leaf(*bytes) != leaf.digest) {
      report_.damaged.push_back("package " + path + std::to_string(leaf.index));
      whole = false;
      continue;
    }
    auto kept = call("PUT", path + std::to_string(leaf.index), *std::move(bytes));
    if (!kept) {
      return kept;
    }
    whole = *kept && whole;
  }
  return whole;
}

Result<void> Intake::object(const evidence::OuterManifest& outer, std::uint32_t number,
                            bool wanted) {
  const object::Extent& extent = outer.objects[number].extent;
  if (extent.length > exchange::max_courier_object) {
    return fail("EXCH-23", "an object of " + std::to_string(extent.length) + " octets");
  }
  auto list = leaves(extent);
  if (!list) {
    return fail(list.error());
  }
  const std::string path = outer.package_id.text() + "/" + std::to_string(number);
  if (wanted && object::root_of_leaves(*list) != extent.root) {
    report_.damaged.push_back("package " + path + ", its list of chunks");
    wanted = false;
  }
  if (!wanted) {
    return stream_.pass(extent.length);
  }
  // The length becomes known to the store as over the wire, where a sender asks what is missing.
  auto begun = call("GET", path, {});
  if (!begun || !*begun) {
    return begun ? stream_.pass(extent.length) : fail(begun.error());
  }
  auto whole = chunks({outer.package_id, number}, extent, *list);
  if (!whole || !*whole) {
    return whole ? Result<void>() : fail(whole.error());
  }
  auto finished = call("POST", path, {});
  return finished ? Result<void>() : fail(finished.error());
}

Result<void> Intake::package(const exchange::CourierPart& part) {
  auto bytes = stream_.take(part.length);
  if (!bytes) {
    return fail(bytes.error());
  }
  if (crypto::sha256(*bytes) != part.digest) {
    return fail("EDGE-23", "the manifest of package " + part.id.text());
  }
  auto outer = evidence::read_outer(value::text_of(*bytes));
  if (!outer) {
    return fail("EDGE-23", "package " + part.id.text() + ": " + words(outer.error()));
  }
  auto announced = call("PUT", part.id.text(), *std::move(bytes));
  if (!announced) {
    return fail(announced.error());
  }
  const evidence::OuterManifest& manifest = outer->manifest;
  for (std::uint32_t i = 0; i < manifest.objects.size(); ++i) {
    if (auto taken = object(manifest, i, *announced); !taken) {
      return taken;
    }
  }
  auto row = door_.packages.get(part.id);
  if (!row) {
    return fail("EDGE-27", words(row.error()));
  }
  if (const std::optional<exchange::StoredPackage>& known = *row) {
    const exchange::PackageState state = known->state;
    report_.packages.push_back({part.id, state == exchange::PackageState::complete ||
                                             state == exchange::PackageState::opened});
  }
  return {};
}

Result<void> Intake::run(std::uint64_t first_line) {
  for (const value::Uuid& id : head_.complete) {
    if (auto noted = confirm(id); !noted) {
      return noted;
    }
  }
  for (const exchange::CourierPart& part : head_.letters) {
    if (auto taken = letter(part); !taken) {
      return taken;
    }
  }
  for (const exchange::CourierPart& part : head_.packages) {
    if (auto taken = package(part); !taken) {
      return taken;
    }
  }
  auto end = stream_.at_end();
  if (!end || !*end) {
    return end ? fail("EDGE-24", "after " + std::to_string(stream_.octets()) + " octets")
               : fail(end.error());
  }
  if (stream_.octets() - first_line != head_.length) {
    return fail("EXCH-20", std::to_string(stream_.octets() - first_line) + " octets, listed " +
                               std::to_string(head_.length));
  }
  return {};
}

CourierReport Intake::take_report(std::size_t key_sets, const Result<void>& outcome) {
  report_.key_sets = key_sets;
  if (!outcome) {
    report_.ended = outcome.error();
  }
  return std::move(report_);
}

}  // namespace

Result<CourierReport> import_courier(evidence::Source& source, const CourierDoor& door) {
  CourierStream stream(source);
  auto line = stream.line(exchange::max_courier_line);
  auto file = line ? exchange::read_courier_head(*line) : fail(line.error());
  auto ours = file ? check_addressed(file->head, door.books) : fail(file.error());
  if (!ours) {
    return fail(ours.error());
  }
  const std::uint64_t first_line = stream.octets();
  if (door.progress) {
    stream.on_progress([&, total = first_line + file->head.length](std::uint64_t done) {
      door.progress(done, total);
    });
  }
  auto chain = stream.take(file->head.chain_length);
  auto key_sets = chain ? admit_sender(*file, *chain, door.books) : fail(chain.error());
  if (!key_sets) {
    return fail(key_sets.error());
  }
  Intake intake(stream, door, file->head);
  const auto outcome = intake.run(first_line);
  return intake.take_report(*key_sets, outcome);
}

}  // namespace comity::edge
