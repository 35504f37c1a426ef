// What the checklist costs: desk::findings over the example request of each kind. Prints a line a
// kind: its name, the median of the runs in milliseconds, the findings. Usage: bench_desk_findings
#include "desk/request_check.h"
#include "node/law.h"
#include "node/system_clock.h"
#include "record/tables.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  using Steady = std::chrono::steady_clock;
  const auto runs = static_cast<std::size_t>(argc > 1 ? std::atol(argv[1]) : 1'000);
  const auto law = node::read_embedded_law().value();
  const auto now = node::SystemClock().now();
  for (const char* kind : {"preservation_request", "mla_content"}) {
    const record::KindFacts* facts = law.tables().kind(kind);
    if (facts == nullptr) {
      std::fprintf(stderr, "bench_desk_findings: no example of %s\n", kind);
      return 1;
    }
    std::vector<double> took;
    std::size_t found = 0;
    for (std::size_t i = 0; i < runs; ++i) {
      const auto begin = Steady::now();
      found = desk::findings(law, facts->example, now, now, desk::CheckSide::recipient).size();
      took.push_back(std::chrono::duration<double, std::milli>(Steady::now() - begin).count());
    }
    std::sort(took.begin(), took.end());
    std::printf("%s %.3f %zu\n", kind, took[runs / 2], found);
  }
  return 0;
}
