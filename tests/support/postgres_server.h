// The PostgreSQL server that a test program starts for itself (tests/support/postgres), and schemas
// in it: each is a database of its own to the store.
#pragma once

#include "support/shell.h"
#include "support/source_file.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace comity::testing_support {

class PostgresServer {
 public:
  PostgresServer() {
    // the server's user is another than root
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::owner_all |
                                                     std::filesystem::perms::group_exec |
                                                     std::filesystem::perms::others_exec);
    words_ = act("start");
  }

  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  ~PostgresServer() { (void)shell(command("kill")); }

  /// Libpq's words for an empty schema.
  std::string new_schema() {
    const std::string name = "s" + std::to_string(++schemas_);
    sql("CREATE SCHEMA " + name);
    return words_ + " options=-csearch_path=" + name;
  }

  [[nodiscard]] const std::string& words() const { return words_; }

  [[nodiscard]] std::filesystem::path folder() const { return folder_.path() / "server"; }

  /// Runs SQL beside the store, and returns what it printed.
  // NOLINTNEXTLINE(modernize-use-nodiscard): most statements have no answer
  std::string sql(const std::string& text, const std::string& words = "") const {
    const Outcome done = shell("psql -X -q -A -t -v ON_ERROR_STOP=1 -d \"" +
                               (words.empty() ? words_ : words) + "\" -c \"" + text + "\"");
    if (done.status != 0) {
      throw std::runtime_error("psql: " + done.output);
    }
    return done.output.substr(0, done.output.find_last_not_of('\n') + 1);
  }

  void start() { (void)act("start"); }

  void stop() { (void)act("stop"); }

  void kill() { (void)act("kill"); }

 private:
  [[nodiscard]] std::string command(const std::string& what) const {
    return "COMITY_OWNER=" + std::to_string(::getpid()) + " " +
           (source_root() / "tests/support/postgres").string() + " " + what + " " +
           folder().string() + " 2>&1";
  }

  [[nodiscard]] std::string act(const std::string& what) const {
    const Outcome done = shell(command(what));
    if (done.status != 0) {
      throw std::runtime_error(done.output);
    }
    return done.output.substr(0, done.output.find('\n'));
  }

  TemporaryFolder folder_;
  std::string words_;
  int schemas_ = 0;
};

/// The server of this program; made by its main.
inline PostgresServer*& the_server() {
  static PostgresServer* server = nullptr;
  return server;
}

}  // namespace comity::testing_support
