// The edge's Routes in memory: certificates pinned by the test, answers from a function.
#pragma once

#include "edge/routes.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::fakes {

/// GET /hello answers the caller's node; POST /echo the body (at most 64 KiB); POST /large takes
/// 1 MiB and answers its size. `on` adds routes or replaces these.
class FakeRoutes : public edge::Routes {
 public:
  using Answer = std::function<edge::Response(const edge::Request&)>;

  FakeRoutes() {
    on("GET", "/hello", 0,
       [](const edge::Request& request) { return text(200, request.peer_node); });
    on("POST", "/echo", std::size_t{64} * 1024, [](const edge::Request& request) {
      return edge::Response{200, "application/octet-stream", request.body};
    });
    on("POST", "/large", std::size_t{1024} * 1024,
       [](const edge::Request& request) { return text(200, std::to_string(request.body.size())); });
  }

  void on(const std::string& method, const std::string& path, std::size_t largest, Answer answer) {
    const std::scoped_lock lock(guard_);
    routes_[{method, path}] = {largest, std::move(answer)};
  }

  void pin(const value::Digest& certificate, const std::string& node) {
    const std::scoped_lock lock(guard_);
    pins_[certificate] = node;
  }

  void withdraw(const value::Digest& certificate) {
    const std::scoped_lock lock(guard_);
    pins_.erase(certificate);
  }

  static edge::Response text(int status, const std::string& body) {
    return {status, "text/plain", value::to_bytes(body)};
  }

  edge::Response handle(const edge::Request& request) override {
    const auto route = find(request.method, request.path);
    return route ? route->answer(request) : text(404, "no such route");
  }

  void cut_short(const edge::Request& request) override {
    const std::scoped_lock lock(guard_);
    cut_short_.push_back(request);
    changed_.notify_all();
  }

  /// Waits until a body broke off; the first one that did.
  edge::Request next_cut_short() {
    std::unique_lock lock(guard_);
    changed_.wait(lock, [this] { return !cut_short_.empty(); });
    edge::Request first = std::move(cut_short_.front());
    cut_short_.erase(cut_short_.begin());
    return first;
  }

  [[nodiscard]] std::size_t largest_body(std::string_view method,
                                         std::string_view path) const override {
    const auto route = find(std::string(method), std::string(path));
    return route ? route->largest : std::size_t{1024} * 1024;
  }

  [[nodiscard]] std::optional<std::string> peer_of(const value::Digest& shown) const override {
    const std::scoped_lock lock(guard_);
    const auto at = pins_.find(shown);
    return at == pins_.end() ? std::nullopt : std::optional(at->second);
  }

 private:
  struct Route {
    std::size_t largest;
    Answer answer;
  };

  [[nodiscard]] std::optional<Route> find(const std::string& method,
                                          const std::string& path) const {
    const std::scoped_lock lock(guard_);
    const auto at = routes_.find({method, path});
    return at == routes_.end() ? std::nullopt : std::optional(at->second);
  }

  mutable std::mutex guard_;
  std::condition_variable changed_;
  std::vector<edge::Request> cut_short_;
  std::map<std::pair<std::string, std::string>, Route> routes_;
  std::map<value::Digest, std::string> pins_;
};

}  // namespace comity::fakes
