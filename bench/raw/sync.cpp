// The medium itself: how often a second 4 KiB can be appended to a file and made durable there.
// Prints that number. Usage: bench_raw_sync FOLDER [SECONDS]
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
  using Steady = std::chrono::steady_clock;
  const std::string path = std::string(argc > 1 ? argv[1] : ".") + "/sync-rate";
  const double seconds = argc > 2 ? std::atof(argv[2]) : 2;
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  const std::string bytes(4096, 'x');
  const auto begin = Steady::now();
  long writes = 0;
  std::chrono::duration<double> took{0};
  while (file >= 0 && took.count() < seconds) {
    if (::write(file, bytes.data(), bytes.size()) < 0 || ::fdatasync(file) != 0) {
      break;
    }
    ++writes;
    took = Steady::now() - begin;
  }
  ::close(file);
  ::unlink(path.c_str());
  if (took.count() < seconds) {
    std::fprintf(stderr, "bench_raw_sync: cannot write %s\n", path.c_str());
    return 1;
  }
  std::printf("%.0f\n", static_cast<double>(writes) / took.count());
  return 0;
}
