#include "hostile/ear.h"

#include "codec/json.h"
#include "edge/routes.h"
#include "exchange/directory.h"
#include "exchange/letter.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace comity::hostile {

using value::Bytes;

namespace {

constexpr std::string_view prefix = "/comity/v1/";

edge::Response bytes_reply(Bytes bytes) {
  return {200, "application/octet-stream", std::move(bytes)};
}

edge::Response taken(const Bytes& body) {
  const auto letter = exchange::read_letter(body);
  const codec::Json said =
      codec::Json::Object{{"accepted", letter ? letter->header.letter_id.text() : std::string()},
                          {"received_at", letter ? letter->header.made_at.text() : std::string()}};
  return {202, "application/json", value::to_bytes(codec::write_json(said))};
}

}  // namespace

edge::Response Ear::handle(const edge::Request& request) {
  std::string_view path = request.path;
  if (!path.starts_with(prefix)) {
    return {404, {}, {}};
  }
  path.remove_prefix(prefix.size());
  if (path == "letters") {
    const std::scoped_lock lock(mutex_);
    letters_.push_back(request.body);
    came_.notify_all();
    return taken(request.body);
  }
  if (path == "chain") {
    const std::scoped_lock lock(mutex_);
    asked_ = true;
    came_.notify_all();
    return bytes_reply(chain_);
  }
  if (path == "seen") {
    return bytes_reply({});
  }
  if (path.starts_with("log/")) {
    auto read = log_.get(path.substr(4));
    if (const std::optional<Bytes> file = read ? *std::move(read) : std::nullopt; file) {
      return bytes_reply(*file);
    }
  }
  return {404, {}, {}};
}

std::size_t Ear::largest_body(std::string_view method, std::string_view /*path*/) const {
  return method == "POST" ? exchange::max_letter_bytes : 0;
}

std::optional<std::string> Ear::peer_of(const value::Digest& certificate_fingerprint) const {
  const auto directory = directory_.now();
  const exchange::KnownNode* peer = directory->of_tls(certificate_fingerprint);
  return peer != nullptr ? std::optional(peer->node) : std::nullopt;
}

void Ear::offer(Bytes chain) {
  const std::scoped_lock lock(mutex_);
  chain_ = std::move(chain);
  asked_ = false;
}

bool Ear::asked_for_keys(int seconds) {
  std::unique_lock lock(mutex_);
  return came_.wait_for(lock, std::chrono::seconds(seconds), [this] { return asked_; });
}

std::optional<Bytes> Ear::letter(const std::function<bool(const Bytes&)>& wanted, int seconds) {
  std::unique_lock lock(mutex_);
  const auto found = [&] { return std::find_if(letters_.begin(), letters_.end(), wanted); };
  came_.wait_for(lock, std::chrono::seconds(seconds), [&] { return found() != letters_.end(); });
  const auto one = found();
  return one == letters_.end() ? std::nullopt : std::optional(*one);
}

void Ear::wait_for_letter() {
  std::unique_lock lock(mutex_);
  const std::size_t before = letters_.size();
  came_.wait_for(lock, std::chrono::milliseconds(100), [&] { return letters_.size() > before; });
}

std::size_t Ear::count(const std::function<bool(const Bytes&)>& wanted) {
  const std::scoped_lock lock(mutex_);
  return static_cast<std::size_t>(std::count_if(letters_.begin(), letters_.end(), wanted));
}

}  // namespace comity::hostile
