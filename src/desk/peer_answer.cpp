#include "desk/peer_answer.h"

#include "codec/json.h"
#include "desk/outgoing.h"
#include "exchange/transport.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace comity::desk {
namespace {

constexpr std::size_t most_words = 300;

/// A member of a problem document; a peer may send anything.
std::string member_of(const value::Bytes& body, const char* name) {
  const auto json = codec::parse_json(body, {std::size_t{64} * 1024, 4});
  const codec::Json* found = json ? json->member(name) : nullptr;
  const std::string* text = found != nullptr ? found->text() : nullptr;
  return text != nullptr ? *text : std::string();
}

/// Terminals and logs show it: no control character passes.
std::string one_line(std::string text) {
  text.resize(std::min(text.size(), most_words));
  for (char& c : text) {
    c = c >= ' ' && c <= '~' ? c : '?';
  }
  return text;
}

}  // namespace

std::string PeerAnswer::words() const {
  std::string text(value::Code("EXCH-41").text());
  text += " " + std::to_string(status);
  for (const std::string& part : {one_line(code), one_line(member_of(body, "what"))}) {
    text += part.empty() ? "" : " " + part;
  }
  return text;
}

PeerAnswer read_answer(exchange::Reply reply) {
  PeerAnswer answer{reply.status, std::move(reply.body), {}};
  if (answer.status != 200) {
    answer.code = member_of(answer.body, "code");
  }
  return answer;
}

Advice advice_of(const PeerAnswer& answer, Step step) {
  // Given up for want of chunks, it may be announced anew; announced too late, it may not.
  if (answer.code == "EDGE-07" || (answer.code == "EDGE-44" && step != Step::announce)) {
    return Advice::announce_again;
  }
  if (answer.code == "EDGE-43" || answer.code == "OBJ-01" || answer.code == "OBJ-06") {
    return Advice::ask_again;
  }
  if (answer.code == "OBJ-04") {
    return Advice::other_bytes;
  }
  if (answer.code == "OBJ-07") {
    return Advice::other_root;
  }
  // Ours alone are refusals for good: what stands between us, or another version, may change.
  const bool own = answer.code.starts_with("EDGE-") || answer.code.starts_with("OBJ-") ||
                   answer.code.starts_with("PKG-") || answer.code.starts_with("JSON-");
  const bool final_status = answer.status == 410 || answer.status == 413 || answer.status == 422;
  return own && final_status ? Advice::never : Advice::later;
}

}  // namespace comity::desk
