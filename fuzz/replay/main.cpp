// Feeds every file of the corpus folders named on the command line to one fuzz target, without a
// fuzzer: the target's own asserts and the sanitizers are the check.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <span>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::size_t replay(const std::filesystem::path& folder) {
  std::size_t fed = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) {
      continue;
    }
    std::ifstream file(entry.path(), std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    ++fed;
  }
  return fed;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t fed = 0;
  for (const char* folder : std::span(argv, static_cast<std::size_t>(argc)).subspan(1)) {
    if (!std::filesystem::is_directory(folder)) {
      std::fprintf(stderr, "no corpus at %s: a fuzz target starts with a few seeds\n", folder);
      return 2;
    }
    fed += replay(folder);
  }
  std::printf("%zu inputs replayed\n", fed);
  return fed == 0 ? 2 : 0;
}
