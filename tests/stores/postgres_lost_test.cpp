// A connection that is lost at the worst moment: what was said to be stored is, what was said not
// to be is not, and nothing is there twice or in half.
#include "contracts/database_contract.h"
#include "desk/work.h"
#include "store/database.h"
#include "store/postgres_database.h"
#include "support/child.h"
#include "support/cutting_proxy.h"
#include "support/postgres_server.h"
#include "support/rows.h"
#include "support/shell.h"
#include "value/instant.h"
#include "value/result.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

namespace comity::store {

namespace {

using contracts::absent;
using contracts::act;
using contracts::whole;
using testing_support::Child;
using testing_support::code_of;
using testing_support::CuttingProxy;
using testing_support::Say;
using testing_support::statement_no;
using testing_support::the_server;

/// A port on loopback where nobody answers: as a machine that stands still.
class SilentPort {
 public:
  SilentPort() {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address_);
    auto* const at = reinterpret_cast<sockaddr*>(&address_);  // NOLINT: the sockets interface
    EXPECT_EQ(::bind(fd_, at, length), 0);
    EXPECT_EQ(::getsockname(fd_, at, &length), 0);
    EXPECT_EQ(::listen(fd_, 64), 0);
  }

  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;

  ~SilentPort() { ::close(fd_); }

  [[nodiscard]] std::string port() const { return std::to_string(ntohs(address_.sin_port)); }

  /// How often somebody tried since it was last asked.
  [[nodiscard]] int tried() const {
    int count = 0;
    for (int one = ::accept(fd_, nullptr, nullptr); one >= 0; ++count) {
      ::close(one);
      one = ::accept(fd_, nullptr, nullptr);
    }
    return count;
  }

 private:
  int fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in address_{};
};

/// From now on a commit waits for a standby that is not there, or no more.
void change_standby(const std::string& how) {
  the_server()->sql("ALTER SYSTEM " + how);
  the_server()->sql("SELECT pg_reload_conf()");
}

class PostgresLostTest : public testing::Test {
 protected:
  std::unique_ptr<Database> open(const std::string& words) { return open_postgres(words).value(); }

  /// The same schema, through the proxy.
  std::string cut_words() {
    std::string out = words_;
    const std::string server = the_server()->folder().string();
    out.replace(out.find(server), server.size(), folder_.path().string());
    return out;
  }

  void terminate_all() {
    (void)the_server()->sql(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = "
        "'comity'");
  }

  testing_support::TemporaryFolder folder_;
  std::string words_ = the_server()->new_schema();
};

TEST_F(PostgresLostTest, ACommitWhoseAnswerIsLostIsFoundToBeDone) {
  CuttingProxy proxy(folder_.path(), the_server()->folder());
  const auto database = open(cut_words());
  ASSERT_EQ(code_of(act(*database, 1)), "");
  proxy.cut(CuttingProxy::Cut::after, "COMMIT");
  EXPECT_EQ(code_of(act(*database, 2)), "");
  EXPECT_EQ(proxy.cuts(), 1);
  EXPECT_TRUE(whole(*database, 2));
  EXPECT_EQ(code_of(act(*database, 2)), "STORE-05");
  EXPECT_EQ(code_of(act(*database, 3)), "");
}

TEST_F(PostgresLostTest, ACommitThatNeverArrivedIsFoundNotToBeDone) {
  CuttingProxy proxy(folder_.path(), the_server()->folder());
  const auto database = open(cut_words());
  proxy.cut(CuttingProxy::Cut::before, "COMMIT");
  EXPECT_EQ(code_of(act(*database, 1)), "STORE-12");
  EXPECT_EQ(proxy.cuts(), 1);
  EXPECT_TRUE(absent(*database, 1));
  EXPECT_EQ(code_of(act(*database, 1)), "");
  EXPECT_TRUE(whole(*database, 1));
}

TEST_F(PostgresLostTest, ACommitThatNobodyCanAskAboutSaysSo) {
  CuttingProxy proxy(folder_.path(), the_server()->folder());
  const auto database = open(cut_words());
  ASSERT_EQ(code_of(act(*database, 1)), "");
  // the marks are gone, as if 10,000 others had committed since
  the_server()->sql(
      "CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM "
      "commit_mark WHERE n > 0; INSERT INTO commit_mark VALUES (100000, 0); RETURN "
      "NULL; END'; CREATE CONSTRAINT TRIGGER forget AFTER INSERT ON commit_mark "
      "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.n < 100000) EXECUTE "
      "FUNCTION forget()",
      words_);
  proxy.cut(CuttingProxy::Cut::after, "COMMIT");
  EXPECT_EQ(code_of(act(*database, 2)), "STORE-14");
}

TEST_F(PostgresLostTest, ACommitThatACrashInterruptedIsDoneOnlyWhenTheStandbyHasIt) {
  const auto database = open(words_);
  ASSERT_EQ(code_of(act(*database, 1)), "");
  change_standby("SET synchronous_standby_names = 'nobody'");
  std::uint32_t last = 2;
  std::atomic<bool> returned = false;
  std::string code = "none";
  std::jthread writer;
  const auto begin = [&] {
    returned = false;
    writer = std::jthread([&] {
      code = code_of(act(*database, last));
      returned = true;
    });
  };
  const auto waits_for_standby = [&] {
    while (!returned) {
      if (the_server()->sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") !=
          "0") {
        return true;
      }
    }
    return false;
  };
  // the server takes the setting up a little after it was told to
  for (begin(); !waits_for_standby(); begin()) {
    writer.join();
    ASSERT_LT(++last, 1000U);
  }
  the_server()->kill();
  the_server()->start();
  // the row is there now, and the standby that shall have it is not
  EXPECT_TRUE(waits_for_standby()) << code;
  change_standby("RESET synchronous_standby_names");
  writer.join();
  EXPECT_EQ(code, "");
  EXPECT_TRUE(whole(*database, last));
}

TEST_F(PostgresLostTest, AStatementLostInsideABodyLeavesNothing) {
  CuttingProxy proxy(folder_.path(), the_server()->folder());
  const auto database = open(cut_words());
  proxy.cut(CuttingProxy::Cut::after, "INSERT INTO entry");
  EXPECT_EQ(code_of(act(*database, 2)), "STORE-12");
  EXPECT_EQ(proxy.cuts(), 1);
  EXPECT_TRUE(absent(*database, 2));
  EXPECT_EQ(code_of(act(*database, 2)), "");
}

TEST_F(PostgresLostTest, AReadIsTriedOnceMoreOnANewConnection) {
  const auto database = open(words_);
  ASSERT_EQ(code_of(act(*database, 1)), "");
  EXPECT_TRUE(whole(*database, 1));
  terminate_all();
  EXPECT_TRUE(whole(*database, 1));
  EXPECT_EQ(code_of(act(*database, 2)), "");
}

TEST_F(PostgresLostTest, ABackendThatIsEndedInsideABodyLeavesNothing) {
  const auto database = open(words_);
  const auto done = database->work().run([&](desk::Transaction& t) -> value::Result<void> {
    const auto put = t.put_statement(statement_no(1, 1));
    terminate_all();
    return put ? t.put_entry(testing_support::secret_no(1)) : value::fail(put.error());
  });
  EXPECT_EQ(code_of(done), "STORE-12");
  EXPECT_TRUE(absent(*database, 1));
  EXPECT_EQ(code_of(act(*database, 1)), "");
}

TEST_F(PostgresLostTest, AServerThatCrashesAndComesBackLosesNothingThatReturned) {
  const auto database = open(words_);
  ASSERT_EQ(code_of(act(*database, 1)), "");
  const auto done = database->work().run([&](desk::Transaction& t) -> value::Result<void> {
    const auto put = t.put_statement(statement_no(2, 2));
    the_server()->kill();
    return put ? t.put_entry(testing_support::secret_no(2)) : value::fail(put.error());
  });
  EXPECT_EQ(code_of(done), "STORE-12");
  EXPECT_EQ(code_of(act(*database, 3)), "STORE-12");
  EXPECT_EQ(code_of(database->version()), "STORE-12");
  the_server()->start();
  EXPECT_TRUE(whole(*database, 1));
  EXPECT_TRUE(absent(*database, 2));
  EXPECT_EQ(code_of(act(*database, 2)), "");
  const auto seen = database->version().value();
  const std::jthread writer([&] { EXPECT_EQ(code_of(act(*database, 4)), ""); });
  EXPECT_NE(database->wait_for_change(seen, value::Duration(60'000)).value(), seen);
}

TEST_F(PostgresLostTest, AMachineThatDoesNotAnswerCostsItsTimeOnce) {
  const SilentPort silent;
  std::string words = words_;
  words.replace(words.find("host="), 5, "connect_timeout=2 host=127.0.0.1,");
  const auto database = open(words + " port=" + silent.port() + ",5432");
  EXPECT_EQ(silent.tried(), 1);
  ASSERT_EQ(code_of(act(*database, 1)), "");
  EXPECT_TRUE(whole(*database, 1));
  terminate_all();
  EXPECT_TRUE(whole(*database, 1));
  const auto seen = database->version().value();
  ASSERT_EQ(code_of(act(*database, 2)), "");
  EXPECT_NE(database->wait_for_change(seen, value::Duration(60'000)).value(), seen);
  EXPECT_EQ(silent.tried(), 0) << "neither readers nor those that come back try it again";
}

TEST_F(PostgresLostTest, AProcessStoppedInsideItsTransactionHoldsNobodyUpAndWritesNothingLater) {
  Child child([&](const Say& say) {
    const auto database = open(words_);
    const auto done = database->work().run([&](desk::Transaction& t) -> value::Result<void> {
      const auto put = t.put_statement(statement_no(1, 1));
      say(std::to_string(::getpid()));
      ::raise(SIGSTOP);
      return put ? t.put_entry(testing_support::secret_no(1)) : value::fail(put.error());
    });
    say("then " + code_of(done));
  });
  const auto stopped = static_cast<pid_t>(std::stol(child.line()));
  const auto database = open(words_);
  EXPECT_EQ(code_of(act(*database, 2)), "");
  ASSERT_EQ(::kill(stopped, SIGCONT), 0);
  EXPECT_EQ(child.line(), "then STORE-12");
  EXPECT_TRUE(child.ended());
  EXPECT_TRUE(absent(*database, 1));
}

}  // namespace

}  // namespace comity::store
