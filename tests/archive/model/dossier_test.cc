// The work on fonds and dossiers, through the command line.
#include <chrono>
#include <set>
#include <thread>

#include "tests/archive/model/model_test.h"

namespace tangthu::archive {
namespace {

class DossierTest : public ModelTest {
 protected:
  std::string open(const std::string& code, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"dossier", "open", code, "--title", "Tập " + code});
    return done(more).at(0)["id"];
  }
  // All that is asked for before a dossier of these documents is closed.
  void complete(const std::string& code, const std::vector<std::string>& documents) {
    done({"dossier", "edit", code, "maintenance=01", "mode=01", "language=01",
          "startDate=01/01/2020", "endDate=31/12/2020", "numberOfPaper=1",
          "riskRecovery=0"});
    for (const std::string& id : documents)
      done({"edit", id, "--confirm"});
  }
};

TEST_F(DossierTest, CodesAreMadeAndCheckedAndNeverTwice) {
  done({"fonds", "add", "F1", "--name", "Sở Nội vụ"});
  EXPECT_EQ(refused({"fonds", "add", "f1", "--name", "Khác"}),
            Rules{"fondsCode: unique"});
  const auto next = [&](const std::string& start) {
    return done(
               {"dossier", "open", "--fonds", "F1", "--title", "T", "startDate=" + start})
        .at(0)["code"];
  };
  EXPECT_EQ(next("01/01/2020"), "F1.2020.0001");
  EXPECT_EQ(next("01/01/2020"), "F1.2020.0002");
  EXPECT_EQ(next("01/01/2021"), "F1.2021.0001");
  EXPECT_EQ(refused({"dossier", "open", "f1.2020.0002", "--title", "T"}),
            Rules{"fileCode: unique"});
  EXPECT_EQ(refused({"dossier", "open", std::string(94, 'x'), "--title", "T"}),
            Rules{"fileCode: length 93"});
  EXPECT_EQ(refused({"dossier", "open", "A", "--fonds", "none", "--title", "T"}),
            Rules{"fonds: fonds-open"});
  EXPECT_EQ(
      refused({"dossier", "open", "A", "--title", "T", "startDate=31/02/2020", "mode=9"})
          .size(),
      2U);
  done({"fonds", "close", "F1"});
  EXPECT_EQ(refused({"dossier", "open", "--fonds", "F1", "--title", "T"}),
            Rules{"fonds: fonds-open"});
  EXPECT_EQ(run({"dossier", "open", "--title", "T"}).exit_code, 2);
  EXPECT_EQ(refused({"dossier", "edit", "F1.2020.0001", "fileCode=x"}),
            Rules{"fileCode: fixed"});
  EXPECT_EQ(run({"dossier", "show", "none"}).exit_code, 3);
}

TEST_F(DossierTest, ACodeThatDocumentsBearIsAdoptedAtTheirLevel) {
  const std::string one = store(paper(1, "HS 7"), Level::kMat);
  store(paper(2, "HS 7"));
  const Json waiting = done({"dossier", "list"}).at(0);
  EXPECT_EQ(waiting["opened"], false);
  EXPECT_EQ(waiting["documents"], 2);
  EXPECT_EQ(refused({"dossier", "open", "HS 7", "--title", "T", "--level", "thuong"}),
            Rules{"level: label-dominates mat"});
  open("HS 7");
  const Json listed = done({"dossier", "list"}).at(0);
  EXPECT_EQ(listed["level"], "mat");
  EXPECT_EQ(listed["documents"], 2);
  const Rules there = members("hs 7");
  ASSERT_EQ(there.size(), 2U);
  EXPECT_EQ(done({"edit", one, "--list"}).at(0)["value"],
            there[0] == one ? "HS 70000001" : "HS 70000002");
}

TEST_F(DossierTest, ADocumentAboveTheDossierIsRefusedUntilItIsRaised) {
  const std::string secret = store(paper(1), Level::kToiMat);
  const std::string plain = store(paper(2));
  const std::string id = open("A");
  EXPECT_EQ(refused({"dossier", "add", "A", plain, secret}),
            Rules{secret + ": label-dominates toi-mat"});
  EXPECT_TRUE(members("A").empty()) << "nothing was changed";
  done({"classify", id, "--level", "toi-mat"});
  EXPECT_EQ(done({"dossier", "add", "A", plain, secret}).at(0)["documents"], 2);
  EXPECT_EQ(members("A"), (Rules{plain, secret}));
  EXPECT_EQ(done({"dossier", "show", "A"}).at(0)["level"], "toi-mat");
  EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(DossierTest, ItIsNeverPutBelowItsDocuments) {
  const std::string secret = store(paper(1), Level::kMat);
  const std::string id = open("A", {"--level", "toi-mat"});
  done({"dossier", "add", "A", secret});
  for (const auto& words :
       {Rules{"classify", id, "--level", "thuong"}, Rules{"declassify", id}}) {
    const auto ran = run(words);
    EXPECT_EQ(ran.exit_code, 2) << ran.err;
    for (const char* part : {"level (label-dominates mat)", "would lie above it",
                             "move or declassify that document first"})
      EXPECT_NE(ran.err.find(part), std::string::npos) << ran.err;
  }
  EXPECT_EQ(done({"dossier", "show", "A"}).at(0)["level"], "toi-mat");
  done({"classify", id, "--level", "mat"});
  EXPECT_EQ(done({"dossier", "show", "A"}).at(0)["level"], "mat");
  done({"classify", secret, "--level", "thuong"});
  done({"declassify", id});
  EXPECT_EQ(done({"dossier", "show", "A"}).at(0)["level"], "thuong");
}

TEST_F(DossierTest, SheetsAreNumberedWherePagesTellThem) {
  const std::string one = store(paper(1), Level::kThuong, 3);
  const std::string other = store(paper(2));
  open("A");
  done({"dossier", "add", "A", one, other});
  const auto inventory = [&] {
    done({"dossier", "inventory", "A", "--out", file("a.csv").string()});
    return std::string(as_text(test::read_file(file("a.csv"))));
  };
  const auto has = [&](const std::string& first, const std::string& second) {
    const std::string text = inventory();
    const std::string body = "ỦY BAN NHÂN DÂN,";
    return text.find(body + first + ",") != std::string::npos &&
           text.find(body + second + ",") != std::string::npos;
  };
  EXPECT_TRUE(has("", "")) << "on one side or on both: nobody knows\n" << inventory();
  done({"dossier", "edit", "A", "numberOfPaper=4"});
  EXPECT_TRUE(has("1–3", "4")) << inventory();
  done({"dossier", "edit", "A", "numberOfPaper=3"});
  EXPECT_TRUE(has("1–2", "3")) << inventory();
  done({"dossier", "edit", "A", "numberOfPaper=5"});
  EXPECT_TRUE(has("", "")) << inventory();
}

TEST_F(DossierTest, DocumentsAreFiledInOrderAndTakenOut) {
  Rules ids;
  for (int i = 0; i < 4; ++i)
    ids.push_back(store(paper(i)));
  open("A");
  done({"dossier", "add", "A", ids[2], ids[0], ids[1]});
  EXPECT_EQ(members("A"), (Rules{ids[2], ids[0], ids[1]}));
  EXPECT_EQ(done({"dossier", "add", "A", ids[0]}).at(0)["documents"], 0);
  done({"dossier", "reorder", "A", ids[1]});
  EXPECT_EQ(members("A"), (Rules{ids[1], ids[2], ids[0]}));
  EXPECT_EQ(refused({"dossier", "reorder", "A", ids[3]}), Rules{ids[3] + ": member"});
  EXPECT_EQ(done({"search", "dossier:A"}).size(), 3U);
  // By its code: the second is ids[2].
  EXPECT_EQ(done({"dossier", "remove", "A", "A0000002"}).at(0)["documents"], 1);
  EXPECT_EQ(members("A"), (Rules{ids[1], ids[0]}));
  open("B");
  done({"dossier", "add", "B", ids[3]});
  EXPECT_EQ(refused({"dossier", "remove", "A", ids[3]}), Rules{ids[3] + ": member"});
  EXPECT_EQ(done({"dossier", "split", "A", "--to", "B", ids[0]}).at(0)["documents"], 1);
  EXPECT_EQ(done({"dossier", "split", "A", "--to", "B", ids[0]}).at(0)["documents"], 0);
  EXPECT_EQ(members("B"), (Rules{ids[3], ids[0]}));
  EXPECT_EQ(done({"dossier", "merge", "A", "--into", "B"}).at(0)["documents"], 1);
  EXPECT_EQ(members("B"), (Rules{ids[3], ids[0], ids[1]}));
  EXPECT_EQ(done({"dossier", "merge", "A", "--into", "B"}).at(0)["documents"], 0);
  EXPECT_EQ(refused({"dossier", "add", "A", ids[2]}), Rules{"fileCode: dossier-open"});
  EXPECT_EQ(refused({"dossier", "merge", "B", "--into", "B"}),
            Rules{"fileCode: two-dossiers"});
}

TEST_F(DossierTest, ItIsClosedWhenAllIsInOrderAndThenStaysAsItIs) {
  const std::string one = store(paper(1));
  const std::string other = store(paper(2));
  open("A");
  done({"dossier", "add", "A", one});
  const auto wrong = refused({"dossier", "close", "A"});
  EXPECT_GT(wrong.size(), 10U);
  EXPECT_EQ(wrong, refused({"dossier", "check", "A"}));
  complete("A", {one});
  EXPECT_EQ(refused({"dossier", "check", "A"}, 0), Rules{});
  EXPECT_EQ(done({"dossier", "close", "A"}).at(0)["frozen"]["totalDoc"], 1);
  EXPECT_EQ(refused({"dossier", "add", "A", other}), Rules{"fileCode: dossier-open"});
  EXPECT_EQ(refused({"dossier", "remove", "A", one}), Rules{"fileCode: dossier-open"});
  EXPECT_EQ(refused({"dossier", "edit", "A", "title=x"}),
            Rules{"fileCode: dossier-open"});
  EXPECT_EQ(refused({"edit", one, "keyword=x"}), Rules{"fileCode: dossier-open"});
  const auto fixed = run({"review", "fix", one + "/number", "5"});
  EXPECT_EQ(fixed.exit_code, 2);
  EXPECT_NE(fixed.err.find("tangthu dossier reopen"), std::string::npos) << fixed.err;
  EXPECT_EQ(run({"dossier", "close", "A"}).exit_code, 2);
  // What a station sends under its code comes in all the same, and is told.
  reopen();
  store(paper(3, "A"));
  EXPECT_EQ(refused({"dossier", "check", "A"}).back(), "totalDoc: closed");
  EXPECT_EQ(run({"dossier", "reopen", "A"}).exit_code, 2) << "a reason is needed";
  done({"dossier", "reopen", "A", "--reason", "thêm văn bản"});
  EXPECT_EQ(done({"review", "fix", one + "/number", "5"}).size(), 1U);
  done({"dossier", "add", "A", other});
  EXPECT_EQ(done({"dossier", "show", "A"}).at(0)["history"].back()["what"], "add");
}

TEST_F(DossierTest, EachThingThatIsWrongIsNamed) {
  const std::string one = store(paper(1), Level::kThuong, 3);
  const std::string twin = store(paper(1));
  open("A");
  done({"dossier", "add", "A", one, twin});
  complete("A", {one, twin});
  const auto has = [&](const std::string& rule) {
    const auto found = refused({"dossier", "check", "A"});
    return std::ranges::count(found, rule);
  };
  EXPECT_EQ(has("numberOfPaper: sheets-of-pages 4"), 1) << "four pages on one sheet";
  EXPECT_EQ(has("codeNumber: unique " + one), 1);
  done({"dossier", "edit", "A", "numberOfPaper=2", "endDate=01/02/2020"});
  EXPECT_EQ(has("numberOfPaper: sheets-of-pages 4"), 0);
  EXPECT_EQ(has("issuedDate: within startDate endDate"), 2);
  done({"dossier", "edit", "A", "confidenceLevel=02"});
  EXPECT_EQ(has("paperFileCode: required-if confidenceLevel 02 03"), 1);
  done({"classify", one, "--level", "mat"});
  EXPECT_EQ(has("level: label-dominates mat"), 1);
  EXPECT_EQ(run({"dossier", "close", "A", "--despite", "gấp"}).exit_code, 2)
      << "no reason closes it below its document";
  done({"classify", one, "--level", "thuong"});
  done({"dossier", "close", "A", "--despite", "gấp"});
  EXPECT_EQ(done({"dossier", "show", "A"}).at(0)["history"].back()["reason"], "gấp");
}

TEST_F(DossierTest, NothingOfItsCodeOrTitleIsInTheLog) {
  const std::string one = store(paper(1));
  open("Mã-bí-ẩn");
  done({"dossier", "add", "Mã-bí-ẩn", one});
  done({"dossier", "edit", "Mã-bí-ẩn", "keyword=điều-kín"});
  done({"dossier", "show", "Mã-bí-ẩn"});
  done({"edit", one, "subject=điều-kín"});
  const std::string log = run({"audit", "list"}).out;
  for (const char* event : {"dossier-open", "dossier-add", "dossier-edit", "dossier-show",
                            "dossier-look", "edit-look"})
    EXPECT_NE(log.find(event), std::string::npos) << event;
  for (const char* content : {"Mã-bí-ẩn", "Tập", "điều-kín"})
    EXPECT_EQ(log.find(content), std::string::npos) << content;
}

TEST_F(DossierTest, InventoriesAreMadeAsTablesAndPapers) {
  const std::string one = store(paper(1));
  const std::string secret = store(paper(2), Level::kTuyetMat);
  done({"fonds", "add", "F", "--name", "Sở Nội vụ"});
  open("F.1", {"--fonds", "F", "--level", "tuyet-mat", "maintenance=02"});
  done({"dossier", "add", "F.1", one, secret});
  const auto written = [&](std::vector<std::string> words, const char* name) {
    words.insert(words.end(), {"--out", file(name).string()});
    done(words);
    return std::string(as_text(test::read_file(file(name))));
  };
  const std::string list = written({"dossier", "inventory", "F.1"}, "a.csv");
  EXPECT_NE(list.find("1/QĐ-UBND"), std::string::npos) << list;
  EXPECT_NE(list.find("05/03/2020"), std::string::npos);
  EXPECT_EQ(list.find("thứ nhất", list.find("thứ nhất") + 1), std::string::npos)
      << "no subject of Tuyệt mật";
  EXPECT_TRUE(written({"dossier", "inventory", "F.1"}, "a.pdf").starts_with("%PDF"));
  const std::string dossiers = written({"fonds", "inventory", "F"}, "b.csv");
  EXPECT_NE(dossiers.find("F.1"), std::string::npos);
  EXPECT_NE(dossiers.find("70 năm"), std::string::npos) << dossiers;
  EXPECT_TRUE(written({"fonds", "inventory", "F"}, "b.pdf").starts_with("%PDF"));
}

// Whoever comes second waits his turn and goes on where the first one stopped.
TEST_F(DossierTest, TwoProcessesThatEnterIntoOneRegisterGiveNoNumberTwice) {
  std::vector<Rules> of(2);
  for (int i = 0; i < 12; ++i)
    of[static_cast<std::size_t>(i % 2)].push_back(store(paper(i)));
  close();
  std::vector<std::vector<Json>> entered(2);
  const auto enter = [&](std::size_t process) {
    for (const std::string& id : of[process]) {
      test::Ran ran;
      do {
        ran = test::run({"tangthu", "--json", "register", "enter", id, "--book", "di"},
                        environment());
      } while (ran.exit_code == 5);
      ASSERT_EQ(ran.exit_code, 0) << ran.err;
      entered[process].push_back(lines_of(ran.out).at(0));
    }
  };
  std::thread other(enter, 1U);
  enter(0U);
  other.join();
  std::set<int> ordinals;
  for (const auto& rows : entered) {
    EXPECT_EQ(rows.size(), 6U);
    for (const Json& row : rows)
      ordinals.insert(row["ordinal"].get<int>());
  }
  EXPECT_EQ(ordinals.size(), 12U);
  EXPECT_EQ(*ordinals.rbegin(), 12);
}

// Killed anywhere, no document is in no dossier or lost, and the same again completes it.
TEST_F(DossierTest, AMergeThatIsKilledIsCompletedByTheSameAgain) {
  constexpr int kDocuments = 40;
  Rules ids;
  for (int i = 0; i < kDocuments; ++i)
    ids.push_back(store(paper(i, "A")));
  open("A");
  open("B");
  Rules order(ids.rbegin(), ids.rend());
  Rules words = {"dossier", "reorder", "A"};
  words.insert(words.end(), order.begin(), order.end());
  done(words);
  int kills = 0;
  int halfway = 0;
  for (int delay_ms = 20;; delay_ms += 10) {
    test::Started merge({"tangthu", "--json", "dossier", "merge", "A", "--into", "B"},
                        environment());
    std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    merge.kill();
    const bool finished = merge.wait().exit_code == 0;
    const Rules left = members("A");
    const Rules moved = members("B");
    ASSERT_EQ(left.size() + moved.size(), ids.size()) << "after " << delay_ms << " ms";
    EXPECT_EQ(Rules(order.begin(), order.begin() + static_cast<long>(moved.size())),
              moved);
    if (finished) break;
    ++kills;
    if (!left.empty() && !moved.empty()) ++halfway;
  }
  EXPECT_GT(kills, 0);
  EXPECT_GT(halfway, 0) << "no kill fell between two documents";
  EXPECT_EQ(members("B"), order);
  EXPECT_EQ(run({"verify"}).exit_code, 0);
}

}  // namespace
}  // namespace tangthu::archive
