// Registers: numbers, corrections, what becomes of rows; and how they are printed.
#include "archive/books/register.h"

#include <random>

#include "archive/books/register_json.h"
#include "archive/books/register_paper.h"
#include "archive/index_work.h"
#include "archive/rules_file.h"
#include "tests/archive/stored_document.h"
#include "tests/support/shell.h"
#include "tests/vault/open_vault.h"

namespace tangthu::archive {
namespace {

const Label kThuong{Level::kThuong, {}};
const Label kMat{Level::kMat, {}};
const Label kTuyetMat{Level::kTuyetMat, {}};
const RegisterName kDi2026{Book::kDi, 2026, Series::kThuong};

class RegisterTest : public vault::OpenVaultTest {
 protected:
  DocumentId store(const Label& label, const std::string& subject) const {
    DocumentWords words;
    words.pages = {subject};
    words.fields = {{"number", "12"},          {"symbol", "QĐ-STC"},
                    {"date", "2026-03-05"},    {"type", "Quyết định"},
                    {"subject", subject},      {"signer", "Nguyễn Văn A"},
                    {"recipients", "Lưu: VT"}, {"agency", "Sở Tài chính"}};
    return store_words(session(), label, words).value();
  }
  NewRow row(const DocumentId& document, const Label& label,
             const std::string& subject) const {
    DocumentWords words;
    words.fields = {{"number", "12"},
                    {"symbol", "QĐ-STC"},
                    {"date", "2026-03-05"},
                    {"type", "Quyết định"},
                    {"subject", subject}};
    return {{Book::kDi, 2026, series_of(label.level)},
            label,
            document,
            snapshot(label, record_of(words))};
  }
  std::vector<RegisterRow> enter(const std::vector<NewRow>& rows) const {
    const auto look = session().look("register");
    std::vector<RegisterRow> out;
    const auto done = enter_rows(session(), *look, rows,
                                 [&](const RegisterRow& each) { out.push_back(each); });
    EXPECT_TRUE(done) << done.error().text();
    return out;
  }
  RegisterRow enter_new(const Label& label, const std::string& subject) const {
    return enter({row(store(label, subject), label, subject)}).at(0);
  }
  RegisterRows all(vault::Session& session) const {
    const auto look = session.look("register-list");
    return read_registers(session, *look).value();
  }
  PrintedRegister printed(vault::Session& session, const RegisterName& name,
                          PaperFormat format, const RegisterExtent& extent = {}) const {
    const FormBook forms = FormBook::parse(built_in_rules("registers"), "f").value();
    auto out = print_register(session, all(session), forms, name, extent, format);
    EXPECT_TRUE(out) << out.error().text();
    return std::move(*out);
  }
  std::string csv(vault::Session& session, const RegisterName& name) const {
    const auto out = printed(session, name, PaperFormat::kCsv);
    return std::string(as_text(out.bytes));
  }
  // Another number is reserved, and its row never comes.
  void crash_after_reserving(const RegisterName& name) const {
    Entry entry = counter(name);
    RegisterCounter crashed = *counter_of(entry);
    crashed.pending.push_back({crashed.next++, DocumentId::random()});
    entry.content = counter_json(crashed);
    ASSERT_TRUE(change_entry(session(), entry, "register-number"));
  }
  Entry counter(const RegisterName& name) const {
    const auto look = session().look("register");
    std::optional<Entry> found;
    EXPECT_TRUE(visit_entries(session(), *look, kCounterKind, [&](Entry&& entry) {
      if (counter_of(entry)->name == name) found = std::move(entry);
      return Result<void>();
    }));
    return *found;
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(RegisterTest, NumbersAreContinuousPerBookYearAndSeries) {
  EXPECT_EQ(enter_new(kThuong, "một").ordinal, 1);
  EXPECT_EQ(enter_new(kThuong, "hai").ordinal, 2);
  EXPECT_EQ(enter_new(kMat, "ba").ordinal, 1);
  reopen();
  EXPECT_EQ(enter_new(kTuyetMat, "bốn").ordinal, 2) << "one series for all secrets";
  NewRow other = row(store(kThuong, "năm"), kThuong, "năm");
  other.name.year = 2027;
  EXPECT_EQ(enter({other}).at(0).ordinal, 1);
  other.name = {Book::kDen, 2026, Series::kThuong};
  EXPECT_EQ(enter({other}).at(0).ordinal, 1);
  EXPECT_EQ(enter_new(kThuong, "sáu").ordinal, 3);
  const RegisterRows found = all(session());
  EXPECT_EQ(found.rows.size(), 7U);
  EXPECT_EQ(found.next.at(kDi2026), 4);
  EXPECT_TRUE(found.free.empty());
}

// There were as many as documents, and whoever looked for a dossier opened them all.
TEST_F(RegisterTest, RowsLieApartFromOtherEntries) {
  const RegisterRow entered = enter_new(kMat, "một");
  const auto look = session().look("register");
  EXPECT_TRUE(visit_entries(session(), *look, "", [](Entry&& entry) {
    EXPECT_NE(entry.kind(), kRowKind);
    return Result<void>();
  }));
  std::size_t rows = 0;
  EXPECT_TRUE(read_rows(
      session(), *look,
      [](Entry&& entry) -> Result<std::any> { return std::any(entry.id); },
      [&](std::any&& id) -> Result<void> {
        EXPECT_EQ(std::any_cast<DocumentId>(id), entered.id);
        ++rows;
        return {};
      }));
  EXPECT_EQ(rows, 1U);
}

TEST_F(RegisterTest, RowsOfBeforeTheyLayApartAreRead) {
  const RegisterRow entered = enter_new(kThuong, "một");
  RegisterRow old = entered;
  old.ordinal = 2;
  ASSERT_TRUE(add_entry(session(), kThuong, row_json(old), "register-enter"));
  EXPECT_EQ(all(session()).rows.size(), 2U);
}

TEST_F(RegisterTest, ManyAreNumberedInTheirOrder) {
  std::vector<NewRow> rows;
  const DocumentId document = store(kThuong, "x");
  for (int i = 0; i < 603; ++i) {
    rows.push_back(row(document, kThuong, std::to_string(i)));
  }
  const auto entered = enter(rows);
  ASSERT_EQ(entered.size(), 603U);
  for (int i = 0; i < 603; ++i) {
    EXPECT_EQ(entered[static_cast<std::size_t>(i)].ordinal, i + 1);
    EXPECT_EQ(entered[static_cast<std::size_t>(i)].cells.at("subject"),
              std::to_string(i));
  }
}

TEST_F(RegisterTest, ARowThatNeverArrivedGivesItsNumberToTheNext) {
  enter_new(kThuong, "một");
  // As a crash leaves it: numbers 2 and 3 are reserved, and only 3 arrived.
  const RegisterRow arrived = enter_new(kThuong, "hai");
  Entry entry = counter(kDi2026);
  RegisterCounter crashed = *counter_of(entry);
  const auto never = NewEntry::begin(session(), kThuong);
  crashed.next = 5;
  crashed.pending = {{2, arrived.id}, {3, never->id()}, {4, DocumentId::random()}};
  entry.content = counter_json(crashed);
  ASSERT_TRUE(change_entry(session(), entry, "register-number"));
  reopen();
  EXPECT_EQ(all(session()).free.at(kDi2026), (std::set<int>{3, 4}));
  const std::string text = csv(session(), kDi2026);
  EXPECT_TRUE(has(text, "2 số chưa ghi, sẽ cấp lại (từ số 3 đến số 4)")) << text;
  EXPECT_EQ(enter_new(kThuong, "ba").ordinal, 3);
  EXPECT_EQ(all(session()).free.at(kDi2026), (std::set<int>{4}));
  EXPECT_EQ(enter_new(kThuong, "bốn").ordinal, 4);
  EXPECT_EQ(enter_new(kThuong, "năm").ordinal, 5);
  EXPECT_TRUE(all(session()).free.empty());
}

TEST_F(RegisterTest, ARowStaysWhenItsDocumentIsDestroyedAndSaysSo) {
  const RegisterRow entered = enter_new(kMat, "kế hoạch bí mật");
  ASSERT_TRUE(session().propose(vault::DestroyAction{{entered.document}, "12/QĐ"}));
  const std::string text = csv(session(), {Book::kDi, 2026, Series::kMat});
  EXPECT_TRUE(has(text, "Văn bản đã tiêu hủy")) << text;
  EXPECT_TRUE(has(text, "kế hoạch bí mật"));
}

TEST_F(RegisterTest, NoSubjectOfTopSecretIsKeptOrShown) {
  const RegisterRow high = enter_new(kTuyetMat, "hầm ngầm");
  EXPECT_FALSE(high.cells.contains("subject"));
  // Raised afterwards: the row knows the subject, and no longer shows it.
  const RegisterRow raised = enter_new(kMat, "sân bay");
  ASSERT_TRUE(session().propose(
      vault::ClassifyAction{raised.document, kTuyetMat, vault::PayloadKey::kRenewed}));
  const auto look = session().look("register");
  ASSERT_TRUE(
      correct_row(session(), *look, raised.id, {{"subject", "cảng biển"}}, "sai"));
  const std::string text = csv(session(), {Book::kDi, 2026, Series::kMat});
  EXPECT_TRUE(has(text, ",Quyết định,Tuyệt mật,")) << text;
  for (const char* word : {"hầm ngầm", "sân bay", "cảng biển"})
    EXPECT_FALSE(has(text, word)) << text;
}

// It kept its number and showed signer, recipients and the reasons of its corrections.
TEST_F(RegisterTest, ARowThatWasRaisedAboveTheReaderKeepsItsNumberAndNothingElse) {
  add_user("binh", {Level::kThuong, {}});
  const RegisterRow raised = enter_new(kThuong, "sân bay");
  enter_new(kThuong, "đường làng");
  const auto look = session().look("register");
  ASSERT_TRUE(
      correct_row(session(), *look, raised.id, {{"recipients", "Cảng vụ"}}, "gửi thêm"));
  ASSERT_TRUE(session().propose(
      vault::ClassifyAction{raised.document, kMat, vault::PayloadKey::kRenewed}));
  close();
  auto binh = open_as("binh");
  ASSERT_TRUE(binh);
  const std::string text = csv(*binh->session, kDi2026);
  for (const char* word : {"sân bay", "Cảng vụ", "gửi thêm", "Quyết định về"})
    EXPECT_FALSE(has(text, word)) << text;
  EXPECT_TRUE(has(text, "1,12/QĐ-STC,05/03/2026,")) << text;
  EXPECT_TRUE(has(text, "đường làng")) << text;
  const auto rows = all(*binh->session).rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].ordinal, 1);
}

// Once it was destroyed, nothing told any more that it had been raised.
TEST_F(RegisterTest, WhatWasRaisedAndThenDestroyedStaysHidden) {
  add_user("binh", {Level::kThuong, {}});
  const RegisterRow raised = enter_new(kThuong, "sân bay");
  const RegisterRow plain = enter_new(kThuong, "đường làng");
  ASSERT_TRUE(propose(session(), vault::ClassifyAction{raised.document, kMat,
                                                       vault::PayloadKey::kRenewed}));
  ASSERT_TRUE(propose(session(),
                      vault::DestroyAction{{raised.document, plain.document}, "12/QĐ"}));
  close();
  auto binh = open_as("binh");
  ASSERT_TRUE(binh);
  const std::string text = csv(*binh->session, kDi2026);
  EXPECT_FALSE(has(text, "sân bay")) << text;
  EXPECT_TRUE(has(text, "đường làng")) << text;
  EXPECT_TRUE(has(text, "1,12/QĐ-STC,05/03/2026,")) << text;
}

TEST_F(RegisterTest, WhoMayNotReadARowSeesThatItIsThere) {
  add_user("binh", {Level::kMat, {}});
  enter_new(kMat, "một");
  enter_new(kTuyetMat, "hai");
  enter_new(kTuyetMat, "ba");
  enter_new(kMat, "bốn");
  close();
  auto binh = open_as("binh");
  ASSERT_TRUE(binh);
  const RegisterName name{Book::kDi, 2026, Series::kMat};
  const auto out = printed(*binh->session, name, PaperFormat::kCsv);
  EXPECT_EQ(out.rows, 2U);
  EXPECT_EQ(out.hidden, 2U);
  const std::string text(as_text(out.bytes));
  EXPECT_TRUE(has(text, "2 số không thuộc phạm vi được xem (từ số 2 đến số 3)")) << text;
  EXPECT_FALSE(has(text, "TUYỆT"));
}

TEST_F(RegisterTest, WhoMayReadNoSecretSeesNoRegisterOfThem) {
  add_user("binh", {Level::kThuong, {}});
  enter_new(kMat, "một");
  close();
  auto binh = open_as("binh");
  const FormBook forms = FormBook::parse(built_in_rules("registers"), "f").value();
  const auto out = print_register(*binh->session, all(*binh->session), forms,
                                  {Book::kDi, 2026, Series::kMat}, {}, PaperFormat::kCsv);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code(), ErrorCode::kNotFound);
}

TEST_F(RegisterTest, ACorrectionStandsBesideTheRow) {
  const RegisterRow entered = enter_new(kThuong, "một");
  const auto look = session().look("register");
  ASSERT_TRUE(correct_row(session(), *look, entered.id, {{"symbol", "13/QĐ-STC"}},
                          "đọc nhầm số"));
  const RegisterRows found = all(session());
  EXPECT_EQ(found.rows.at(0).cells, entered.cells);
  ASSERT_EQ(found.rows.at(0).corrections.size(), 1U);
  const std::string text = csv(session(), kDi2026);
  EXPECT_TRUE(has(text, "12/QĐ-STC"));
  EXPECT_TRUE(
      has(text, "Số, ký hiệu văn bản: \"\"13/QĐ-STC\"\"; lý do: đọc nhầm số (lan)"))
      << text;
}

TEST_F(RegisterTest, ACorrectionThatSaysNothingIsRefused) {
  const RegisterRow entered = enter_new(kThuong, "một");
  const auto look = session().look("register");
  const auto code = [&](const DocumentId& id, const Cells& cells,
                        const std::string& why) {
    const auto done = correct_row(session(), *look, id, cells, why);
    return done ? 0 : static_cast<int>(done.error().code());
  };
  EXPECT_EQ(code(entered.id, {}, "x"), 2);
  EXPECT_EQ(code(entered.id, {{"symbol", "x"}}, ""), 2);
  EXPECT_EQ(code(entered.id, {{"ordinal", "7"}}, "x"), 2);
  EXPECT_EQ(code(entered.id, {{"number-in", "7"}}, "x"), 2) << "of another book";
  EXPECT_EQ(code(entered.id, {{"symbol", std::string(2001, 'x')}}, "x"), 2);
  EXPECT_EQ(code(entered.document, {{"symbol", "x"}}, "x"), 3) << "no row";
  EXPECT_TRUE(all(session()).rows.at(0).corrections.empty());
}

TEST_F(RegisterTest, APrintHasEveryRowInItsOrderAndItsCertificate) {
  for (int i = 1; i <= 40; ++i)
    enter_new(kMat, "việc số " + std::to_string(i) + ".");
  const RegisterName name{Book::kDi, 2026, Series::kMat};
  const auto out = printed(session(), name, PaperFormat::kPdf, {11, 30, 2});
  EXPECT_EQ(out.rows, 20U);
  const auto file = path().parent_path() / "so.pdf";
  test::write_file(file, out.bytes);
  const std::string text =
      test::shell("pdftotext -layout '" + file.string() + "' -").output;
  EXPECT_TRUE(has(text, "SỔ ĐĂNG KÝ BÍ MẬT NHÀ NƯỚC ĐI")) << text;
  EXPECT_TRUE(has(text, "Quyển số: 2"));
  EXPECT_TRUE(has(text, "20 số, từ số 11 đến số 30."));
  std::size_t at = 0;
  for (int i = 11; i <= 30; ++i) {
    const std::size_t next = text.find("việc số " + std::to_string(i) + ".", at);
    ASSERT_NE(next, std::string::npos) << i;
    at = next;
  }
  EXPECT_FALSE(has(text, "việc số 10.") || has(text, "việc số 31."));
}

// Whatever crashes in between, rows have the numbers 1 to n, each once, besides those
// that the next rows will have.
TEST_F(RegisterTest, NoCrashLosesOrDoublesANumber) {
  const DocumentId document = store(kThuong, "x");
  std::mt19937 random(73001);
  for (int year = 1901; year <= 1912; ++year) {
    const RegisterName name{Book::kDi, year, Series::kThuong};
    std::size_t rows = 0;
    for (unsigned steps = random() % 8 + 1; steps > 0; --steps) {
      const std::size_t step = random() % 5;
      if (step == 0 && rows > 0) crash_after_reserving(name);
      std::vector<NewRow> batch(step, row(document, kThuong, "x"));
      for (NewRow& each : batch)
        each.name = name;
      rows += enter(batch).size();
    }
    const RegisterRows found = all(session());
    std::set<int> numbers =
        found.free.contains(name) ? found.free.at(name) : std::set<int>();
    const std::size_t free = numbers.size();
    std::size_t counted = 0;
    for (const RegisterRow& each : found.rows) {
      if (each.name != name) continue;
      ++counted;
      numbers.insert(each.ordinal);
    }
    EXPECT_EQ(counted, rows);
    EXPECT_EQ(numbers.size(), rows + free) << "no number twice";
    if (rows == 0) continue;
    EXPECT_EQ(*numbers.begin(), 1);
    EXPECT_EQ(*numbers.rbegin(), static_cast<int>(rows + free)) << "no number lost";
    EXPECT_EQ(found.next.at(name), static_cast<int>(rows + free) + 1);
  }
}

}  // namespace
}  // namespace tangthu::archive
