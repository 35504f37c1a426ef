// What the hostile node lets its peers reach: it takes receipts in, hands out whatever key sets it
// was told to offer, and serves its log, true or forged. Neighbour: assailant.h, which talks.
#pragma once

#include "edge/routes.h"
#include "exchange/directory.h"
#include "ledger/tile_store.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::hostile {

class Ear : public edge::Routes {
 public:
  Ear(exchange::LiveDirectory& directory, const ledger::TileReader& log)
      : directory_(directory), log_(log) {}

  edge::Response handle(const edge::Request& request) override;

  void cut_short(const edge::Request& /*request*/) override {}

  [[nodiscard]] std::size_t largest_body(std::string_view method,
                                         std::string_view path) const override;
  [[nodiscard]] std::optional<std::string> peer_of(
      const value::Digest& certificate_fingerprint) const override;

  /// What `GET chain` answers from now on.
  void offer(value::Bytes chain);

  /// Waits until the peer has asked for the key sets once more; false after `seconds`.
  bool asked_for_keys(int seconds);

  /// Waits until `wanted` accepts one of the letters that came; none after `seconds`.
  std::optional<value::Bytes> letter(const std::function<bool(const value::Bytes&)>& wanted,
                                     int seconds);

  /// Waits for one more letter, at most a tenth of a second.
  void wait_for_letter();

  /// How many of the letters that came `wanted` accepts.
  std::size_t count(const std::function<bool(const value::Bytes&)>& wanted);

 private:
  exchange::LiveDirectory& directory_;
  const ledger::TileReader& log_;
  std::mutex mutex_;  // guards all below
  std::condition_variable came_;
  std::vector<value::Bytes> letters_;
  value::Bytes chain_;
  bool asked_ = false;
};

}  // namespace comity::hostile
