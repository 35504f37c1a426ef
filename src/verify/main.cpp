#include "verify/program.h"

int main(int argc, char** argv) { return comity::verify::run(argc, argv); }
