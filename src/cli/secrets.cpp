#include "cli/secrets.h"

#include "node/passphrase.h"
#include "value/result.h"

#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

namespace comity::cli {
namespace {

using node::Passphrase;
using value::fail;
using value::Result;

Result<Passphrase> from_file(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  if (!in || !std::getline(in, line) || line.empty()) {
    return fail("CLI-05", file);
  }
  return Passphrase(line);
}

/// Reads a line without echo; the terminal is put back whatever happens.
std::string hidden_line(const std::string& prompt) {
  std::cerr << prompt << std::flush;
  termios before{};
  ::tcgetattr(STDIN_FILENO, &before);
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  std::string line;
  std::getline(std::cin, line);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  std::cerr << "\n";
  return line;
}

Result<Passphrase> from_terminal(const std::string& whose, bool twice) {
  if (::isatty(STDIN_FILENO) == 0) {
    return fail("CLI-04", whose);
  }
  const std::string once = hidden_line("Passphrase for " + whose + ": ");
  if (once.size() < 8) {
    return fail("CLI-06", "at least 8 characters");
  }
  if (twice && hidden_line("Again: ") != once) {
    return fail("CLI-06", "the two are not the same");
  }
  return Passphrase(once);
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread here
  return value != nullptr ? value : "";
}

}  // namespace

Result<Passphrase> unlock_passphrase(const std::string& file) {
  if (!file.empty()) {
    return from_file(file);
  }
  if (const std::string named = variable("COMITY_UNLOCK"); !named.empty()) {
    return from_file(named);
  }
  if (const std::string folder = variable("CREDENTIALS_DIRECTORY"); !folder.empty()) {
    return from_file(folder + "/comity-unlock");
  }
  return from_terminal("this node's keys", false);
}

Result<Passphrase> key_passphrase(const std::string& file, const std::string& whose, bool twice) {
  if (!file.empty()) {
    return from_file(file);
  }
  if (const std::string named = variable("COMITY_PASSPHRASE"); !named.empty()) {
    return from_file(named);
  }
  return from_terminal(whose, twice);
}

}  // namespace comity::cli
