// The S3 service that a test program starts for itself, and buckets in it: tests/support/swift, or
// another program beside it that COMITY_S3_SERVICE names (`ceph`).
#pragma once

#include "store/s3_target.h"
#include "support/shell.h"
#include "support/source_file.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace comity::testing_support {

/// Two keys in a file that only its owner can read.
inline void write_credentials(const std::filesystem::path& file, const std::string& access,
                              const std::string& secret) {
  std::ofstream(file) << "[default]\naws_access_key_id = " << access
                      << "\naws_secret_access_key = " << secret << "\n";
  std::filesystem::permissions(
      file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

class SwiftServer {
 public:
  SwiftServer() {
    std::istringstream words(act("start"));
    std::string access;
    std::string secret;
    words >> target_.endpoint >> access >> secret;
    target_.credentials_file = folder_.path() / "credentials";
    write_credentials(target_.credentials_file, access, secret);
  }

  SwiftServer(const SwiftServer&) = delete;
  SwiftServer& operator=(const SwiftServer&) = delete;

  ~SwiftServer() { (void)shell(command("kill")); }

  /// A target whose bucket is new and empty.
  store::S3Target new_bucket() {
    store::S3Target out = target_;
    out.bucket = "bucket-" + std::to_string(++buckets_);
    (void)act("ask", "PUT " + out.bucket);
    return out;
  }

  void start() { (void)act("start"); }

  /// A crash of all its processes.
  void kill() { (void)act("kill"); }

  static std::string service() {
    const char* named = std::getenv("COMITY_S3_SERVICE");  // NOLINT(concurrency-mt-unsafe)
    return named == nullptr ? "swift" : named;
  }

 private:
  [[nodiscard]] std::string command(const std::string& what, const std::string& more = "") const {
    return "COMITY_OWNER=" + std::to_string(::getpid()) + " " +
           (source_root() / "tests/support" / service()).string() + " " + what + " " +
           (folder_.path() / service()).string() + " " + more + " 2>&1";
  }

  [[nodiscard]] std::string act(const std::string& what, const std::string& more = "") const {
    const Outcome done = shell(command(what, more));
    if (done.status != 0) {
      throw std::runtime_error(done.output);
    }
    return done.output;
  }

  TemporaryFolder folder_;
  store::S3Target target_;
  int buckets_ = 0;
};

/// The server of this program; made by its main.
inline SwiftServer*& the_swift() {
  static SwiftServer* server = nullptr;
  return server;
}

}  // namespace comity::testing_support
