#include "desk/carrier.h"

#include "desk/context.h"
#include "desk/pace.h"
#include "desk/push.h"
#include "exchange/transport.h"
#include "value/result.h"

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace comity::desk {

using std::chrono::steady_clock;

Carrier::Carrier(const Context& context, exchange::Transport& transport, Say say)
    : context_(context), transport_(transport), say_(std::move(say)) {}

value::Result<void> Carrier::look() {
  const auto nodes = waiting_nodes(context_);
  if (!nodes) {
    return value::fail(nodes.error());
  }
  for (const std::string& node : *nodes) {
    std::unique_ptr<Line>& line = lines_[node];
    if (line == nullptr) {
      line = std::make_unique<Line>();
    }
    if (line->busy || steady_clock::now() < line->next_try) {
      continue;
    }
    line->busy = true;
    line->thread = std::jthread([this, node, &line = *line](const std::stop_token& stop) {
      run(node, line, stop);
      line.busy = false;
    });
  }
  return {};
}

void Carrier::run(const std::string& node, Line& line, const std::stop_token& stop) {
  const auto began = steady_clock::now();
  const auto pushed = push_to(context_, transport_, node, say_, stop);
  if (!pushed) {
    say_(node + ": " + std::string(pushed.error().code.text()) + " " + pushed.error().detail);
  }
  // A link that carried for a while before it broke is tried again at once.
  const bool carried = steady_clock::now() - began > std::chrono::minutes(1);
  line.failures = pushed ? 0 : carried ? 1 : line.failures + 1;
  // Packages that wait for room at the peer are not asked about in a loop.
  line.next_try =
      steady_clock::now() + (pushed ? std::chrono::seconds(1) : pause_after(line.failures));
}

void Carrier::stop() {
  for (auto& [node, line] : lines_) {
    line->thread.request_stop();
  }
  lines_.clear();
}

}  // namespace comity::desk
