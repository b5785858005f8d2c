// An agency's vault after a loss: what was destroyed and taken back stays so.
#include "tests/cli/agency.h"
#include "tests/cli/soft_token.h"

namespace tangthu::cli {
namespace {

namespace fs = std::filesystem;

class RestoreTest : public AgencyTest {
 protected:
  // Three pages and a reader; then a backup; then a page is destroyed, a reader loses
  // his clearance, and the disk is lost but for what lay elsewhere: backup, log, one slot
  // of the shred keys, a witnessed checkpoint.
  void lose_the_vault() {
    write_passphrase("thu");
    auto words = founding();
    fs::copy_file(path("thu.pass"), path("founders") / "thu");
    words.insert(words.end(), {"--archivist", "thu", "--key-file", path("key").string()});
    ASSERT_EQ(exit_of(words, "an"), 0);
    unseal();
    token_.add_to_vault([&](auto command) { return done(command, "an"); });
    by_both_officers({"grant", "thu", "--level", "mat"});
    add_person("doc", {"reader"});
    by_both_officers({"grant", "doc", "--level", "mat"});
    make_samples("in", {"--count", "3", "--seed", "6", "--grade", "clean", "--pages",
                        "single", "--format", "png", "--level", "thuong"});
    const auto taken_in = tangthu({"--json", "ingest", path("in").string(), "--level",
                                   "mat", "--approval", allow_scanning("thu", "mat")},
                                  "thu");
    ASSERT_EQ(taken_in.exit_code, 0) << taken_in.err;
    for (const Json& document : json_lines(taken_in.out))
      ids_.push_back(document["id"]);
    ASSERT_EQ(ids_.size(), 3U);
    EXPECT_EQ(exit_of({"show", ids_[0]}, "doc"), 0);
    done({"shred-slot", "add", "stick", path("stick").string()}, "an");
    kept_ = text_of(ids_[0]);
    done({"backup", path("backup").string()}, "an");

    by_both_officers({"destroy", ids_[1], "--decision", "5/QĐ", "--yes"});
    done({"revoke", "doc"}, "an");
    done({"audit", "checkpoint", "--out", path("witness").string()}, "an");
    done({"seal"}, "an");
    fs::rename(path("vault/log"), path("log"));
    fs::remove_all(path("vault"));
  }
  std::string text_of(const std::string& id) const {
    const auto ran = tangthu(
        {"get", id, "--format", "text", "--out", "-", "--unmarked", "--reason", "a test"},
        "thu");
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return ran.out;
  }
  std::vector<std::string> restore_words() const {
    return {"restore", path("backup").string(), "--shred",   path("stick").string(),
            "--log",   path("log").string(),    "--witness", path("witness").string()};
  }
  void expect_the_vault_as_it_should_be() {
    EXPECT_EQ(json_lines(tangthu({"--json", "list"}, "thu").out).size(), 2U);
    EXPECT_EQ(text_of(ids_[0]), kept_);
    EXPECT_EQ(exit_of({"show", ids_[2]}, "thu"), 0);
    EXPECT_EQ(exit_of({"show", ids_[1]}, "thu"), 3);
    EXPECT_EQ(exit_of({"show", ids_[1]}, "binh"), 3);
    EXPECT_EQ(exit_of({"show", ids_[0]}, "doc"), 3);
    EXPECT_EQ(exit_of({"verify"}, "an"), 0);
    EXPECT_EQ(done({"audit", "verify"}, "an")["good"], true);
    const auto log = tangthu({"--json", "audit", "list"}, "kiem");
    for (const char* event : {"\"destroy\"", "\"revoke\"", "\"restored\""})
      EXPECT_NE(log.out.find(event), std::string::npos) << event;
  }

  SoftToken token_{path("")};
  std::vector<std::string> ids_;
  std::string kept_;
};

TEST_F(RestoreTest, CustodiansFinishARestoreAndTheDestroyedStaysSo) {
  surroundings_ = token_.environment();
  ASSERT_NO_FATAL_FAILURE(lose_the_vault());
  const Json restored = done(restore_words(), "an");
  EXPECT_EQ(restored["finished"], false);
  EXPECT_EQ(exit_of({"restore", "--finish"}, "an"), 5);  // nobody has unsealed it
  unseal();
  const auto too_early = tangthu({"list"}, "thu");
  EXPECT_EQ(too_early.exit_code, 5);
  EXPECT_NE(too_early.err.find("restore --finish"), std::string::npos);
  const Json finished = done({"restore", "--finish"}, "an");
  EXPECT_EQ(finished["finished"], true);
  EXPECT_EQ(finished["destroyed"], 1);
  expect_the_vault_as_it_should_be();
}

TEST_F(RestoreTest, ATokenOrAKeyFileFinishesItToo) {
  surroundings_ = token_.environment();
  ASSERT_NO_FATAL_FAILURE(lose_the_vault());
  done(restore_words(), "an");
  test::write_file(path("foreign"), as_bytes("no key file"));
  fs::permissions(path("foreign"), fs::perms::owner_read);
  EXPECT_EQ(
      exit_of({"restore", "--finish", "--unseal-key-file", path("foreign").string()},
              "an"),
      7);
  done(token_.unseal_words(), "an");
  EXPECT_EQ(done({"restore", "--finish"}, "an")["destroyed"], 1);
  expect_the_vault_as_it_should_be();

  done({"seal"}, "an");
  fs::remove_all(path("vault"));
  auto words = restore_words();
  words.insert(words.end(), {"--unseal-key-file", path("key").string()});
  const Json at_once = done(words, "an");
  EXPECT_EQ(at_once["finished"], true);
  EXPECT_EQ(at_once["destroyed"], 1);
  unseal();
  expect_the_vault_as_it_should_be();
}

}  // namespace
}  // namespace tangthu::cli
