// One hostile message: what it is, what a conforming node answers, and what that node's operator
// must find afterwards. The whole list is messages.h; who sends it is assailant.h.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace comity::hostile {

class Assailant;

/// What came back, and by which names the operator of the attacked node finds it there.
struct Observed {
  std::string answer;
  std::string letter;     ///< id of the letter, when one was taken in
  std::string case_id;    ///< of the statement, when one was admitted
  std::string statement;  ///< its payload digest
};

struct Message {
  std::string name;
  std::string sentence;
  /// "HTTP 422 EXCH-02"; "accepted" or "refused CODES" for what a receipt says; "unanswered" for a
  /// letter that gets no receipt; "cut off" for a connection that ends without an answer.
  std::string answer;
  /// What the attacked side shows its operator: "" nothing, "quarantine CODES", "case CODE" (it is
  /// in the case without effect), "proof fork", "proof statement", "keys CODE", "replay", "full
  /// CODE".
  std::string inside;
  std::function<Observed(Assailant&)> send;
  bool heard_after = true;  ///< false: nothing more of us is taken until a person there has looked
};

using Messages = std::vector<Message>;

}  // namespace comity::hostile
