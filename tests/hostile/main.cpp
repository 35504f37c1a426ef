// The hostile peer as a program, so that it can be pointed at any node: docs/protocol/hostile.md.
#include "cli/secrets.h"
#include "codec/json.h"
#include "hostile/assailant.h"
#include "hostile/message.h"
#include "hostile/messages.h"

#include <signal.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace comity::hostile {
namespace {

struct Options {
  bool list = false;
  bool json = false;
  bool honest = false;
  std::vector<std::string> messages;
  Arms arms;
};

void list(const Messages& messages, bool json) {
  for (const Message& one : messages) {
    if (json) {
      std::cout << codec::write_json(codec::Json::Object{{"message", one.name},
                                                         {"sentence", one.sentence},
                                                         {"answer", one.answer},
                                                         {"inside", one.inside}})
                << '\n';
    } else {
      std::cout << one.name << ": " << one.sentence << " -> " << one.answer
                << (one.inside.empty() ? "" : "; its operator sees: " + one.inside) << '\n';
    }
  }
}

void tell(const Message& message, const Observed& observed, bool json) {
  const bool as_expected = observed.answer == message.answer;
  if (json) {
    std::cout << codec::write_json(codec::Json::Object{{"message", message.name},
                                                       {"answer", message.answer},
                                                       {"inside", message.inside},
                                                       {"got", observed.answer},
                                                       {"as_expected", as_expected},
                                                       {"letter", observed.letter},
                                                       {"case", observed.case_id},
                                                       {"statement", observed.statement}})
              << std::endl;
  } else {
    std::cout << (as_expected ? "ok     " : "WRONG  ") << message.name << ": " << observed.answer
              << (as_expected ? "" : ", expected " + message.answer) << std::endl;
  }
}

/// 1 when an answer was another than expected.
int attack(const Options& options, const Messages& messages) {
  Assailant assailant(options.arms);
  int status = 0;
  for (const Message& one : messages) {
    if (!options.messages.empty() && std::find(options.messages.begin(), options.messages.end(),
                                               one.name) == options.messages.end()) {
      continue;
    }
    Observed observed;
    try {
      observed = one.send(assailant);
      if (options.honest && one.heard_after) {
        static_cast<void>(assailant.open_case());
      }
    } catch (const std::exception& error) {
      observed.answer +=
          std::string(observed.answer.empty() ? "" : "; then ") + "failed: " + error.what();
    }
    tell(one, observed, options.json);
    status = observed.answer == one.answer ? status : 1;
  }
  return status;
}

constexpr std::string_view usage =
    "usage: hostile --list [--json]\n"
    "       hostile NODE_DIR --to PEER --root DIR --key FILE --key FILE [MESSAGE...]\n"
    "Sends PEER what no honest node would, and says whether it answers as it must.\n"
    "  NODE_DIR         the hostile node, made by `comity init`, not being served\n"
    "  --to PEER        the node to attack: trusted by NODE_DIR, and trusting it\n"
    "  --root DIR       the folder of the hostile node's root keys\n"
    "  --key FILE       a person's key; two are needed\n"
    "  --case ID        a case at PEER in which the hostile node has no part\n"
    "  --honest         after each message an honest request must be accepted\n"
    "  --json           one JSON object a line\n"
    "The passphrase of all keys is in the file that COMITY_UNLOCK names. Status 0: every answer "
    "was the\n"
    "one in docs/protocol/hostile.md; 1: one was not; 2: the attack could not be made.\n";

/// The value of an option that has one.
std::string_view value_of(const std::vector<std::string_view>& words, std::size_t& at) {
  if (++at >= words.size()) {
    throw std::runtime_error(std::string(words[at - 1]) + " needs a value");
  }
  return words[at];
}

Options read(const std::vector<std::string_view>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--list") {
      options.list = true;
    } else if (word == "--json") {
      options.json = true;
    } else if (word == "--honest") {
      options.honest = true;
    } else if (word == "--to") {
      options.arms.peer = value_of(words, i);
    } else if (word == "--root") {
      options.arms.root = value_of(words, i);
    } else if (word == "--key") {
      options.arms.persons.emplace_back(value_of(words, i));
    } else if (word == "--case") {
      options.arms.foreign_case = value_of(words, i);
    } else if (word.starts_with("-")) {
      throw std::runtime_error("there is no option " + std::string(word));
    } else if (options.arms.folder.empty()) {
      options.arms.folder = word;
    } else {
      options.messages.emplace_back(word);
    }
  }
  return options;
}

int run(const std::vector<std::string_view>& words) {
  const Messages messages = all_messages();
  if (words.empty() || words.front() == "--help") {
    std::cout << usage;
    return words.empty() ? 2 : 0;
  }
  Options options = read(words);
  if (options.list) {
    list(messages, options.json);
    return 0;
  }
  for (const std::string& name : options.messages) {
    if (find_message(messages, name) == nullptr) {
      throw std::runtime_error("there is no message " + name + "; see hostile --list");
    }
  }
  auto passphrase = cli::unlock_passphrase({});
  if (!passphrase) {
    throw std::runtime_error(std::string(passphrase.error().code.text()) + " " +
                             passphrase.error().detail);
  }
  options.arms.passphrase = passphrase->reveal();
  std::signal(SIGPIPE, SIG_IGN);
  return attack(options, messages);
}

}  // namespace
}  // namespace comity::hostile

int main(int argc, char** argv) {
  try {
    return comity::hostile::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
