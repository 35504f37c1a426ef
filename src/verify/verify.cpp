#include "verify/verify.h"

#include "evidence/court_bundle.h"
#include "value/result.h"
#include "verify/bundle_files.h"
#include "verify/case_check.h"
#include "verify/finding.h"
#include "verify/package_check.h"
#include "verify/proven.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace comity::verify {

namespace bundle = evidence::bundle;

value::Result<Findings> verify_bundle(const std::filesystem::path& folder,
                                      const bundle::Roots& trusted) {
  auto files = BundleFiles::open(folder);
  if (!files) {
    return value::fail(files.error());
  }
  Findings findings;
  check_copy(*files, findings);
  const Nodes nodes = prove_nodes(*files, trusted, findings);
  auto bytes = files->read(bundle::head_file);
  auto head = bytes ? bundle::decode_head(*bytes) : value::fail(bytes.error());
  if (head && !nodes.contains(head->node)) {
    head = value::fail("VER-09", "no key sets of " + head->node + ", who wrote it");
  }
  findings.add(Check::form, bundle::head_file, only_error(head));
  const std::vector<Proven> statements = prove_statements(*files, nodes, findings);
  if (head) {
    check_case(head->case_id, statements, nodes, findings);
  }
  check_package(*files, head ? std::optional(head->case_id) : std::nullopt, statements, findings);
  findings.note(Check::time, ".", "time claimed, not proven");
  return findings;
}

}  // namespace comity::verify
