// The life of one paper in an agency, told once from the founding to the log's proof.
#include <algorithm>

#include "tests/cli/agency.h"

namespace tangthu::cli {
namespace {

class AgencyStoryTest : public AgencyTest {
 protected:
  void custodians_unseal_one_after_another() {
    found();
    EXPECT_EQ(exit_of({"list"}, "binh"), 5);
    for (int number = 1; number <= 3; ++number) {
      const Json given = done({"unseal", "--share-file", share_file(number)}, "an");
      EXPECT_EQ(given["sealed"], number < 3);
      EXPECT_EQ(given.value("given", 3), number);
    }
    EXPECT_EQ(exit_of({"list"}, "binh"), 0);
  }

  void an_archivist_takes_a_page_in() {
    add_person("thu", {"archivist"});
    by_both_officers({"grant", "thu", "--level", "toi-mat"});
    make_samples("in", {"--count", "1", "--seed", "3", "--grade", "clean", "--pages",
                        "single", "--format", "png", "--level", "thuong"});
    const Json stored = done({"ingest", path("in").string(), "--level", "mat"}, "thu");
    id_ = stored["id"].get<std::string>();
    EXPECT_EQ(stored["level"], "mat");
    EXPECT_EQ(stored["compartments"], Json::array({"cach-ly"}));
    EXPECT_EQ(exit_of({"show", id_}, "thu"), 3);
    confirm_scan(id_);
    EXPECT_EQ(exit_of({"show", id_}, "thu"), 0);
    ASSERT_EQ(
        done({"audit", "prove", id_, "--out", path("proof.json").string()}, "thu")["id"],
        id_);
  }

  void a_reader_must_be_cleared() {
    add_person("doc", {"reader"});
    const auto denied = tangthu({"show", id_}, "doc");
    std::string absent_id = id_;
    std::swap(absent_id[3], absent_id[4]);
    absent_id[5] = absent_id[5] == '7' ? '8' : '7';
    auto absent = tangthu({"show", absent_id}, "doc");
    EXPECT_EQ(denied.exit_code, 3);
    EXPECT_EQ(absent.exit_code, 3);
    absent.err.replace(absent.err.find(absent_id), absent_id.size(), id_);
    EXPECT_EQ(denied.err, absent.err);

    const Json proposed = done({"grant", "doc", "--level", "mat"}, "binh");
    const auto request = proposed["request"].get<std::string>();
    const Json waiting = done({"approve"}, "chi");
    EXPECT_EQ(waiting["request"], request);
    EXPECT_EQ(waiting["user"], "doc");
    EXPECT_EQ(waiting["officers"], Json::array({"binh"}));
    EXPECT_EQ(exit_of({"approve", request}, "binh"), 2);
    EXPECT_EQ(exit_of({"show", id_}, "doc"), 3);
    EXPECT_EQ(done({"approve", request}, "chi")["done"], true);
    EXPECT_EQ(exit_of({"show", id_}, "doc"), 0);
  }

  void the_level_rises_and_the_reader_loses_it() {
    const Json proposed = done({"classify", id_, "--level", "toi-mat"}, "thu");
    EXPECT_EQ(proposed["new_key"], true);
    EXPECT_EQ(proposed["approvals"], 0);
    const auto request = proposed["request"].get<std::string>();
    EXPECT_EQ(done({"approve", request}, "binh")["done"], false);
    EXPECT_EQ(done({"approve", request}, "chi")["done"], true);
    EXPECT_EQ(done({"show", id_}, "thu")["level"], "toi-mat");
    EXPECT_EQ(exit_of({"get", id_, "--out", path("page.pdf").string()}, "thu"), 0);
    EXPECT_EQ(exit_of({"show", id_}, "doc"), 3);
    EXPECT_EQ(done({"revoke", "doc"}, "an")["done"], true);
  }

  void the_paper_is_destroyed() {
    by_both_officers({"destroy", id_, "--decision", "12/QĐ-TH", "--yes"});
    EXPECT_EQ(exit_of({"show", id_}, "thu"), 3);
    EXPECT_EQ(exit_of({"show", id_}, "binh"), 3);
    EXPECT_EQ(tangthu({"list"}, "binh").out, "");
    EXPECT_EQ(exit_of({"verify"}, "an"), 0);
  }

  void the_log_tells_all_of_it() {
    const auto ran = tangthu({"--json", "audit", "list"}, "kiem");
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    const auto entries = json_lines(ran.out);
    const auto told = [&](const char* event, const char* user) {
      return std::any_of(entries.begin(), entries.end(), [&](const Json& entry) {
        return entry["event"] == event && entry["user"] == user;
      });
    };
    const std::pair<const char*, const char*> expected[] = {
        {"init", ""},        {"unseal-share", ""}, {"unseal", ""},
        {"user-add", "an"},  {"propose", "an"},    {"roles", "chi"},
        {"grant", "chi"},    {"accept", "thu"},    {"show", "thu"},
        {"show", "doc"},     {"classify", "chi"},  {"get", "thu"},
        {"revoke", "an"},    {"destroy", "chi"},   {"destroyed", "chi"},
        {"approve", "binh"}, {"prove", "thu"}};
    for (const auto& [event, user] : expected)
      EXPECT_TRUE(told(event, user)) << event << " " << user;
    const auto destroyed =
        std::find_if(entries.begin(), entries.end(),
                     [](const Json& entry) { return entry["event"] == "destroy"; });
    EXPECT_EQ((*destroyed)["decision"], "12/QĐ-TH");
    EXPECT_EQ(exit_of({"audit", "list"}, "an"), 3);
    EXPECT_EQ(exit_of({"audit", "list"}, "binh"), 3);
  }

  void a_witness_and_a_proof_outside_agree() {
    EXPECT_EQ(done({"audit", "verify"}, "an")["good"], true);
    const auto key = done({"audit", "key"}, "an")["key"].get<std::string>();
    const auto proved =
        test::run({"tangthu-proof", "check", path("proof.json").string(), "--key", key});
    EXPECT_EQ(proved.exit_code, 0) << proved.err;

    const std::string witness = path("witness").string();
    auto made = test::run(
        {"tangthu-witness", "init", witness, "--name", "ninhbinh.example", "--log", key});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    made.out.pop_back();
    const std::string first = path("first.note").string();
    done({"audit", "checkpoint", "--out", first}, "an");
    const auto cosigned = test::run({"tangthu-witness", "cosign", witness, first});
    ASSERT_EQ(cosigned.exit_code, 0) << cosigned.err;
    test::write_file(path("cosigned.note"), as_bytes(cosigned.out));
    EXPECT_EQ(done({"audit", "cosign", "--witness-note", path("cosigned.note").string(),
                    "--witness", made.out},
                   "an")["kept"],
              true);
    EXPECT_EQ(done({"audit", "verify"}, "an")["signatures"], 2);

    EXPECT_EQ(exit_of({"list"}, "binh"), 0);  // the log goes on
    const std::string proof = path("consistency.json").string();
    done({"audit", "consistency", "--old", first, "--out", proof}, "an");
    const auto consistent =
        test::run({"tangthu-proof", "check", proof, "--key", key, "--old", first});
    EXPECT_EQ(consistent.exit_code, 0) << consistent.err;
  }

  std::string id_;
};

TEST_F(AgencyStoryTest, APaperIsTakenInReadRaisedAndDestroyedByTheRules) {
  custodians_unseal_one_after_another();
  if (HasFatalFailure()) return;
  an_archivist_takes_a_page_in();
  if (HasFatalFailure()) return;
  a_reader_must_be_cleared();
  the_level_rises_and_the_reader_loses_it();
  the_paper_is_destroyed();
  the_log_tells_all_of_it();
  a_witness_and_a_proof_outside_agree();
  EXPECT_EQ(done({"seal"}, "an")["sealed"], true);
  EXPECT_EQ(exit_of({"list"}, "binh"), 5);
}

}  // namespace
}  // namespace tangthu::cli
