// Editing what a document's fields say, one by one and by tables.
#include "tests/archive/model/model_test.h"

namespace tangthu::archive {
namespace {

class EditTest : public ModelTest {
 protected:
  std::string table(const std::string& text) const {
    test::write_file(file("table.csv"), as_bytes(text));
    return file("table.csv").string();
  }
  Json summary(const test::Ran& ran) { return lines_of(ran.out).back(); }
};

TEST_F(EditTest, WhatAPersonSaysStandsBesideWhatWasRead) {
  const std::string id = store(paper(87));
  EXPECT_EQ(field(id, "codeNumber")["proposal"], "87");
  EXPECT_EQ(field(id, "issuedDate")["proposal"], "05/03/2020");
  EXPECT_EQ(field(id, "typeName")["proposal"], "QĐ");
  EXPECT_EQ(field(id, "numberOfPage")["proposal"], "1");
  EXPECT_EQ(field(id, "codeNumber")["settled"], false);
  EXPECT_EQ(done({"edit", id, "codeNumber=99", "maintenance=01"}).at(0)["changed"],
            Json::array({"maintenance", "codeNumber"}));
  const Json number = field(id, "codeNumber");
  EXPECT_EQ(number["value"], "99");
  EXPECT_EQ(number["by"], "lan");
  EXPECT_EQ(number["proposal"], "87") << "recognition's reading is kept";
  done({"edit", id, "codeNumber=100"});
  EXPECT_EQ(field(id, "codeNumber")["earlier"][0]["value"], "99");
  EXPECT_EQ(done({"edit", id, "codeNumber=100"}).at(0)["changed"], Json::array());
}

TEST_F(EditTest, SearchFindsThePersonsValue) {
  const std::string id = store(paper(87));
  done({"edit", id, "codeNumber=99", "subject=Đê điều sông Hồng", "issuedDate=1/4/2021",
        "organName=Bộ Nông nghiệp", "typeName=CT"});
  for (const char* query : {"so:99", "\"đê điều\" sông", "date:2021-04-01",
                            "agency:\"bộ nông nghiệp\"", "type:\"chỉ thị\""}) {
    const auto hits = done({"search", query});
    ASSERT_EQ(hits.size(), 1U) << query;
    EXPECT_EQ(hits[0]["id"], id);
  }
  EXPECT_TRUE(done({"search", "so:87"}).empty());
  EXPECT_EQ(done({"list", "--from", "2021-01-01"}).size(), 1U);
}

TEST_F(EditTest, ConfirmingTakesOverWhatIsProposedAndNothingElse) {
  const std::string id = store(paper(87));
  done({"edit", id, "subject=Khác"});
  EXPECT_EQ(done({"edit", id, "--confirm"}).at(0)["changed"].size(), 6U);
  EXPECT_EQ(field(id, "subject")["value"], "Khác");
  EXPECT_EQ(field(id, "codeNumber")["value"], "87");
  EXPECT_EQ(field(id, "numberOfPage")["value"], "1");
  EXPECT_EQ(done({"edit", id, "--confirm"}).at(0)["changed"], Json::array());
}

TEST_F(EditTest, BadDataIsRefusedWithFieldRuleAndRemedyAndChangesNothing) {
  const std::string id = store(paper(87));
  EXPECT_EQ(refused({"edit", id, "maintenance=08"}),
            Rules{"maintenance: code 01 02 03 04 05 06 07"});
  EXPECT_EQ(refused({"edit", id, "issuedDate=31/02/2020"}),
            Rules{"issuedDate: date DD/MM/YYYY"});
  EXPECT_EQ(refused({"edit", id, "subject=" + std::string(501, 'x')}),
            Rules{"subject: length 500"});
  EXPECT_EQ(refused({"edit", id, "subject="}), Rules{"subject: required"});
  EXPECT_EQ(refused({"edit", id, "docCode=1", "colour=red", "keyword=good"}).size(), 2U);
  EXPECT_EQ(run({"edit", id, "keyword"}).exit_code, 2);
  EXPECT_EQ(run({"edit", id, "a=1", "a=2"}).exit_code, 2);
  EXPECT_EQ(run({"edit", "nothere", "keyword=x"}).exit_code, 3);
  EXPECT_EQ(field(id, "keyword")["value"], Json());
}

TEST_F(EditTest, ATableThatIsTriedOrHasABadRowChangesNothing) {
  const std::string one = store(paper(1));
  const std::string two = store(paper(2));
  const auto versions = [&] { return run({"audit", "list"}).out; };
  const std::string good =
      table("id,maintenance,keyword\n" + one + ",01,đê\n" + two + ",02,\n");
  auto ran = run({"edit", "--from", good, "--dry-run"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(summary(ran)["would_change"], 2);
  EXPECT_EQ(field(one, "maintenance")["value"], Json());
  const std::string bad = table("id,maintenance,issuedDate\n" + one + ",01,\n" + two +
                                ",09,31/02/2020\nnothere,01,\n" + one + ",02,\nx\n");
  EXPECT_EQ(
      refused({"edit", "--from", bad}, 4),
      (Rules{"issuedDate: date DD/MM/YYYY", "maintenance: code 01 02 03 04 05 06 07",
             "id: document", "id: once, line 2", "id: cells 3", "id: document"}));
  EXPECT_EQ(field(one, "maintenance")["value"], Json());
  EXPECT_EQ(versions().find("\"revise\""), std::string::npos);
  ran = run({"edit", "--from", bad, "--only-good"});
  EXPECT_EQ(ran.exit_code, 9);
  EXPECT_EQ(summary(ran)["changed"], 1);
  EXPECT_EQ(summary(ran)["bad"], 4);
  EXPECT_EQ(field(one, "maintenance")["value"], "01");
}

TEST_F(EditTest, ASecondRunChangesOnlyWhatDiffers) {
  const std::string one = store(paper(1, "HS1"));
  const std::string two = store(paper(2, "HS1"));
  done({"dossier", "open", "HS1", "--title", "T"});
  done({"dossier", "reorder", "HS1", two, one});
  // By codes: the ordinals are those of the dossier's order.
  const std::string rows =
      table("docCode;maintenance;keyword\nHS10000001;01;hai\nHS10000002;02;một\n");
  EXPECT_EQ(summary(run({"edit", "--from", rows}))["changed"], 2);
  EXPECT_EQ(field(two, "keyword")["value"], "hai");
  EXPECT_EQ(summary(run({"edit", "--from", rows}))["changed"], 0);
  const std::string more =
      table("docCode;maintenance;keyword\nHS10000001;01;-\nHS10000002;;một\n");
  EXPECT_EQ(summary(run({"edit", "--from", more}))["changed"], 1);
  EXPECT_EQ(field(two, "keyword")["value"], Json());
  EXPECT_EQ(field(one, "maintenance")["value"], "02");
}

TEST_F(EditTest, WhatIsNoTableIsRefused) {
  EXPECT_EQ(run({"edit", "--from", table("")}).exit_code, 4);
  EXPECT_EQ(run({"edit", "--from", table("id\nx\n")}).exit_code, 4);
  EXPECT_EQ(run({"edit", "--from", table("id,colour\n")}).exit_code, 4);
  EXPECT_EQ(run({"edit", "--from", table("id,docCode\n")}).exit_code, 4);
  EXPECT_EQ(run({"edit", "--from", table("id,mode,mode\n")}).exit_code, 4);
  EXPECT_EQ(run({"edit", "--from", table("id,mode\n\"x")}).exit_code, 4);
  EXPECT_EQ(run({"edit", "--from", file("none").string()}).exit_code, 4);
  EXPECT_EQ(run({"edit"}).exit_code, 2);
}

}  // namespace
}  // namespace tangthu::archive
