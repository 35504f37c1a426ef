#include "node/desk_key.h"

#include "crypto/age.h"
#include "crypto/age_recipient.h"
#include "crypto/hybrid.h"
#include "keys/passphrase.h"
#include "keys/system_random.h"
#include "node/config.h"
#include "node/folder_opener.h"
#include "node/founding.h"
#include "node/opened.h"
#include "node/powers.h"
#include "support/code.h"
#include "support/must.h"
#include "support/shell.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace comity::node {
namespace {

using crypto::Suite;
using support::code_of;
using testing_support::must;

/// A node of before the hybrid suite.
class DeskKey : public testing::Test {
 protected:
  void SetUp() override {
    if (!crypto::supports(Suite::age_mlkem768x25519)) {
      GTEST_SKIP() << "this build has no hybrid suite";
    }
    Founding founding;
    founding.folder = work_.path() / "xa";
    founding.root_folder = work_.path() / "root";
    founding.node = "xa";
    founding.name = "Arvandia";
    founding.desks = {"xa.247", "xa.ca"};
    founding.listen = "127.0.0.1:1";
    founding.endpoint = "https://127.0.0.1:1";
    founding.suite = Suite::age_x25519;
    static_cast<void>(must(found_node(founding, unlock_, root_)));
    node_ = must(OpenNode::open(founding.folder));
  }

  std::string list(const crypto::Recipient& recipient) {
    auto powers = must(load_powers(*node_, {work_.path() / "root", root_, unlock_}, {}));
    return code_of(list_sealing_key(*node_, "xa.247", recipient, powers.powers()));
  }

  std::string recipient_of(const std::string& desk) {
    return node_->directory().now()->node("xa")->chain.latest().desk(desk)->recipient;
  }

  value::Bytes sealed_to(const std::string& recipient) {
    return must(crypto::age_seal(std::vector{must(crypto::Recipient::parse(recipient))},
                                 value::bytes_of("for the desk"), random_));
  }

  static std::string opened(FolderOpener& opener, const value::Bytes& sealed) {
    const auto plain = crypto::age_open(opener, sealed);
    return plain ? std::string(value::text_of(*plain)) : std::string(plain.error().code.text());
  }

  testing_support::TemporaryFolder work_;
  keys::Passphrase unlock_{"unlock"};
  keys::Passphrase root_{"root"};
  keys::SystemRandom random_;
  std::unique_ptr<OpenNode> node_;
};

TEST_F(DeskKey, ANewKeyIsListedAndTheOldOneStillOpens) {
  const std::string before = recipient_of("xa.247");
  EXPECT_EQ(x25519_desks(*node_, "xa"), (std::vector<std::string>{"xa.247", "xa.ca"}));
  const auto running = must(FolderOpener::open(node_->folder(), "xa.247", unlock_));
  const auto made = must(make_sealing_key(*node_, "xa.247", Suite::age_mlkem768x25519, unlock_));
  EXPECT_EQ(made.file, node_->folder().key("xa.247.seal-2"));
  EXPECT_EQ(recipient_of("xa.247"), before) << "listed before anybody agreed";
  EXPECT_EQ(list(made.recipient), "");
  EXPECT_EQ(recipient_of("xa.247"), made.recipient.text());
  EXPECT_EQ(x25519_desks(*node_, "xa"), (std::vector<std::string>{"xa.ca"}));
  const auto restarted = must(FolderOpener::open(node_->folder(), "xa.247", unlock_));
  for (FolderOpener* opener : {running.get(), restarted.get()}) {
    EXPECT_EQ(opened(*opener, sealed_to(made.recipient.text())), "for the desk");
    EXPECT_EQ(opened(*opener, sealed_to(before)), "for the desk");
    EXPECT_EQ(opened(*opener, sealed_to(recipient_of("xa.ca"))), "AGE-04");
  }
}

TEST_F(DeskKey, GivenAgainItGoesOnWithTheKeyThatWasMade) {
  const auto made = must(make_sealing_key(*node_, "xa.247", Suite::age_mlkem768x25519, unlock_));
  const auto again = must(make_sealing_key(*node_, "xa.247", Suite::age_mlkem768x25519, unlock_));
  EXPECT_EQ(again.file, made.file);
  EXPECT_EQ(list(again.recipient), "");
  const auto next = must(make_sealing_key(*node_, "xa.247", Suite::age_mlkem768x25519, unlock_));
  EXPECT_EQ(next.file, node_->folder().key("xa.247.seal-3"));
  EXPECT_EQ(sealing_keys(node_->folder(), "xa.247").size(), 3U);
}

TEST_F(DeskKey, AKeyUnderAnotherPassphraseOrForNoDeskIsNotMade) {
  const keys::Passphrase other("another");
  EXPECT_EQ(code_of(make_sealing_key(*node_, "xa.247", Suite::age_mlkem768x25519, other)),
            "KEY-04");
  EXPECT_EQ(code_of(make_sealing_key(*node_, "xa.none", Suite::age_mlkem768x25519, unlock_)),
            "DESK-02");
  EXPECT_EQ(sealing_keys(node_->folder(), "xa.247").size(), 1U);
}

}  // namespace
}  // namespace comity::node
