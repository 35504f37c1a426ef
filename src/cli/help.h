// The pages of help: what each command does, what it leaves behind, its exit status and an example.
#pragma once

#include <string>

namespace comity::cli {

struct Page {
  std::string summary;
  std::string text;
};

/// By the command's words: "send", "person add"; "comity" for the program.
Page page_of(const std::string& command);

}  // namespace comity::cli
