// Evidence at its recipient: a logged purpose and two persons first, then the package is verified
// and its objects are opened into a folder the officer names. What was checked is in the verdict.
#pragma once

#include "desk/context.h"
#include "evidence/inner_manifest.h"
#include "evidence/outer_manifest.h"
#include "evidence/verdict.h"
#include "exchange/package_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace comity::desk {

/// The package that the case's latest evidence_manifest announces. DESK-19 when there is none,
/// DESK-20 when its objects have not all arrived, DESK-21 when the outer manifest is another than
/// announced.
value::Result<exchange::StoredPackage> delivered_package(const Context& context,
                                                         const value::Uuid& case_id);

struct Opening {
  value::Uuid package_id;
  std::string purpose;
  std::string person;
  std::string second_person;
};

/// The custody_event that must be authorised and sent (desk/send.h) before anything is opened.
value::Result<value::Bytes> prepare_opening(const Context& context, const value::Uuid& case_id,
                                            const Opening& opening);

struct OpenedPackage {
  evidence::Verdict verdict;
  evidence::OuterManifest outer;
  evidence::InnerManifest inner;
};

struct OpenInto {
  value::Digest event;  ///< the logged custody_event; DESK-22 when it is not in the ledger
  std::string folder;   ///< existing; empty: everything is verified and nothing kept
  std::function<bool(std::uint64_t done)> progress;
};

/// An error is a failure of this node or of the package as a whole; what failed of single objects
/// is in the verdict.
value::Result<OpenedPackage> open_package(const Context& context, const value::Uuid& case_id,
                                          const OpenInto& into);

}  // namespace comity::desk
