#include "exchange/letter.h"
#include "hostile/assailant.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "statement/statement.h"
#include "support/must.h"
#include "value/bytes.h"

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace comity::hostile {

using testing_support::must;
using value::Bytes;

namespace {

constexpr std::size_t batch = 64;
constexpr std::size_t callers = 16;
constexpr std::size_t most_batches = 400;

/// Answers of one batch, sent by many at the same time: the first that begins with `wanted`.
std::string send_batch(Assailant& assailant, const std::vector<Bytes>& letters,
                       const std::string& wanted) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::string found;
  std::string failed;
  const auto send = [&] {
    for (std::size_t i = next++; i < letters.size(); i = next++) {
      std::string said;
      try {
        said = Assailant::said(assailant.call("POST", "/comity/v1/letters", letters[i]));
      } catch (const std::exception& error) {
        said = error.what();
      }
      const std::scoped_lock lock(mutex);
      if (said == wanted) {
        found = said;
      } else if (said != "HTTP 202" && said != "HTTP 503 EDGE-45") {
        failed = said;
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    threads.reserve(callers);
    for (std::size_t i = 0; i < callers; ++i) {
      threads.emplace_back(send);
    }
  }
  return failed.empty() ? found : failed;
}

/// A letter of which the desk can make nothing.
Bytes bad_letter(Assailant& assailant) {
  return assailant.letter(assailant.header(), value::bytes_of("neither\nnor"));
}

/// Always the same honest request, each time in a letter of its own.
std::function<Bytes(Assailant&)> good_letters() {
  return [first = std::make_shared<std::unique_ptr<Outgoing>>()](Assailant& assailant) {
    if (!*first) {
      const Bytes payload =
          must(statement::write_payload(assailant.request("preservation_request")));
      *first = std::make_unique<Outgoing>(
          assailant.outgoing(payload, assailant.envelope(payload, assailant.authorise(payload))));
    }
    Outgoing one = **first;
    one.header.letter_id = assailant.header().letter_id;
    return assailant.letter(one);
  };
}

Message flood(std::string name, std::string sentence, const std::string& code,
              std::function<Bytes(Assailant&)> make) {
  const std::string wanted = "HTTP 503 " + code;
  return {std::move(name), std::move(sentence), wanted, "full " + code,
          [make = std::move(make), code](Assailant& assailant) {
            return Observed{assailant.flood(code, make), {}, {}, {}};
          }};
}

}  // namespace

std::string Assailant::flood(const std::string& code,
                             const std::function<Bytes(Assailant&)>& make) {
  for (std::size_t i = 0; i < most_batches; ++i) {
    std::vector<Bytes> letters;
    letters.reserve(batch);
    for (std::size_t k = 0; k < batch; ++k) {
      letters.push_back(make(*this));
    }
    if (std::string said = send_batch(*this, letters, "HTTP 503 " + code); !said.empty()) {
      return said;
    }
  }
  throw std::runtime_error("all letters were taken");
}

Messages flood_messages() {
  Messages messages;
  messages.push_back(flood("flood-letters", "Good letters, faster than they can be judged.",
                           "EDGE-45", good_letters()));
  messages.push_back(
      flood("flood-refused", "Letters that must be refused, without end.", "EDGE-46", bad_letter));
  messages.back().heard_after = false;
  return messages;
}

}  // namespace comity::hostile
