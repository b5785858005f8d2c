// Reports: their periods, and that their sums are those of the records.
#include "archive/books/report.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "archive/books/copy_register.h"
#include "archive/index_work.h"
#include "archive/model/books.h"
#include "archive/model/kept_fields.h"
#include "archive/retrieve.h"
#include "archive/rules_file.h"
#include "archive/secrecy/act.h"
#include "archive/secrecy/destroyed.h"
#include "tests/archive/stored_document.h"
#include "tests/support/shell.h"
#include "tests/vault/open_vault.h"

namespace tangthu::archive {
namespace {

Date day(std::string_view iso) {
  return parse_date(iso).value();
}

UnixSeconds noon(const Date& date) {
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return static_cast<UnixSeconds>(days) * 86400 + 5 * 3600;
}

const PaperForm& secrecy_form() {
  static const FormBook book = FormBook::parse(built_in_rules("registers"), "f").value();
  return book.of(FormKind::kReportSecrecy, day("2026-12-31"));
}

SecrecyReport report_of(int year, const std::vector<SecretFacts>& all) {
  SecrecyReport out;
  out.period = period_of(secrecy_form(), year);
  for (const SecretFacts& each : all)
    count_in(out, each);
  return out;
}

Record secret_of(const std::string& date, const Json& acts = Json::array()) {
  Record record;
  record.pages = 1;
  record.created = noon(day("2020-01-01"));
  if (!date.empty()) record.fields["date"] = {{"value", date}, {"confidence", 0.95}};
  record.acts = acts;
  return record;
}

Json act(const std::string& name, const std::string& decided, const Json& more = {}) {
  Json out = {{"act", name},
              {"by", "lan"},
              {"at", noon(day(decided))},
              {"decided", decided},
              {"decision", "1/QĐ"}};
  if (more.is_object()) out.update(more);
  return out;
}

TEST(ReportPeriodTest, ItRunsFromTheFormsDayToTheOneBefore) {
  const ReportPeriod period = period_of(secrecy_form(), 2026);
  EXPECT_EQ(period.from, day("2025-12-15"));
  EXPECT_EQ(period.to, day("2026-12-14"));
  EXPECT_EQ(period.due, day("2026-12-20"));
}

TEST(SecrecyReportTest, TheDaysAroundThePeriodCountWhereTheyBelong) {
  const struct {
    const char* classified;
    int year;  // of the report that has it as classified in its period
  } cases[] = {{"2025-12-14", 2025},
               {"2025-12-15", 2026},
               {"2026-12-14", 2026},
               {"2026-12-15", 2027},
               {"2024-02-29", 2024}};
  for (const auto& each : cases) {
    const SecretFacts facts = secret_facts(secret_of(each.classified), Level::kMat);
    for (int year = 2023; year <= 2028; ++year) {
      const SecrecyReport report = report_of(year, {facts});
      EXPECT_EQ(report.classified.total(), year == each.year ? 1U : 0U)
          << each.classified << " in " << year;
      EXPECT_EQ(report.held.counts[0], year >= each.year ? 1U : 0U)
          << each.classified << " in " << year;
    }
  }
}

TEST(SecrecyReportTest, WhatWasDoneCountsInItsPeriodAndByItsLevel) {
  const Record record = secret_of(
      "2020-07-08", {act("extend", "2024-03-01", {{"until", "2035-01-01"}}),
                     act("adjust", "2025-05-05", {{"level", "toi-mat"}}),
                     act("declassify", "2026-06-06", {{"ground", "unlisted"}})});
  const SecretFacts facts = secret_facts(record, Level::kThuong);
  ASSERT_EQ(facts.acts.size(), 3U);
  EXPECT_EQ(report_of(2024, {facts}).extended.total(), 1U);
  const SecrecyReport adjusted = report_of(2025, {facts});
  EXPECT_EQ(adjusted.adjusted.counts[1], 1U);
  EXPECT_EQ(adjusted.held.counts[1], 1U);
  const SecrecyReport last = report_of(2026, {facts});
  EXPECT_EQ(last.declassified.counts[1], 1U);
  EXPECT_EQ(last.held.total(), 0U);
  EXPECT_EQ(report_of(2027, {facts}).declassified.total(), 0U);
  // Before the adjustment nobody knows the level, and the report says so.
  EXPECT_EQ(report_of(2023, {facts}).held.unknown, 1U);
}

// They counted as of unknown level.
TEST(SecrecyReportTest, AnActTellsTheLevelOfBefore) {
  const Record record = secret_of(
      "2020-07-08",
      {act("adjust", "2025-05-05", {{"level", "toi-mat"}, {"level_before", "mat"}}),
       act("declassify", "2026-06-06",
           {{"ground", "unlisted"}, {"level_before", "toi-mat"}})});
  const SecretFacts facts = secret_facts(record, Level::kThuong);
  EXPECT_EQ(report_of(2020, {facts}).classified.counts[0], 1U);
  EXPECT_EQ(report_of(2024, {facts}).held.counts[0], 1U);
  EXPECT_EQ(report_of(2025, {facts}).held.counts[1], 1U);
  EXPECT_EQ(report_of(2026, {facts}).declassified.counts[1], 1U);
  for (int year = 2020; year <= 2026; ++year) {
    EXPECT_EQ(report_of(year, {facts}).held.unknown, 0U) << year;
    EXPECT_EQ(report_of(year, {facts}).classified.total(), year == 2020 ? 1U : 0U);
  }
}

// Through 35 years: whatever was decided, or done, on a day belongs to the one period
// that has this day in Viet Nam, to its last second.
TEST(SecrecyReportTest, EachDayOf35YearsIsInOnePeriod) {
  const Date end = day("2055-01-01");
  for (Date at = day("2020-01-01"); at < end; at = add_days(at, 1)) {
    const int year = static_cast<int>(at.year());
    const Date turn{at.year(), std::chrono::December, std::chrono::day(14)};
    const int expected = at <= turn ? year : year + 1;
    Record record = secret_of("2019-07-08");
    record.acts = Json::array({{{"act", "extend"},
                                {"by", "lan"},
                                {"at", end_of_viet_nam_day(at)},
                                {"until", "2060-01-01"}}});
    const SecretFacts facts = secret_facts(record, Level::kMat);
    for (const int other : {year - 1, year, year + 1, year + 2}) {
      ASSERT_EQ(report_of(other, {facts}).extended.total(), other == expected ? 1U : 0U)
          << format_date(at) << " in " << other;
    }
  }
  for (const int leap : {2023, 2024, 2025, 2028}) {
    const ReportPeriod period = period_of(secrecy_form(), leap);
    EXPECT_EQ(days_between(period.from, period.to) + 1, leap % 4 == 0 ? 366 : 365);
    EXPECT_EQ(period_of(secrecy_form(), leap + 1).from, add_days(period.to, 1));
  }
}

TEST(SecrecyReportTest, TheStampOnThePaperTellsTheFirstLevel) {
  Record record =
      secret_of("2020-07-08",
                Json::array({act("declassify", "2026-06-06", {{"ground", "unlisted"}})}));
  record.fields["secrecy"] = {{"value", "TỐI MẬT"}, {"confidence", 0.9}};
  const SecretFacts facts = secret_facts(record, Level::kThuong);
  EXPECT_EQ(report_of(2026, {facts}).declassified.counts[1], 1U);
  EXPECT_EQ(report_of(2025, {facts}).held.counts[1], 1U);
}

// Any secrets with any days and acts: what is held is the sum over levels and over
// years, and what was done over all years is what the records have.
RC_GTEST_PROP(SecrecyReportTest, SumsAreThoseOfTheRecords, ()) {
  std::vector<SecretFacts> all;
  std::size_t extended = 0;
  std::size_t classified = 0;
  const int count = *rc::gen::inRange(0, 40);
  for (int i = 0; i < count; ++i) {
    SecretFacts facts;
    facts.level = static_cast<Level>(*rc::gen::inRange(0, 4));
    const Date made = add_days(day("2015-01-01"), *rc::gen::inRange(0, 3000));
    facts.taken_in = made;
    if (*rc::gen::inRange(0, 5) != 0) facts.classified = made;
    Date at = made;
    for (int acts = *rc::gen::inRange(0, 4); acts > 0; --acts) {
      at = add_days(at, *rc::gen::inRange(1, 400));
      facts.acts.push_back({"extend", at, std::nullopt, std::nullopt});
      ++extended;
    }
    if (facts.classified && facts.level != Level::kThuong) ++classified;
    all.push_back(facts);
  }
  std::size_t found_extended = 0;
  std::size_t found_classified = 0;
  for (int year = 2014; year <= 2030; ++year) {
    const SecrecyReport report = report_of(year, all);
    LevelCounts by_year;
    for (const auto& [unused, counts] : report.by_year) {
      for (std::size_t i = 0; i < 3; ++i)
        by_year.counts[i] += counts.counts[i];
      by_year.unknown += counts.unknown;
    }
    RC_ASSERT(by_year == report.held);
    LevelCounts direct;
    for (const SecretFacts& each : all) {
      const bool there = each.classified.value_or(each.taken_in) <= report.period.to;
      if (there && each.level != Level::kThuong) direct.add(each.level);
    }
    RC_ASSERT(direct == report.held);
    found_extended += report.extended.total();
    found_classified += report.classified.total();
  }
  RC_ASSERT(found_extended == extended);
  RC_ASSERT(found_classified == classified);
}

RC_GTEST_PROP(StatisticsTest, EveryTableCountsEveryDocumentOnce, ()) {
  Statistics statistics;
  std::size_t pages = 0;
  const int count = *rc::gen::inRange(0, 60);
  for (int i = 0; i < count; ++i) {
    const auto pick = [](const std::vector<std::string>& of) {
      return *rc::gen::elementOf(of);
    };
    Record record = secret_of(pick({"", "2019-01-02", "2020-05-06", "1999-12-31"}));
    record.pages = *rc::gen::inRange(1, 30);
    record.dossier = pick({"", "HS-01", "HS-02"});
    const std::string type = pick({"", "Quyết định", "Báo cáo"});
    if (!type.empty()) record.fields["type"] = {{"value", type}, {"confidence", 0.9}};
    record.has_signature = *rc::gen::arbitrary<bool>();
    pages += static_cast<std::size_t>(record.pages);
    statistics.add({static_cast<Level>(*rc::gen::inRange(0, 4)), {}}, record);
  }
  for (const StatisticsTable& table : statistics.tables()) {
    Counted sum;
    for (const auto& [value, counted] : table.counts) {
      RC_ASSERT(counted.documents > 0U);
      sum.documents += counted.documents;
      sum.pages += counted.pages;
    }
    RC_ASSERT(sum == statistics.total());
  }
  RC_ASSERT(statistics.total().documents == static_cast<std::size_t>(count));
  RC_ASSERT(statistics.total().pages == pages);
}

TEST(StatisticsTest, ADocumentCountsUnderItsOwnCodesElseItsDossiers) {
  StatisticsWords words;
  words.conditions = {{"01", "tốt"}, {"03", "hỏng"}};
  words.dossiers[code_key("HS-01")] = {"P1", "03", ""};
  Statistics statistics(words);
  Record record = secret_of("2020-05-06");
  record.dossier = "HS-01";
  statistics.add({Level::kThuong, {}}, record);
  keep_value(record.described, "format", "01", "lan", 1);
  statistics.add({Level::kThuong, {}}, record);
  record.dossier.clear();
  record.described = Json::object();
  statistics.add({Level::kThuong, {}}, record);
  std::map<std::string, std::map<std::string, Counted>> found;
  for (const StatisticsTable& table : statistics.tables())
    found[table.code] = table.counts;
  EXPECT_EQ(found["fonds"]["P1"].documents, 2U);
  EXPECT_EQ(found["condition"]["hỏng"].documents, 1U);
  EXPECT_EQ(found["condition"]["tốt"].documents, 1U);
  EXPECT_EQ(found["condition"]["(chưa rõ)"].documents, 1U);
  EXPECT_EQ(found["origin"]["Số hóa từ bản giấy"].documents, 3U);
}

class ReportTest : public vault::OpenVaultTest {
 protected:
  DocumentId store(Level level) const {
    DocumentWords words;
    words.pages = {"x"};
    words.fields = {{"date", "2026-03-05"}, {"type", "Quyết định"}};
    return store_words(session(), {level, {}}, words).value();
  }
  void add_copy(const Label& label, const std::string& on, int quantity) const {
    ASSERT_TRUE(add_entry(
        session(), label,
        {{"kind", "copy"}, {"at", noon(day(on))}, {"quantity", quantity}}, "copy"));
  }
  static std::string text_of(const Bytes& pdf) {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "r.pdf";
    test::write_file(file, pdf);
    return test::shell("pdftotext -layout '" + file.string() + "' -").output;
  }
};

TEST_F(ReportTest, ItCountsWhatTheSessionMayReadAndSaysSo) {
  store(Level::kMat);
  store(Level::kMat);
  store(Level::kTuyetMat);
  store(Level::kThuong);
  add_copy({Level::kMat, {}}, "2025-12-15", 2);
  add_copy({Level::kMat, {}}, "2026-12-14", 3);
  add_copy({Level::kMat, {}}, "2026-12-15", 7);
  add_copy({Level::kThuong, {}}, "2026-05-05", 1);
  add_user("binh", {Level::kMat, {}});
  const FormBook forms = FormBook::parse(built_in_rules("registers"), "f").value();
  const auto look = session().look("report");
  const auto made = make_secrecy_report(session(), *look, secrecy_form(), 2026).value();
  EXPECT_EQ(made.report.held.counts, (std::array<std::size_t, 3>{2, 0, 1}));
  EXPECT_EQ(made.report.copied.counts[0], 5U);
  const std::string text =
      text_of(paper_of(made, forms, secrecy_form(), PaperFormat::kPdf).value());
  for (const char* part :
       {"THỐNG KÊ BÍ MẬT NHÀ NƯỚC", "Từ ngày 15/12/2025 đến ngày 14/12/2026",
        "gửi trước ngày 21/12/2026", "TUYỆT MẬT", "Thường, Mật, Tuyệt mật"})
    EXPECT_NE(text.find(part), std::string::npos) << part << '\n' << text;
  close();
  auto binh = open_as("binh");
  ASSERT_TRUE(binh);
  const auto seen = binh->session->look("report");
  const auto his =
      make_secrecy_report(*binh->session, *seen, secrecy_form(), 2026).value();
  EXPECT_EQ(his.report.held.counts, (std::array<std::size_t, 3>{2, 0, 0}));
  const auto statistics = make_statistics(*binh->session, *seen, 2026).value();
  EXPECT_EQ(statistics.statistics.total().documents, 3U);
  const Bytes csv = paper_of(statistics, 2026, forms,
                             forms.of(FormKind::kReportStatistics, day("2026-12-31")),
                             PaperFormat::kCsv)
                        .value();
  const std::string lines(as_text(csv));
  EXPECT_TRUE(lines.starts_with("\xEF\xBB\xBFNội dung,Số văn bản,Số trang\r\n"));
  EXPECT_NE(lines.find("Theo độ mật: Mật,2,2\r\n"), std::string::npos) << lines;
  EXPECT_NE(lines.find("Tổng số,3,3\r\n"), std::string::npos) << lines;
}

TEST_F(ReportTest, TheRegisterOfCopiesHasThoseOfItsYear) {
  const DocumentId id = store(Level::kMat);
  const auto add = [&](int number, const std::string& on) {
    ASSERT_TRUE(add_entry(session(), {Level::kMat, {}},
                          {{"kind", "copy"},
                           {"number", number},
                           {"at", noon(day(on))},
                           {"document", id.to_string()},
                           {"quantity", 2},
                           {"holder", "Lê Na"},
                           {"by", "lan"}},
                          "copy"));
  };
  add(1, "2025-12-31");
  add(1, "2026-01-01");
  add(2, "2026-12-31");
  ASSERT_TRUE(add_entry(session(), {Level::kMat, {}}, {{"kind", "copy"}}, "copy"));
  const FormBook forms = FormBook::parse(built_in_rules("registers"), "f").value();
  const auto look = session().look("register-print");
  const auto csv = print_copies(session(), *look, forms, 2026, PaperFormat::kCsv).value();
  EXPECT_EQ(csv.rows, 2U);
  EXPECT_EQ(csv.damaged, 1U);
  const std::string lines(as_text(csv.bytes));
  EXPECT_NE(lines.find("1,01/01/2026,,05/03/2026,Quyết định,Mật,2,Lê Na,,lan,\r\n"
                       "2,31/12/2026,"),
            std::string::npos)
      << lines;
  const auto pdf = print_copies(session(), *look, forms, 2026, PaperFormat::kPdf).value();
  const std::string text = text_of(pdf.bytes);
  EXPECT_NE(text.find("SỔ QUẢN LÝ SAO, CHỤP BÍ MẬT NHÀ NƯỚC"), std::string::npos);
  EXPECT_NE(text.find("2 số, từ số 1 đến số 2."), std::string::npos) << text;
}

TEST_F(ReportTest, ACopyOfTheLastSecondOfAPeriodIsOfThatPeriod) {
  const UnixSeconds last = end_of_viet_nam_day(day("2026-12-14"));
  for (const UnixSeconds at : {last, last + 1}) {
    ASSERT_TRUE(add_entry(session(), {Level::kMat, {}},
                          {{"kind", "copy"}, {"at", at}, {"quantity", 1}}, "copy"));
  }
  for (const int year : {2026, 2027}) {
    const auto look = session().look("report");
    const auto made = make_secrecy_report(session(), *look, secrecy_form(), year).value();
    EXPECT_EQ(made.report.copied.counts[0], 1U) << year;
  }
}

// It was counted only where a case had said so.
TEST_F(ReportTest, WhatWasDestroyedWithoutACaseCountsAtItsLevelOnce) {
  const DocumentId mat = store(Level::kMat);
  const DocumentId tuyet_mat = store(Level::kTuyetMat);
  const DocumentId thuong = store(Level::kThuong);
  const DocumentId stays = store(Level::kToiMat);
  ASSERT_TRUE(note_destruction(session(), {{stays}, "11/QĐ"}));
  ASSERT_TRUE(note_destruction(session(), {{mat}, "11/QĐ"})) << "a first try";
  ASSERT_TRUE(
      propose(session(), vault::DestroyAction{{mat, tuyet_mat, thuong}, "12/QĐ"}));
  const Date today = viet_nam_day(now_utc());
  int year = static_cast<int>(today.year());
  if (today > period_of(secrecy_form(), year).to) ++year;
  auto again = open_as("lan");
  const auto look = again->session->look("report");
  const auto made = make_secrecy_report(*again->session, *look, secrecy_form(), year);
  ASSERT_TRUE(made) << made.error().text();
  EXPECT_EQ(made->report.destroyed.counts, (std::array<std::size_t, 3>{1, 0, 1}));
  EXPECT_EQ(made->report.destroyed.unknown, 0U);
}

TEST_F(ReportTest, AnActKeepsTheLevelOfBefore) {
  const DocumentId id = store(Level::kMat);
  const auto rules = SecrecyRuleBook::load().value();
  const CaseAct raise{kAdjust,
                      "lan",
                      now_utc(),
                      {{"level", "toi-mat"},
                       {"decision", "5/QĐ"},
                       {"decided", format_date(viet_nam_day(now_utc()))}}};
  const auto action = decide(session(), rules, id, raise);
  ASSERT_TRUE(action) << action.error().text();
  ASSERT_TRUE(propose(session(), *action));
  const auto look = session().look("show");
  const auto reader = session().open_document(*look, id);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->label().level, Level::kToiMat);
  const Record record = read_record(*reader).value();
  ASSERT_EQ(record.acts.size(), 1U);
  EXPECT_EQ(record.acts[0][kLevelBefore], "mat");
}

TEST_F(ReportTest, WhatWasDestroyedLeavesWhatIsHeld) {
  const DocumentId id = store(Level::kMat);
  ASSERT_TRUE(session().propose(vault::DestroyAction{{id}, "12/QĐ"}));
  const auto look = session().look("report");
  const auto made = make_secrecy_report(session(), *look, secrecy_form(), 2026).value();
  EXPECT_EQ(made.report.held.total(), 0U);
}

}  // namespace
}  // namespace tangthu::archive
