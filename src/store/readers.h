// Connections that only read, lent to one thread at a time; each read sees every transaction that
// had returned before it began. The writing connection: store/writer.h.
#pragma once

#include "store/sql.h"
#include "value/result.h"

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace comity::store {

/// Any thread may call it; it outlives its loans.
class Readers {
 public:
  using Open = std::function<value::Result<std::unique_ptr<Session>>()>;

  explicit Readers(Open open);

  /// Gives the session back when it ends.
  class Loan {
   public:
    Loan(Readers& owner, std::unique_ptr<Session> session);
    Loan(Loan&&) noexcept = default;
    Loan& operator=(Loan&&) = delete;
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    ~Loan();

    [[nodiscard]] Session& session() const { return *session_; }

   private:
    Readers* owner_;
    std::unique_ptr<Session> session_;
  };

  value::Result<Loan> borrow();

  /// `read(session)` on a borrowed session.
  template <class Read>
  auto with(const Read& read) -> decltype(read(std::declval<Session&>())) {
    const auto loan = borrow();
    if (!loan) {
      return value::fail(loan.error());
    }
    return read(loan->session());
  }

  /// As `with`, when several statements must see the same state.
  template <class Read>
  auto snapshot(const Read& read) -> decltype(read(std::declval<Session&>())) {
    return with([&](Session& session) -> decltype(read(session)) {
      if (const auto begun = session.begin_snapshot(); !begun) {
        return value::fail(begun.error());
      }
      auto out = read(session);
      // nothing was written: ending it cannot lose anything
      (void)session.execute("COMMIT", {});
      return out;
    });
  }

 private:
  void give_back(std::unique_ptr<Session> session);

  Open open_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Session>> idle_;  // guarded by mutex_
};

}  // namespace comity::store
