// Numbered copies: numbers without gaps, the register, and rules as data.
#include "archive/copies/copy.h"
#include "archive/copies/copy_number.h"
#include "archive/digitise.h"
#include "tests/archive/made_pages.h"
#include "tests/vault/open_vault.h"

namespace tangthu::archive {
namespace {

class CopiesTest : public vault::OpenVaultTest {
 protected:
  DocumentId document(Level level) {
    auto inputs = std::make_shared<Inputs>();
    inputs->push_back(intake_of("a", pages_of(made_page(1))));
    DocumentId id = DocumentId::random();
    const std::atomic<bool> never = false;
    const DigitiseListener listener{[&](const Digitised& stored) { id = stored.id; },
                                    [](const std::string&, const Error&) {},
                                    [](const DigitiseReport&) {}};
    const DigitiseOptions options{{level, {}}, "", {1, Picture::kLayered, {}}};
    EXPECT_TRUE(
        digitise(into_vault(session()), source_of(inputs), options, listener, never));
    return id;
  }

  Result<IssuedCopy> copy(const DocumentId& id, const CopyRequest& request) {
    const vault::Look look = session().look("get").value();
    const auto reader = session().open_document(look, id);
    if (!reader) return Failure(reader.error());
    return issue_copy(session(), look, *reader, rules_, request);
  }

  CopyList copies(int year = 0) {
    return list_copies(session(), session().look("copies").value(), year).value();
  }

  CopyRuleBook rules_ = CopyRuleBook::load().value();
};

CopyRequest unmarked_text() {
  CopyRequest out;
  out.form = Form::kText;
  out.marking = CopyMarking::kUnmarked;
  out.reason = "trích dẫn";
  return out;
}

TEST_F(CopiesTest, ACopyIsNumberedMarkedAndRegistered) {
  const DocumentId id = document(Level::kMat);
  CopyRequest request;
  request.holder = "Nguyễn Thị Ngọc Ánh";
  request.approval = "12/QĐ";
  const auto made = copy(id, request);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->number, 1);
  const auto mark = ocr::told_mark(made->bytes);
  ASSERT_TRUE(mark);
  reopen();
  const auto found = find_copy(session(), session().look("copy-trace").value(), *mark);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, made->id);
  EXPECT_EQ(found->content["holder"], "Nguyễn Thị Ngọc Ánh");
  EXPECT_EQ(found->content["approval"], "12/QĐ");
  EXPECT_EQ(found->content["document"], id.to_string());
  EXPECT_EQ(found->label.level, Level::kMat);
}

TEST_F(CopiesTest, NumbersAreContinuousAndEachLabelHasItsOwn) {
  const DocumentId mat = document(Level::kMat);
  const DocumentId tuyet_mat = document(Level::kTuyetMat);
  EXPECT_EQ(copy(mat, unmarked_text())->number, 1);
  EXPECT_EQ(copy(mat, unmarked_text())->number, 2);
  EXPECT_EQ(copy(tuyet_mat, unmarked_text())->number, 1);
  reopen();
  EXPECT_EQ(copy(mat, unmarked_text())->number, 3);
  const CopyList list = copies();
  ASSERT_EQ(list.copies.size(), 4U);
  EXPECT_EQ(list.copies[2].content["number"], 3);
  EXPECT_EQ(copies(1999).copies.size(), 0U);
}

// A copy that could not be made, or a crash before its entry: no gap, no double.
TEST_F(CopiesTest, ANumberWhoseCopyNeverCameIsGivenAgain) {
  const DocumentId id = document(Level::kMat);
  EXPECT_EQ(copy(id, unmarked_text())->number, 1);
  CopyRequest nowhere = unmarked_text();
  nowhere.page = 9;
  EXPECT_EQ(copy(id, nowhere).error().code(), ErrorCode::kNotFound);
  const vault::Look look = session().look("get").value();
  const int year = copies().copies[0].content["year"];
  EXPECT_EQ(
      reserve_copy_number(session(), look, {Level::kMat, {}}, year, DocumentId::random())
          .value(),
      2);
  reopen();
  EXPECT_EQ(copy(id, unmarked_text())->number, 2);
  EXPECT_EQ(copy(id, unmarked_text())->number, 3);
}

TEST_F(CopiesTest, WhatBearsNoMarksNeedsAReason) {
  const DocumentId id = document(Level::kMat);
  CopyRequest request;
  request.form = Form::kText;
  EXPECT_EQ(copy(id, request).error().code(), ErrorCode::kUsage);
  request.marking = CopyMarking::kUnmarked;
  EXPECT_EQ(copy(id, request).error().code(), ErrorCode::kUsage);
  request = {};
  request.holder = std::string(kLongestCopyWord + 1, 'a');
  EXPECT_EQ(copy(id, request).error().code(), ErrorCode::kUsage);
  EXPECT_TRUE(copies().copies.empty());
}

TEST_F(CopiesTest, AMarkThatNobodyIssuedIsNotFound) {
  document(Level::kMat);
  const auto found =
      find_copy(session(), session().look("copy-trace").value(), ocr::MarkId{7});
  EXPECT_EQ(found.error().code(), ErrorCode::kNotFound);
}

constexpr const char* kOneSet = R"([a]
from = "2020-01-01"
law = "L"
source = "S"
number = "SỐ {number}"
page-line = "{holder} {level}"
closing-title = "HẾT"
closing = """{approval}
{form}"""
signature = "KÝ"
colour = "C00000"
number-points = 14
closing-points = 10
line-points = 7
)";

TEST(CopyRulesTest, TextsAreFilledInAndWhatIsUnknownIsLeftToThePen) {
  const CopyRuleBook book = CopyRuleBook::parse(kOneSet, "c.toml").value();
  const auto day = parse_date("2026-03-05");
  const ocr::CopyMarks marks = book.in_force(*day).filled_in(
      ocr::MarkId{1},
      {{"number", "5"}, {"holder", "Ánh"}, {"level", "MẬT"}, {"form", "sao y"}});
  EXPECT_EQ(marks.number, "SỐ 5");
  EXPECT_EQ(marks.page_line, "Ánh MẬT");
  ASSERT_EQ(marks.closing.size(), 2U);
  EXPECT_EQ(marks.closing[0].substr(0, 3), "…");
  EXPECT_EQ(marks.closing[1], "sao y");
}

TEST(CopyRulesTest, ASetHoldsFromItsDayOn) {
  std::string text = kOneSet;
  std::string later = kOneSet;
  later.replace(later.find("[a]"), 3, "[b]");
  later.replace(later.find("2020"), 4, "2026");
  const CopyRuleBook book = CopyRuleBook::parse(text + later, "c.toml").value();
  EXPECT_EQ(book.in_force(*parse_date("2019-01-01")).name, "a");
  EXPECT_EQ(book.in_force(*parse_date("2025-12-31")).name, "a");
  EXPECT_EQ(book.in_force(*parse_date("2026-01-01")).name, "b");
  EXPECT_FALSE(CopyRuleBook::parse(later + text, "c.toml"));
}

TEST(CopyRulesTest, WhatIsWrongIsNamedByFileLineAndKey) {
  const auto changed = [](const std::string& from, const std::string& to) {
    std::string text = kOneSet;
    text.replace(text.find(from), from.size(), to);
    return CopyRuleBook::parse(text, "c.toml");
  };
  for (const auto& [from, to, subject] :
       {std::tuple{"{number}", "{nummer}", "c.toml:5: a.number"},
        {"{number}", "{number", "c.toml:5: a.number"},
        {"C00000", "red", "c.toml:11: a.colour"},
        {"= 14", "= 99", "c.toml:12: a.number-points"},
        {"2020-01-01", "2020-02-30", "c.toml:2: a.from"},
        {"law =", "lawyer =", "c.toml:3: a.lawyer"},
        {"signature = \"KÝ\"\n", "", "c.toml: a.signature"}}) {
    const auto book = changed(from, to);
    ASSERT_FALSE(book) << subject;
    EXPECT_EQ(book.error().code(), ErrorCode::kUsage);
    EXPECT_EQ(book.error().subject(), subject);
  }
  EXPECT_FALSE(CopyRuleBook::parse("", "c.toml"));
}

}  // namespace
}  // namespace tangthu::archive
