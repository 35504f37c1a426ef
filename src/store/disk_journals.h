// The journals of sealings under way as files, "<package>.journal" each. What they say is not this
// room's to know: the port is evidence/journal_store.h.
#pragma once

#include "evidence/journal_store.h"
#include "value/result.h"

#include <filesystem>
#include <memory>

namespace comity::store {

/// Uses `folder`, made if absent (mode 0700), on a local disk. STORE-01 when it cannot be used.
value::Result<std::unique_ptr<evidence::JournalStore>> open_journals(
    const std::filesystem::path& folder);

}  // namespace comity::store
