// Port: the journals of sealings under way (sealing_journal.h), by package. They never leave the
// machine that seals. Adapters: store/disk_journals.h; in memory, tests/fakes.
#pragma once

#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <memory>
#include <optional>
#include <vector>

namespace comity::evidence {

/// One journal, which nobody else can write while this lives; destroyed, it leaves the journal as
/// it is. One thread at a time. SEAL-03 no space left; SEAL-04 the medium failed.
class JournalFile {
 public:
  JournalFile() = default;
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;
  virtual ~JournalFile() = default;

  /// Appends. Until `sync` the octets may be lost, the last ones first, when the machine stops; not
  /// when only the process does.
  virtual value::Result<void> append(value::BytesView bytes) = 0;

  /// All that was appended is durable on return.
  virtual value::Result<void> sync() = 0;

  /// The journal is exactly these octets, durable on return; what it was before if this fails.
  virtual value::Result<void> replace(value::BytesView bytes) = 0;

  /// There is no such journal any more, durable on return.
  virtual value::Result<void> remove() = 0;
};

/// Any thread and any number of processes may call it. SEAL-03, SEAL-04.
class JournalStore {
 public:
  JournalStore() = default;
  JournalStore(const JournalStore&) = delete;
  JournalStore& operator=(const JournalStore&) = delete;
  virtual ~JournalStore() = default;

  /// A new journal of these octets, whole and durable on return. SEAL-13 when there is one.
  virtual value::Result<std::unique_ptr<JournalFile>> create(const value::Uuid& package,
                                                             value::BytesView bytes) = 0;

  /// To go on with one, or to remove it. Null when there is none; SEAL-13 while somebody else has
  /// it.
  virtual value::Result<std::unique_ptr<JournalFile>> open(const value::Uuid& package) = 0;

  /// As it is now; nothing when there is none.
  virtual value::Result<std::optional<value::Bytes>> read(const value::Uuid& package) = 0;

  virtual value::Result<std::vector<value::Uuid>> list() = 0;
};

}  // namespace comity::evidence
