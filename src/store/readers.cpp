#include "store/readers.h"

#include "store/sql.h"
#include "value/result.h"

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

namespace comity::store {

namespace {

constexpr std::size_t max_idle = 4;

}  // namespace

Readers::Readers(Open open) : open_(std::move(open)) {}

Readers::Loan::Loan(Readers& owner, std::unique_ptr<Session> session)
    : owner_(&owner), session_(std::move(session)) {}

Readers::Loan::~Loan() {
  if (session_) {
    owner_->give_back(std::move(session_));
  }
}

value::Result<Readers::Loan> Readers::borrow() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      auto session = std::move(idle_.back());
      idle_.pop_back();
      return Loan(*this, std::move(session));
    }
  }
  auto opened = open_();
  if (!opened) {
    return value::fail(opened.error());
  }
  return Loan(*this, std::move(*opened));
}

void Readers::give_back(std::unique_ptr<Session> session) {
  const std::scoped_lock lock(mutex_);
  if (idle_.size() < max_idle && !session->in_transaction()) {
    idle_.push_back(std::move(session));
  }
}

}  // namespace comity::store
