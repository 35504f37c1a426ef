#include "store/writer.h"

#include "store/sql.h"
#include "value/result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace comity::store {

namespace {

using testing::ElementsAre;

/// An engine that writes down what it is told and fails where a test says.
class ScriptedSession : public Session {
 public:
  struct Script {
    std::vector<std::string> said;
    std::string fails;   ///< this statement fails
    bool once = false;   ///< but only the first time
    bool loses = false;  ///< and ends the transaction by itself, as on a full disk
  };

  explicit ScriptedSession(Script& script) : script_(script) {}

  value::Result<void> query(std::string_view sql, Args /*args*/,
                            const std::function<void(const Row&)>& /*take*/) override {
    const auto done = execute(sql, {});
    return done ? value::Result<void>() : value::fail(done.error());
  }

  value::Result<std::int64_t> execute(std::string_view sql, Args /*args*/) override {
    script_.said.emplace_back(sql);
    if (sql == script_.fails) {
      open_ = open_ && !script_.loses;
      if (script_.once) {
        script_.fails.clear();
      }
      return value::fail("STORE-03", "disk full");
    }
    open_ = open_ && sql != "COMMIT" && sql != "ROLLBACK";
    return 1;
  }

  value::Result<void> script(const std::string& sql) override {
    const auto done = execute(sql, {});
    return done ? value::Result<void>() : value::fail(done.error());
  }

  value::Result<void> begin() override {
    const auto done = execute("BEGIN", {});
    open_ = done.has_value();
    return done ? value::Result<void>() : value::fail(done.error());
  }

  value::Result<void> begin_snapshot() override { return begin(); }

  value::Result<void> commit() override { return script("COMMIT"); }

  [[nodiscard]] bool in_transaction() const override { return open_; }

 private:
  Script& script_;
  bool open_ = false;
};

class WriterTest : public testing::Test {
 protected:
  std::string write(const std::string& sql) {
    return run([&](Session& session) { return session.script(sql); });
  }

  std::string run(const Writer::Body& body) {
    const auto done = writer_.run(body);
    return done ? "" : std::string(done.error().code.text());
  }

  /// How many of so many bodies were stored; each of them fails, or none.
  int run_often(int times, bool fails) {
    int stored = 0;
    for (int i = 0; i < times; ++i) {
      const auto code = run([&](Session& session) -> value::Result<void> {
        return fails ? value::fail("REQ-01", "no") : session.script("INSERT");
      });
      stored += code.empty() ? 1 : 0;
    }
    return stored;
  }

  ScriptedSession::Script script_;
  std::atomic<int> commits_{0};
  Writer writer_{std::make_unique<ScriptedSession>(script_), [this] { ++commits_; }};
};

TEST_F(WriterTest, CommitsWhatABodyWrote) {
  EXPECT_EQ(write("INSERT"), "");
  EXPECT_THAT(script_.said,
              ElementsAre("BEGIN", "SAVEPOINT body", "INSERT", "RELEASE body", "COMMIT"));
  EXPECT_EQ(commits_, 1);
}

TEST_F(WriterTest, UndoesABodyThatFails) {
  EXPECT_EQ(run([](Session&) -> value::Result<void> { return value::fail("REQ-01", "no"); }),
            "REQ-01");
  EXPECT_THAT(script_.said,
              ElementsAre("BEGIN", "SAVEPOINT body", "ROLLBACK TO body", "RELEASE body", "COMMIT"));
}

TEST_F(WriterTest, ABodyThatThrowsIsUndoneAndItsCallerGetsTheException) {
  const Writer::Body thrower = [](Session&) -> value::Result<void> {
    throw std::runtime_error("bug");
  };
  EXPECT_THROW((void)writer_.run(thrower), std::runtime_error);
  EXPECT_THAT(script_.said, testing::Contains("ROLLBACK TO body"));
  EXPECT_EQ(write("INSERT"), "");
}

TEST_F(WriterTest, RefusesATransactionInsideATransaction) {
  std::string inner;
  EXPECT_EQ(run([&](Session& session) {
              inner = write("INNER");
              return session.script("OUTER");
            }),
            "");
  EXPECT_EQ(inner, "STORE-11");
  EXPECT_THAT(script_.said, testing::Not(testing::Contains("INNER")));
}

TEST_F(WriterTest, ABodyIsNotRunWhenNoTransactionBegins) {
  script_.fails = "BEGIN";
  EXPECT_EQ(write("INSERT"), "STORE-03");
  EXPECT_THAT(script_.said, ElementsAre("BEGIN"));
  EXPECT_EQ(commits_, 0);
}

TEST_F(WriterTest, ACommitThatFailsFailsItsBodyAndIsRolledBack) {
  script_.fails = "COMMIT";
  EXPECT_EQ(write("INSERT"), "STORE-03");
  EXPECT_EQ(script_.said.back(), "ROLLBACK");
  EXPECT_EQ(commits_, 0);
  script_.fails.clear();
  EXPECT_EQ(write("INSERT"), "");
}

TEST_F(WriterTest, NothingIsCommittedWhenTheEngineEndedTheTransaction) {
  script_.fails = "INSERT";
  script_.loses = true;
  EXPECT_EQ(write("INSERT"), "STORE-03");
  EXPECT_THAT(script_.said, ElementsAre("BEGIN", "SAVEPOINT body", "INSERT"));
  EXPECT_EQ(write("OTHER"), "");
}

TEST_F(WriterTest, WhatCannotBeUndoneIsNeverCommitted) {
  script_.fails = "ROLLBACK TO body";
  EXPECT_EQ(run([](Session&) -> value::Result<void> { return value::fail("REQ-01", "no"); }),
            "REQ-01");
  EXPECT_EQ(script_.said.back(), "ROLLBACK");
  EXPECT_EQ(commits_, 0);
}

TEST_F(WriterTest, ASavepointThatCannotBeReleasedFailsItsBody) {
  script_.fails = "RELEASE body";
  EXPECT_EQ(write("INSERT"), "STORE-03");
  EXPECT_EQ(commits_, 0);
}

TEST_F(WriterTest, ABodyThatHidItsFailureIsUndoneAlone) {
  script_.fails = "RELEASE body";
  script_.once = true;
  EXPECT_EQ(write("INSERT"), "STORE-03");
  EXPECT_THAT(script_.said, ElementsAre("BEGIN", "SAVEPOINT body", "INSERT", "RELEASE body",
                                        "ROLLBACK TO body", "RELEASE body", "COMMIT"));
  EXPECT_EQ(commits_, 1);
}

class SharedCommitTest : public WriterTest {
 protected:
  static constexpr std::size_t others = 7;

  /// The first body runs until the others wait; then one commit is theirs. The last of them fails.
  void run_together(const std::string& first) {
    std::latch begun(1);
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
      outcomes_[others] = run([&](Session& session) {
        begun.count_down();
        while (writer_.waiting() < others) {
          std::this_thread::yield();
        }
        return session.script(first);
      });
    });
    begun.wait();
    for (std::size_t i = 0; i < others; ++i) {
      threads.emplace_back([this, i] {
        outcomes_[i] = run([&](Session& session) -> value::Result<void> {
          return i == 0 ? value::fail("REQ-01", "no") : session.script("OTHER");
        });
      });
    }
  }

  std::array<std::string, others + 1> outcomes_;
};

TEST_F(SharedCommitTest, ThoseWhoWaitShareOneCommitAndFailAlone) {
  run_together("FIRST");
  EXPECT_EQ(commits_, 2);
  EXPECT_EQ(std::ranges::count(script_.said, "OTHER"), others - 1);
  EXPECT_EQ(std::ranges::count(script_.said, "ROLLBACK TO body"), 1);
  EXPECT_EQ(outcomes_[0], "REQ-01");
  EXPECT_EQ(std::ranges::count(outcomes_, ""), others);
}

TEST_F(SharedCommitTest, ACommitThatFailsFailsAllWhoShareIt) {
  script_.fails = "COMMIT";
  run_together("FIRST");
  EXPECT_EQ(commits_, 0);
  EXPECT_EQ(outcomes_[0], "REQ-01");
  EXPECT_EQ(std::ranges::count(outcomes_, "STORE-03"), others);
}

TEST_F(SharedCommitTest, WhatTheEngineThrewAwayFailsForAllWhoShareIt) {
  script_.fails = "OTHER";
  script_.loses = true;
  run_together("FIRST");
  EXPECT_EQ(commits_, 1);
  EXPECT_EQ(outcomes_[others], "");
  EXPECT_EQ(std::ranges::count(outcomes_, "STORE-03"),
            outcomes_[0] == "REQ-01" ? others - 1 : others);
}

TEST_F(WriterTest, ThreadsNeverDisturbEachOther) {
  constexpr int threads = 8;
  constexpr int each = 50;
  std::atomic<int> stored{0};
  std::atomic<int> failed{0};
  {
    std::vector<std::jthread> running;
    running.reserve(threads);
    for (int thread = 0; thread < threads; ++thread) {
      running.emplace_back([&, fails = thread == 0] {
        const int done = run_often(each, fails);
        stored += done;
        failed += each - done;
      });
    }
  }
  EXPECT_EQ(stored, (threads - 1) * each);
  EXPECT_EQ(failed, each);
  EXPECT_EQ(std::ranges::count(script_.said, "COMMIT"), commits_);
}

}  // namespace

}  // namespace comity::store
