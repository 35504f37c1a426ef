#include "cli/command_line.h"

int main(int argc, char** argv) { return comity::cli::run(argc, argv); }
