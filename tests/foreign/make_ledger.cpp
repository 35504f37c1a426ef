// Writes the example log of SIZE entries to the folder OUT: foreign_make_ledger OUT SIZE
#include "support/ledger_files.h"

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

namespace {

void make(const std::filesystem::path& out, std::uint64_t size) {
  for (const auto& [path, bytes] : comity::support::ledger_files(size)) {
    std::filesystem::create_directories((out / path).parent_path());
    const std::string text(bytes.begin(), bytes.end());
    std::ofstream(out / path, std::ios::binary) << text;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t size = argc == 3 ? std::strtoull(argv[2], nullptr, 10) : 0;
  if (size < 2) {
    std::cerr << "usage: foreign_make_ledger OUT SIZE, where SIZE is at least 2\n";
    return 2;
  }
  try {
    make(argv[1], size);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
