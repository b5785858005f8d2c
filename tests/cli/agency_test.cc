// Commands of an agency's vault, one at a time.
#include "tests/cli/agency.h"

namespace tangthu::cli {
namespace {

TEST_F(AgencyTest, AnIncompleteFoundingIsRefusedBeforeAnythingIsMade) {
  const std::vector<std::string> whole = founding();
  for (const char* left_out : {"--auditor", "--administrator", "--threshold"}) {
    std::vector<std::string> words = whole;
    const auto at = std::find(words.begin(), words.end(), left_out);
    words.erase(at, at + 2);
    EXPECT_EQ(exit_of(words, "an"), 2) << left_out;
  }
  std::vector<std::string> twice = whole;
  twice.insert(twice.end(), {"--archivist", "binh"});
  EXPECT_EQ(exit_of(twice, "an"), 2);
  std::vector<std::string> nowhere = whole;
  const auto at = std::find(nowhere.begin(), nowhere.end(), "--share-dir");
  nowhere.erase(at, at + 2);
  const auto ran = tangthu(nowhere, "an");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("--share-dir"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(path("vault")));
}

TEST_F(AgencyTest, SharesAreWrittenForTheirOwnerAlone) {
  found();
  for (int number = 1; number <= 5; ++number) {
    const auto mode = std::filesystem::status(share_file(number)).permissions();
    EXPECT_EQ(mode,
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  EXPECT_EQ(exit_of(founding(), "an"), 2);  // never over what is there
}

TEST_F(AgencyTest, AWrongShareIsNamedAndNotCounted) {
  found();
  done({"unseal", "--share-file", share_file(1)}, "an");
  // Another vault's share.
  std::vector<std::string> words = founding(2, 2, "other");
  words.insert(words.begin(), "tangthu");
  const auto other = test::run(words, {{"TANGTHU_VAULT", path("other-vault").string()}});
  ASSERT_EQ(other.exit_code, 0) << other.err;
  EXPECT_NE(exit_of({"unseal", "--share-file", share_file(2, "other")}, "an"), 0);
  EXPECT_EQ(exit_of({"unseal", "--share-file", share_file(1)}, "an"), 2);
  const Json status = done({"status"}, "an");
  EXPECT_EQ(status["state"], "gathering");
  EXPECT_EQ(status["given"], 1);
  EXPECT_EQ(status["threshold"], 3);
  test::write_file(path("torn.txt"), as_bytes("unseal: 040nc c6r60"));
  EXPECT_EQ(exit_of({"unseal", "--share-file", path("torn.txt").string()}, "an"), 4);
}

TEST_F(AgencyTest, AKeyFileThatIsThereAlreadyStaysAndNoVaultIsMade) {
  test::write_file(path("key"), as_bytes("mine"));
  std::vector<std::string> words = founding();
  words.insert(words.end(), {"--key-file", path("key").string()});
  EXPECT_EQ(exit_of(words, "an"), 2);
  EXPECT_EQ(test::read_file(path("key")), to_bytes(as_bytes("mine")));
  EXPECT_EQ(exit_of(founding(), "an"), 0);  // nothing stands in the way
}

TEST_F(AgencyTest, AKeyFileUnsealsAndSlotsAreListed) {
  std::vector<std::string> words = founding();
  words.insert(words.end(), {"--key-file", path("key").string()});
  ASSERT_EQ(exit_of(words, "an"), 0);
  auto by_file = environment("binh");
  by_file["TANGTHU_UNSEAL_KEY_FILE"] = path("key").string();
  EXPECT_EQ(test::run({"tangthu", "list"}, by_file).exit_code, 0);
  EXPECT_EQ(exit_of({"list"}, "binh"), 5);  // that was for one command
  EXPECT_EQ(done({"unseal", "--key-file", path("key").string()}, "an")["sealed"], false);
  done({"unseal-slot", "add-key-file", "safe", path("second").string()}, "an");
  EXPECT_EQ(done({"status"}, "an")["unseal_slots"].size(), 3U);
  done({"seal"}, "an");
  EXPECT_EQ(exit_of({"unseal", "--key-file", path("second").string()}, "an"), 0);
  done({"unseal-slot", "remove", "safe"}, "an");
  done({"seal"}, "an");
  EXPECT_EQ(exit_of({"unseal", "--key-file", path("second").string()}, "an"), 6);
}

TEST_F(AgencyTest, OldSharesHoldUntilTheLastNewOneIsConfirmed) {
  found();
  unseal();
  const auto rekey = [&](const char* folder) {
    return done({"rekey", "--shares", "3", "--threshold", "2", "--share-dir",
                 path(folder).string()},
                "an");
  };
  rekey("void");
  EXPECT_EQ(done({"rekey", "--abort"}, "an")["aborted"], true);
  EXPECT_EQ(rekey("new")["confirmed"], 0);
  for (int number = 1; number <= 2; ++number) {
    done({"rekey", "--confirm", "--share-file", share_file(number, "new")}, "an");
  }
  const Json slots = done({"status"}, "an")["unseal_slots"];
  ASSERT_EQ(slots.size(), 2U);
  EXPECT_EQ(slots[1]["confirmed"], Json::array({1, 2}));
  done({"seal"}, "an");
  EXPECT_EQ(exit_of({"unseal", "--share-file", share_file(1, "new")}, "an"), 6);
  unseal();
  done({"seal"}, "an");
  EXPECT_EQ(
      done({"rekey", "--confirm", "--share-file", share_file(3, "new")}, "an")["pending"],
      false);
  EXPECT_EQ(exit_of({"unseal", "--share-file", share_file(1)}, "an"), 6);
  EXPECT_EQ(done({"unseal", "--share-file", share_file(1, "new"), "--share-file",
                  share_file(3, "new")},
                 "an")["sealed"],
            false);
}

TEST_F(AgencyTest, KeysWithinTheVaultAreRenewed) {
  found();
  unseal();
  EXPECT_EQ(done({"rekey", "--barrier"}, "an")["barrier_epoch"], 2);
  EXPECT_EQ(done({"rekey", "--labels"}, "binh")["documents"], 0);
  EXPECT_EQ(exit_of({"rekey", "--barrier"}, "binh"), 3);
  EXPECT_EQ(exit_of({"verify"}, "an"), 0);
}

TEST_F(AgencyTest, CustodiansRecoverAccessOnlyTogether) {
  found();
  unseal();
  add_person("moi", {"reader"});
  EXPECT_NE(exit_of({"recover", "--user", "moi", "--share-file", share_file(2),
                     "--share-file", share_file(4)},
                    "an"),
            0);
  const Json recovered =
      done({"recover", "--user", "moi", "--share-file", share_file(2), "--share-file",
            share_file(4), "--share-file", share_file(5)},
           "an");
  EXPECT_EQ(recovered["done"], true);
  const auto users = json_lines(tangthu({"--json", "user", "list"}, "binh").out);
  EXPECT_EQ(users.back()["clearances"][0]["level"], "tuyet-mat");
}

TEST_F(AgencyTest, SharesSealedToCustodiansAreOpenedWithTheirKeys) {
  std::vector<std::string> words = founding();
  for (int number = 1; number <= 5; ++number) {
    const std::string key = path("key-" + std::to_string(number)).string();
    done({"custodian", "key", key}, "an");
    words.insert(words.end(), {"--custodian-key", key + ".pub"});
  }
  ASSERT_EQ(exit_of(words, "an"), 0);
  EXPECT_FALSE(std::filesystem::exists(share_file(1)));
  const auto sealed = (path("shares") / "share-2.unseal").string();
  EXPECT_EQ(exit_of({"custodian", "open", sealed, "--key", path("key-1").string(),
                     "--out", path("mine").string()},
                    "an"),
            6);
  done({"custodian", "open", sealed, "--key", path("key-2").string(), "--out",
        path("mine").string()},
       "an");
  EXPECT_EQ(done({"unseal", "--share-file", path("mine").string()}, "an")["given"], 1);
}

TEST_F(AgencyTest, DutiesAreSeparate) {
  found();
  unseal();
  EXPECT_EQ(exit_of({"list"}, "an"), 3);
  EXPECT_EQ(exit_of({"list"}, "kiem"), 3);
  EXPECT_EQ(exit_of({"unseal-slot", "add-key-file", "x", path("x").string()}, "binh"), 3);
  EXPECT_EQ(exit_of({"grant", "an", "--level", "mat"}, "binh"), 2);
  EXPECT_EQ(exit_of({"user", "roles", "kiem", "officer", "auditor"}, "an"), 2);
  EXPECT_EQ(exit_of({"approve", "0123456789abcdefghjkmnpqrs"}, "binh"), 3);
  EXPECT_EQ(exit_of({"approve", "none"}, "binh"), 2);
  EXPECT_EQ(exit_of({"revoke", "binh", "--level", "mat"}, "an"), 3);
  EXPECT_EQ(exit_of({"destroy", "0123456789abcdefghjkmnpqrs", "--decision", "1"}, "binh"),
            2);
  const auto roles = json_lines(tangthu({"--json", "help", "roles"}).out);
  EXPECT_EQ(roles.size(), 7U);
}

TEST_F(AgencyTest, ADisabledUserAndAFailedLoginAreInTheLog) {
  found();
  unseal();
  add_person("moi", {"reader"});
  EXPECT_EQ(exit_of({"list"}, "moi"), 0);
  done({"user", "disable", "moi"}, "an");
  EXPECT_EQ(exit_of({"list"}, "moi"), 6);
  const auto entries = json_lines(tangthu({"--json", "audit", "list"}, "kiem").out);
  bool failed_login = false;
  for (const Json& entry : entries)
    failed_login |= entry["event"] == "login-failed" && entry["user"] == "moi";
  EXPECT_TRUE(failed_login);
  EXPECT_EQ(
      json_lines(
          tangthu({"--json", "audit", "list", "--from", "2", "--limit", "3"}, "kiem").out)
          .at(2)["index"],
      4);
}

TEST_F(AgencyTest, APassphraseIsChangedByItsOwner) {
  found();
  unseal();
  test::write_file(path("new.pass"), as_bytes("hoàn toàn khác\n"));
  done({"user", "passphrase", "--new-passphrase-file", path("new.pass").string()},
       "binh");
  EXPECT_EQ(exit_of({"list"}, "binh"), 6);
  auto changed = environment("binh");
  changed["TANGTHU_PASSPHRASE_FILE"] = path("new.pass").string();
  EXPECT_EQ(test::run({"tangthu", "list"}, changed).exit_code, 0);
}

TEST_F(AgencyTest, AShredSlotOutOfReachIsListedUntilItIsSynced) {
  found();
  unseal();
  const std::string slot = path("stick").string();
  done({"shred-slot", "add", "stick", slot}, "an");
  EXPECT_TRUE(done({"status"}, "an")["unconfirmed_shred_slots"].empty());
  std::filesystem::rename(slot, slot + ".away");
  // Taking a clearance back punctures the tree.
  done({"revoke", "chi"}, "an");
  EXPECT_EQ(done({"status"}, "an")["unconfirmed_shred_slots"].at(0)["name"], "stick");
  EXPECT_EQ(exit_of({"shred-slot", "sync"}, "an"), 9);
  std::filesystem::rename(slot + ".away", slot);
  EXPECT_TRUE(done({"shred-slot", "sync"}, "an")["unconfirmed"].empty());
  EXPECT_EQ(done({"shred-slot", "remove", "stick"}, "an")["wiped"], true);
}

TEST_F(AgencyTest, ATrialVaultHasNoCustodiansAndNeedsNoSecondOfficer) {
  init();
  EXPECT_EQ(exit_of({"unseal"}, "lan"), 2);
  EXPECT_EQ(exit_of({"seal"}, "lan"), 2);
  EXPECT_EQ(exit_of({"rekey", "--shares", "3", "--threshold", "2"}, "lan"), 2);
  add_user("mai", "mat");
  EXPECT_EQ(done({"revoke", "mai", "--level", "mat"}, "lan")["done"], true);
  EXPECT_EQ(done({"audit", "verify"}, "lan")["good"], true);
  const auto entries = json_lines(tangthu({"--json", "audit", "list"}).out);
  EXPECT_EQ(entries.at(0)["event"], "init");
}

}  // namespace
}  // namespace tangthu::cli
