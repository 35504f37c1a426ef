// The words of the command line: every command with its options and its page of help, bound to the
// functions of commands.h.
#pragma once

namespace comity::cli {

/// Parses, runs one command and returns the exit status.
int run(int argc, char** argv);

}  // namespace comity::cli
