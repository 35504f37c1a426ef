#include "crash/points.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <map>
#include <mutex>
#include <regex>
#include <string>

namespace comity::crash {
namespace {

std::string setting(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody changes it here
  return value != nullptr ? value : "";
}

void note(const std::string& file, const std::string& line) {
  if (file.empty()) {
    return;
  }
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  (void)!::write(fd, line.data(), line.size());
  ::close(fd);
}

/// The place of the log, or of a commit, and after which other act of this thread.
std::string with_history(const std::string& act, const std::string& place) {
  thread_local std::string last = "start";
  thread_local unsigned in_a_row = 0;
  if (place == "database") {  // reads, and waiting for news: between all other acts
    return place;
  }
  if (!place.ends_with("-wal") && place != "database commit") {
    last = act + " " + place;
    in_a_row = 0;
    return place;
  }
  return place + " after " + last + (in_a_row > 0 ? " again" : "");
}

}  // namespace

std::string place_of(const std::string& path, const std::string& root) {
  const std::string below = path.starts_with(root) ? path.substr(root.size()) : path;
  // A person's draft is one whatever document it is of; a file in the making is one whatever its
  // name.
  static const std::regex draft("^[^/]*\\.(payload|roles|auth)(\\.[0-9]+\\.tmp)?$");
  static const std::regex making("\\.making(/|-).*");
  static const std::regex identity("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}");
  static const std::regex leaf("-[0-9a-f]{64}$");
  static const std::regex number("[0-9]+");
  std::string place = std::regex_replace(below, draft, "draft.$1");
  place = std::regex_replace(place, making, ".making");
  place = std::regex_replace(place, identity, "ID");
  place = std::regex_replace(place, leaf, "-LEAF");
  place = std::regex_replace(place, number, "*");
  return place.empty() || path + "/" == root ? "." : place;
}

void reached(const char* when, const char* act, const std::string& place) {
  static std::mutex guard;
  static std::map<std::string, unsigned> passed;
  static const std::string target = setting("COMITY_CRASH_AT");
  static const std::string log = setting("COMITY_CRASH_LOG");
  const std::scoped_lock lock(guard);
  const std::string name = std::string(when) + " " + act + " " + with_history(act, place);
  const std::string now = name + " " + std::to_string(++passed[name]);
  note(log, now + "\n");
  if (now == target) {
    note(log + ".died", now + "\n");
    static const bool alone = !setting("COMITY_CRASH_ALONE").empty();
    (void)::kill(alone ? ::getpid() : 0, SIGKILL);
    ::pause();
  }
}

}  // namespace comity::crash
