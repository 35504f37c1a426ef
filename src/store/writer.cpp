#include "store/writer.h"

#include "store/sql.h"
#include "value/result.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

constexpr std::size_t max_batch = 256;

// Whoever was answered by the last commit is likely to write again at once. Waiting for them costs
// at most a quarter of the commit that each who comes too late would need for itself.
constexpr int gathering_share = 4;
constexpr std::chrono::milliseconds longest_gathering{5};

void fail_all(const std::vector<value::Result<void>*>& outcomes, const value::Error& error) {
  for (value::Result<void>* outcome : outcomes) {
    if (*outcome) {
      *outcome = value::fail(error);
    }
  }
}

}  // namespace

Writer::Writer(std::unique_ptr<Session> session, std::function<void()> committed)
    : session_(std::move(session)), committed_(std::move(committed)) {}

value::Result<void> Writer::run(const Body& body) {
  Job job;
  job.body = &body;
  std::unique_lock lock(mutex_);
  if (led_ && leader_ == std::this_thread::get_id()) {
    return value::fail("STORE-11", "run called inside run");
  }
  waiting_.push_back(&job);
  arrived_.notify_one();
  while (!job.done) {
    if (led_) {
      settled_.wait(lock);
    } else {
      lead(lock);
    }
  }
  lock.unlock();
  if (job.thrown) {
    std::rethrow_exception(job.thrown);
  }
  return job.outcome;
}

std::size_t Writer::waiting() const {
  const std::scoped_lock lock(mutex_);
  return waiting_.size();
}

void Writer::lead(std::unique_lock<std::mutex>& lock) {
  led_ = true;
  leader_ = std::this_thread::get_id();
  if (expected_ > 1) {
    arrived_.wait_for(lock, gathering_, [this] { return waiting_.size() >= expected_; });
  }
  const auto end =
      waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), max_batch));
  const Batch batch(waiting_.begin(), end);
  waiting_.erase(waiting_.begin(), end);
  lock.unlock();
  const auto began = std::chrono::steady_clock::now();
  commit(batch);
  const auto took = std::chrono::steady_clock::now() - began;
  lock.lock();
  for (Job* job : batch) {
    job->done = true;
  }
  expected_ = std::min(batch.size() + waiting_.size(), max_batch);
  gathering_ = std::min<std::chrono::nanoseconds>(took / gathering_share, longest_gathering);
  led_ = false;
  settled_.notify_all();
}

void Writer::commit(const Batch& batch) {
  std::vector<value::Result<void>*> outcomes;
  outcomes.reserve(batch.size());
  for (Job* job : batch) {
    outcomes.push_back(&job->outcome);
  }
  if (const auto begun = session_->begin(); !begun) {
    return fail_all(outcomes, begun.error());
  }
  for (Job* job : batch) {
    run_one(*job);
    if (!session_->in_transaction()) {
      // a full or failing disk: the engine rolled everything back
      return fail_all(outcomes, job->outcome ? value::Error{"STORE-09", "the transaction ended"}
                                             : job->outcome.error());
    }
  }
  if (const auto done = session_->commit(); !done) {
    if (session_->in_transaction()) {
      (void)statement("ROLLBACK");
    }
    return fail_all(outcomes, done.error());
  }
  committed_();
}

void Writer::run_one(Job& job) {
  job.outcome = statement("SAVEPOINT body");
  if (!job.outcome) {
    return;
  }
  try {
    job.outcome = (*job.body)(*session_);
  } catch (...) {
    job.thrown = std::current_exception();
    job.outcome = value::fail("STORE-11", "the body threw");
  }
  if (!session_->in_transaction()) {
    return;
  }
  if (!job.outcome) {
    if (const auto undone = statement("ROLLBACK TO body"); !undone) {
      (void)statement("ROLLBACK");  // never commit what could not be undone
      return;
    }
  }
  auto released = statement("RELEASE body");
  if (!released && session_->in_transaction() && statement("ROLLBACK TO body")) {
    // PostgreSQL refuses to keep what followed an error that the body did not report
    job.outcome = job.outcome ? released : job.outcome;
    released = statement("RELEASE body");
  }
  if (!released && session_->in_transaction()) {
    (void)statement("ROLLBACK");
    job.outcome = job.outcome ? released : job.outcome;
  }
}

value::Result<void> Writer::statement(std::string_view sql) {
  const auto done = session_->execute(sql, {});
  return done ? value::Result<void>() : value::fail(done.error());
}

}  // namespace comity::store
