#include "fakes/memory_blob_store.h"

#include "contracts/blob_store_contract.h"
#include "object/blob_store.h"

#include <gtest/gtest.h>

namespace comity::contracts {
namespace {

class MemoryFixture {
 public:
  object::BlobStore& store() { return store_; }

  void reopen() {}

 private:
  fakes::MemoryBlobStore store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, BlobStoreContract, MemoryFixture);

}  // namespace
}  // namespace comity::contracts
