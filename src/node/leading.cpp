#include "node/leading.h"

#include "desk/admit.h"
#include "desk/round.h"
#include "ledger/checkpoint.h"
#include "ledger/log_check.h"
#include "ledger/sequencer.h"
#include "ledger/tile_path.h"
#include "node/lease.h"
#include "node/opened.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

namespace comity::node {
namespace {

using std::chrono::milliseconds;
using value::Result;

constexpr milliseconds between_renewals{1000};
constexpr milliseconds between_attempts{250};
constexpr milliseconds after_failure{500};
constexpr std::chrono::seconds between_looks{5};

std::string words(const value::Error& error) {
  return std::string(error.code.text()) + " " + error.detail;
}

/// What no waiting mends; the rest is tried again.
bool is_damage(const value::Error& error) {
  static constexpr std::array<std::string_view, 6> codes{"LEDGER-14", "LEDGER-15", "LEDGER-16",
                                                         "LEDGER-17", "LEDGER-21", "LEDGER-22"};
  return std::ranges::find(codes, error.code.text()) != codes.end();
}

/// Every entry and tile, read only: what a follower can check before its hour comes.
Result<void> check_whole(OpenNode& node, const ledger::Sequencer& sequencer) {
  const auto note = node.database().ledger().checkpoint();
  if (!note) {
    return value::fail(note.error());
  }
  const std::optional<std::string>& text = *note;
  if (!text) {
    return {};
  }
  const auto opened = ledger::open_checkpoint(*text, sequencer.vkey());
  return opened ? ledger::check_log(node.context().stores.tiles, opened->head)
                : value::fail(opened.error());
}

}  // namespace

std::optional<value::Error> Leading::broken() const {
  const std::lock_guard lock(mutex_);
  return broken_;
}

void Leading::keep_lease(const std::stop_token& stop) {
  std::string said;
  const auto say_once = [&](const std::string& line) {
    if (line != said) {
      said = line;
      parts_.say(line);
    }
  };
  while (!stop.stop_requested()) {
    const bool held = parts_.lease.held().has_value();
    if (held) {
      if (auto renewed = parts_.lease.renew(); !renewed) {
        say_once("lease: " + words(renewed.error()));
      }
    } else if (auto sought = parts_.lease.seek(); !sought) {
      say_once("lease: " + words(sought.error()));
    } else if (*sought) {
      say_once("leading, epoch " + std::to_string(parts_.lease.held().value_or(0)));
    } else {
      say_once("following " + parts_.lease.leader());
    }
    std::this_thread::sleep_for(held ? between_renewals : between_attempts);
  }
}

void Leading::wait_for_commit(milliseconds span) {
  auto version = parts_.node.database().version();
  if (!version || !parts_.node.database().wait_for_change(*version, span)) {
    std::this_thread::sleep_for(span);
  }
}

void Leading::work(const std::stop_token& stop) {
  while (!stop.stop_requested() && !broken()) {
    const auto epoch = parts_.lease.held();
    if (!epoch || !confirmed_) {
      follow();
    } else if (parts_.lease.signing() != epoch) {
      begin(*epoch);
    } else {
      round(*epoch);
    }
  }
}

/// A whole log takes long to read, and whoever takes over is waited for. What the leader replaces
/// meanwhile can look wrong for a moment: then the check is made again later.
void Leading::follow() {
  const auto now = std::chrono::steady_clock::now();
  if (confirmed_ && !whole_checked_ && now >= next_look_) {
    next_look_ = now + between_looks;
    whole_checked_ = check_whole(parts_.node, parts_.sequencer).has_value();
  }
  std::this_thread::sleep_for(milliseconds(50));
}

void Leading::begin(std::int64_t epoch) {
  auto started = parts_.sequencer.start(whole_checked_ ? ledger::StartCheck::right_edge
                                                       : ledger::StartCheck::whole_log);
  whole_checked_ = whole_checked_ || started.has_value();
  if (started) {
    started = parts_.lease.set_signing(epoch);
  }
  if (started) {
    started = parts_.begun();
  }
  if (started) {
    return;
  }
  if (is_damage(started.error())) {
    const std::lock_guard lock(mutex_);
    broken_ = started.error();
    return;
  }
  parts_.say("ledger: " + words(started.error()));
  std::this_thread::sleep_for(after_failure);
}

void Leading::round(std::int64_t epoch) {
  // Read before the round, so that what is committed during it is not slept through.
  auto before = parts_.node.database().version();
  auto done = desk::run_round(parts_.node.context(), parts_.sequencer, epoch);
  if (!done) {
    parts_.say("desk: " + words(done.error()));
    if (done.error().code == value::Code("LEDGER-01")) {
      (void)parts_.lease.renew();  // notices that another leads
      return;
    }
    // A failed write of the log stops the sequencer; it begins again from what is durable.
    if (auto again = parts_.sequencer.start(ledger::StartCheck::right_edge); !again) {
      parts_.say("ledger: " + words(again.error()));
    }
    std::this_thread::sleep_for(after_failure);
    return;
  }
  report(*done);
  if (done->idle() && before) {
    heal();
    (void)parts_.node.database().wait_for_change(*before, milliseconds(500));
  }
}

/// Whoever led before, held still between storing a checkpoint and writing its file, writes an
/// older file when it goes on.
void Leading::heal() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_look_) {
    return;
  }
  next_look_ = now + between_looks;
  const auto stored =
      value::required(parts_.node.database().ledger().checkpoint(), "LEDGER-02", "checkpoint");
  const auto file = value::required(parts_.node.context().stores.tiles.get(ledger::checkpoint_path),
                                    "LEDGER-02", "checkpoint");
  if (stored && file && value::text_of(*file) != *stored) {
    parts_.say("ledger: the published checkpoint is not the stored one; it is written again");
    (void)parts_.sequencer.start(ledger::StartCheck::right_edge);
  }
}

void Leading::report(const desk::RoundReport& round) {
  for (const desk::Admission& admission : round.admissions) {
    std::string line = admission.codes.empty() ? "admitted " : "refused ";
    line += admission.document + " from " + admission.from_desk;
    for (const std::string& code : admission.codes) {
      line += " " + code;
    }
    parts_.say(line);
  }
}

}  // namespace comity::node
