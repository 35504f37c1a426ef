#include "edge/gate.h"

#include "codec/json.h"
#include "edge/accept.h"
#include "edge/package_routes.h"
#include "edge/routes.h"
#include "exchange/directory.h"
#include "exchange/letter.h"
#include "ledger/tile_store.h"
#include "signed/key_set.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace comity::edge {
namespace {

using codec::Json;
using value::Error;

constexpr std::string_view root = "/comity/v1/";
constexpr std::string_view package_root = "/comity/v1/packages/";

Response json_reply(int status, const Json& body) {
  return {status, "application/json", value::to_bytes(codec::write_json(body))};
}

Response bytes_reply(value::Bytes bytes, std::string type) {
  return {200, std::move(type), std::move(bytes)};
}

/// A peer has reached a bound of its letters here.
bool too_much(const Error& error) {
  return error.code == value::Code("EDGE-45") || error.code == value::Code("EDGE-46");
}

/// What the peer can do about it decides the status; the code says exactly what was wrong.
int status_of(const Error& error) {
  const std::string_view code = error.code.text();
  if (code == "EDGE-05") {
    return 404;
  }
  if (code == "EDGE-04" || code == "EDGE-07" || code == "EDGE-43") {
    return 409;
  }
  if (code == "EDGE-44") {
    return 410;
  }
  if (code == "EXCH-05" || code == "EDGE-40") {
    return 413;
  }
  const bool later = code.starts_with("STORE") || code == "OBJ-08" || code == "OBJ-09" ||
                     code == "EDGE-41" || code == "EDGE-42" || too_much(error);
  return later ? 503 : 422;
}

}  // namespace

Response problem(const Error& error) {
  Response response = json_reply(status_of(error),
                                 Json::Object{{"code", error.code.text()}, {"what", error.detail}});
  response.content_type = "application/problem+json";
  return response;
}

Response Gate::handle(const Request& request) {
  const std::string_view path = request.path;
  if (!path.starts_with(root)) {
    return problem({"EDGE-05", request.path});
  }
  const std::string_view rest = path.substr(root.size());
  if (rest == "letters" && request.method == "POST") {
    return letters(request);
  }
  if (rest == "chain" && request.method == "GET") {
    return chain();
  }
  if (rest == "seen" && request.method == "GET") {
    return seen(request);
  }
  if (rest.starts_with("log/") && request.method == "GET") {
    return log(rest.substr(4));
  }
  if (path.starts_with(package_root)) {
    return parts_.packages.handle(request, path.substr(package_root.size()));
  }
  return problem({"EDGE-05", request.method + " " + request.path});
}

std::size_t Gate::largest_body(std::string_view method, std::string_view path) const {
  if (method == "GET" || method == "HEAD") {
    return 0;
  }
  if (path == "/comity/v1/letters") {
    return exchange::max_letter_bytes;
  }
  return path.starts_with(package_root)
             ? PackageRoutes::largest_body(method, path.substr(package_root.size()))
             : exchange::max_letter_bytes;
}

void Gate::cut_short(const Request& request) {
  const std::string_view path = request.path;
  if (path.starts_with(package_root)) {
    parts_.packages.cut_short(request, path.substr(package_root.size()));
  }
}

std::optional<std::string> Gate::peer_of(const value::Digest& certificate_fingerprint) const {
  const auto directory = parts_.doorway.directory.now();
  const exchange::KnownNode* peer = directory->of_tls(certificate_fingerprint);
  return peer != nullptr ? std::optional(peer->node) : std::nullopt;
}

Response Gate::letters(const Request& request) {
  auto accepted = accept(request.body, request.peer_node, parts_.doorway);
  if (!accepted) {
    if (accepted.error().code == value::Code("EDGE-04")) {
      parts_.unknown_key(request.peer_node);
    }
    Response response = problem(accepted.error());
    if (too_much(accepted.error())) {
      response.retry_after = parts_.full.wait;
      parts_.full.tell(request.peer_node, accepted.error());
    }
    return response;
  }
  parts_.letter_came();
  return json_reply(202, Json::Object{{"accepted", accepted->letter_id.text()},
                                      {"received_at", accepted->received_at.text()}});
}

Response Gate::chain() {
  auto document = parts_.own_chain();
  return document ? bytes_reply(*std::move(document), "application/octet-stream")
                  : problem(document.error());
}

Response Gate::seen(const Request& request) {
  const auto directory = parts_.doorway.directory.now();
  const exchange::KnownNode* peer = directory->node(request.peer_node);
  if (peer == nullptr) {
    return problem({"EDGE-01", request.peer_node});
  }
  auto note = parts_.peers.checkpoint(peer->chain.latest().origin);
  if (!note) {
    return problem(note.error());
  }
  return bytes_reply(value::to_bytes(note->value_or("")), "text/plain");
}

Response Gate::log(std::string_view path) {
  auto file = value::required(parts_.log.get(path), "EDGE-05", "log/" + std::string(path));
  return file ? bytes_reply(*std::move(file), "application/octet-stream") : problem(file.error());
}

}  // namespace comity::edge
