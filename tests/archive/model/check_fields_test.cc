// What may stand in a field: every rule refuses what it forbids and nothing else.
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "archive/model/kept_fields.h"
#include "archive/rules_file.h"
#include "base/unicode.h"

namespace tangthu::archive {
namespace {

const RecordRules& rules() {
  static const RecordRules kRules =
      RecordRuleBook::parse(built_in_rules("records"), "built in")
          .value()
          .in_force(parse_date("2026-01-01").value());
  return kRules;
}

std::vector<std::string> rules_of(const std::vector<FieldFault>& faults) {
  std::vector<std::string> out;
  for (const FieldFault& each : faults) {
    EXPECT_NE(*each.error.text(), 0);
    EXPECT_NE(*each.error.remedy(), 0);
    EXPECT_EQ(each.error.subject(), each.field + " (" + each.rule + ")");
    out.push_back(each.field + ": " + each.rule);
  }
  return out;
}

using Rules = std::vector<std::string>;

Rules typed(const FieldValues& values, RecordKind kind = RecordKind::kDocument) {
  std::vector<FieldFault> faults;
  typed_values(rules(), kind, values, faults);
  return rules_of(faults);
}

std::string kept(const std::string& field, const std::string& value,
                 RecordKind kind = RecordKind::kDocument) {
  std::vector<FieldFault> faults;
  auto out = typed_values(rules(), kind, {{field, value}}, faults);
  EXPECT_EQ(rules_of(faults), Rules{}) << value;
  return out[field];
}

TEST(RecordRulesTest, TheBuiltInOnesAreThoseOfTheRepository) {
  std::ifstream file(TANGTHU_SOURCE_DIR "/rules/records.toml");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), built_in_rules("records"));
  EXPECT_EQ(rules().of(RecordKind::kDossier).size(), 18U);
  EXPECT_EQ(rules().of(RecordKind::kDocument).size(), 21U);
  EXPECT_EQ(rules().find(RecordKind::kDossier, "title")->most, 1000U);
}

TEST(RecordRulesTest, ASetChangesWhatItNamesFromItsDayOn) {
  const auto book = RecordRuleBook::parse(
      std::string(built_in_rules("records")) +
          "\n[later]\nfrom = \"2030-01-01\"\n[later.dossier.title]\nmost = 10\n"
          "[later.dossier.shelf]\nvi = \"giá\"\nen = \"shelf\"\ntype = \"text\"\n",
      "r.toml");
  ASSERT_TRUE(book) << book.error().subject();
  const auto at = [&](const char* day) -> const RecordRules& {
    return book->in_force(parse_date(day).value());
  };
  EXPECT_EQ(at("2029-12-31").find(RecordKind::kDossier, "title")->most, 1000U);
  EXPECT_EQ(at("2030-01-01").find(RecordKind::kDossier, "title")->most, 10U);
  EXPECT_TRUE(at("2030-01-01").find(RecordKind::kDossier, "title")->required);
  EXPECT_EQ(at("2029-12-31").find(RecordKind::kDossier, "shelf"), nullptr);
  EXPECT_NE(at("2030-01-01").find(RecordKind::kDossier, "shelf"), nullptr);
  EXPECT_EQ(at("1990-01-01").name, "circular-05-2025");
}

TEST(RecordRulesTest, WhatIsNoRuleIsRefusedWithItsPlace) {
  const std::string good(built_in_rules("records"));
  const struct {
    std::string more;
    std::string subject;
  } cases[] = {
      {"[b]\nfrom = \"2025-02-30\"\n", ": b.from"},
      {"[b]\nlaw = \"x\"\n", "r.toml: b"},
      {"[b]\nfrom = \"2020-01-01\"\n", "r.toml: b.from"},
      {"[b]\nfrom = \"2031-01-01\"\ncolour = 3\n", ": b.colour"},
      {"[b.paper.title]\nmost = 3\n", ": b.paper.title.most"},
      {"[b.dossier.title]\nmost = 0\n", ": b.dossier.title.most"},
      {"[b.dossier.title]\ntype = \"colour\"\n", ": b.dossier.title.type"},
      {"[b.dossier.title]\nrequired = \"yes\"\n", ": b.dossier.title.required"},
      {"[b.codes]\nmode = \"01\"\n", ": b.codes.mode"},
      {"[b]\nfrom = \"2031-01-01\"\n[b.dossier.mode]\ncodes = \"none\"\n",
       "r.toml: b.dossier.mode"},
      {"[b]\nfrom = \"2031-01-01\"\n[b.dossier.mode]\nnot-before = \"none\"\n",
       "r.toml: b.dossier.mode"},
  };
  for (const auto& each : cases) {
    const auto book = RecordRuleBook::parse(good + "\n" + each.more, "r.toml");
    ASSERT_FALSE(book) << each.more;
    EXPECT_EQ(book.error().code(), ErrorCode::kUsage);
    EXPECT_TRUE(book.error().subject().ends_with(each.subject))
        << book.error().subject() << " for " << each.more;
  }
  EXPECT_FALSE(RecordRuleBook::parse("", "r.toml"));
}

TEST(CheckFieldsTest, EveryRuleRefusesWhatItForbids) {
  EXPECT_EQ(typed({{"maintenance", "08"}}),
            Rules{"maintenance: code 01 02 03 04 05 06 07"});
  EXPECT_EQ(typed({{"issuedDate", "31/02/2020"}}), Rules{"issuedDate: date DD/MM/YYYY"});
  EXPECT_EQ(typed({{"issuedDate", "2020-02-28"}}), Rules{"issuedDate: date DD/MM/YYYY"});
  EXPECT_EQ(typed({{"codeNumber", "123456789012"}}), Rules{"codeNumber: length 11"});
  EXPECT_EQ(typed({{"numberOfPage", "12a"}}), Rules{"numberOfPage: number 4"});
  EXPECT_EQ(typed({{"numberOfPage", "-1"}}), Rules{"numberOfPage: number 4"});
  EXPECT_EQ(typed({{"subject", ""}}), Rules{"subject: required"});
  EXPECT_EQ(typed({{"docCode", "x"}}), Rules{"docCode: computed"});
  EXPECT_EQ(typed({{"colour", "x"}}), Rules{"colour: unknown-field"});
  EXPECT_EQ(typed({{"subject", "a\x01"}}), Rules{"subject: text"});
  EXPECT_EQ(typed({{"subject", "\xFF\xFE"}}), Rules{"subject: text"});
  EXPECT_EQ(typed({{"startYear", "98"}}, RecordKind::kFonds), Rules{"startYear: year"});
  EXPECT_EQ(typed({{"mode", "9"}, {"subject", ""}}).size(), 2U) << "all at once";
}

TEST(CheckFieldsTest, ValuesAreKeptInOneForm) {
  EXPECT_EQ(kept("issuedDate", "1/2/2020"), "01/02/2020");
  EXPECT_EQ(kept("issuedDate", " 29/02/2024 "), "29/02/2024");
  EXPECT_EQ(kept("numberOfPage", "0012"), "12");
  EXPECT_EQ(kept("numberOfPage", "0000"), "0");
  EXPECT_EQ(kept("subject", "Ve\xCC\x82\xCC\x80  việc\tx "), "Về việc x") << "NFC";
  EXPECT_EQ(kept("keyword", ""), "");
}

TEST(CheckFieldsTest, WhatFieldsAskOfEachOther) {
  std::vector<FieldFault> faults;
  const auto dossier = RecordKind::kDossier;
  check_together(rules(), dossier,
                 {{"startDate", "02/01/2021"}, {"endDate", "31/12/2020"}}, faults);
  EXPECT_EQ(rules_of(faults), Rules{"endDate: not-before startDate"});
  faults.clear();
  check_together(rules(), dossier,
                 {{"startDate", "02/01/2021"}, {"endDate", "02/01/2021"}}, faults);
  check_together(rules(), dossier, {{"endDate", "02/01/2021"}}, faults);
  check_together(rules(), RecordKind::kFonds,
                 {{"startYear", "1999"}, {"endYear", "2001"}}, faults);
  EXPECT_TRUE(faults.empty());
  FieldValues whole = {{"fileCode", "a"},         {"title", "b"},
                       {"maintenance", "01"},     {"mode", "01"},
                       {"language", "01"},        {"startDate", "01/01/2020"},
                       {"endDate", "01/01/2021"}, {"numberOfPaper", "3"},
                       {"riskRecovery", "0"}};
  check_complete(rules(), dossier, whole, faults);
  EXPECT_TRUE(faults.empty()) << rules_of(faults).front();
  whole["confidenceLevel"] = "02";
  whole["riskRecovery"] = "1";
  whole.erase("title");
  check_complete(rules(), dossier, whole, faults);
  EXPECT_EQ(rules_of(faults),
            (Rules{"title: required", "paperFileCode: required-if confidenceLevel 02 03",
                   "riskRecoveryStatus: required-if riskRecovery 1"}));
  faults.clear();
  whole["confidenceLevel"] = "01";
  whole["riskRecovery"] = "0";
  check_complete(rules(), dossier, whole, faults);
  EXPECT_EQ(rules_of(faults), Rules{"title: required"});
}

// Letters as people count them, however they are written.
std::string letters(std::size_t count) {
  const std::vector<std::string> kLetters = {"a", "đ", "e\xCC\x82\xCC\x81", "ợ",
                                             "o\xCC\x9B"};
  std::string out;
  for (std::size_t i = 0; i < count; ++i)
    out += kLetters[*rc::gen::inRange<std::size_t>(0, kLetters.size())];
  return out;
}

RC_GTEST_PROP(CheckFieldsProperty, LengthsAreCountedInLettersToTheLast, ()) {
  const auto kind =
      *rc::gen::element(RecordKind::kFonds, RecordKind::kDossier, RecordKind::kDocument);
  const FieldRule& rule = *rc::gen::elementOf(rules().of(kind));
  RC_PRE(rule.type == ValueType::kText && !rule.computed && rule.most <= 2000);
  const std::string fits = letters(rule.most);
  const auto kept = field_value(rule, fits);
  RC_ASSERT(kept.has_value());
  RC_ASSERT(*kept == to_nfc(fits));
  const auto longer = field_value(rule, fits + "a");
  RC_ASSERT(!longer.has_value());
  RC_ASSERT(longer.error().subject() ==
            rule.name + " (length " + std::to_string(rule.most) + ")");
}

RC_GTEST_PROP(CheckFieldsProperty, ADateIsADayOfTheCalendar, ()) {
  const int year = *rc::gen::inRange(1000, 10'000);
  const int month = *rc::gen::inRange(0, 14);
  const int day = *rc::gen::inRange(0, 33);
  const FieldRule& rule = *rules().find(RecordKind::kDocument, "issuedDate");
  const auto value = field_value(rule, std::to_string(day) + "/" + std::to_string(month) +
                                           "/" + std::to_string(year));
  RC_ASSERT(value.has_value() == is_day(year, month, day));
  if (!value) return;
  RC_ASSERT(value->size() == 10U);
  RC_ASSERT(*field_value(rule, *value) == *value);
  RC_ASSERT(field_date(*parse_field_date(*value)) == *value);
}

RC_GTEST_PROP(CheckFieldsProperty, OnlyItsCodesAreCodes, (std::string text)) {
  for (const RecordKind kind : kRecordKinds) {
    for (const FieldRule& rule : rules().of(kind)) {
      if (rule.type != ValueType::kCode) continue;
      RC_ASSERT(!rule.codes.empty());
      for (const FieldCode& each : rule.codes)
        RC_ASSERT(field_value(rule, each.code).value() == each.code);
      const auto value = field_value(rule, text);
      if (!value || value->empty()) continue;
      RC_ASSERT(std::ranges::count(rule.codes, *value, &FieldCode::code) == 1);
    }
  }
}

// Whatever is typed: it is refused, or kept in a form that is kept as it is.
RC_GTEST_PROP(CheckFieldsProperty, WhatIsKeptIsKeptAgain, (std::string text)) {
  for (const FieldRule& rule : rules().of(RecordKind::kDocument)) {
    const auto value = field_value(rule, text);
    if (value) RC_ASSERT(field_value(rule, *value).value() == *value);
  }
}

TEST(KeptFieldsTest, WhatStoodThereBeforeStaysWithWhoAndWhen) {
  Json fields = Json::object();
  EXPECT_TRUE(keep_value(fields, "title", "một", "lan", 10));
  EXPECT_FALSE(keep_value(fields, "title", "một", "mai", 20)) << "it is so already";
  EXPECT_TRUE(keep_value(fields, "title", "hai", "mai", 30));
  EXPECT_TRUE(keep_value(fields, "title", "", "lan", 40));
  EXPECT_EQ(kept_values(fields), FieldValues{});
  EXPECT_TRUE(is_kept_fields(fields));
  const Json& earlier = fields["title"]["earlier"];
  ASSERT_EQ(earlier.size(), 2U);
  EXPECT_EQ(earlier[0], Json({{"value", "một"}, {"by", "lan"}, {"at", 10}}));
  EXPECT_EQ(earlier[1]["by"], "mai");
  EXPECT_FALSE(keep_value(fields, "note", "", "lan", 50)) << "there was none";
}

TEST(KeptFieldsTest, WhatAStationMakesUpIsNone) {
  for (const char* text :
       {"[]", "3", R"({"a":"b"})", R"({"a":{"value":1,"by":"x","at":1,"earlier":[]}})",
        R"({"a":{"value":"v","by":"x","at":-1,"earlier":[]}})",
        R"({"a":{"value":"v","by":"x","at":1}})",
        R"({"a":{"value":"v","by":"x","at":1,"earlier":[3]}})"}) {
    EXPECT_FALSE(is_kept_fields(Json::parse(text))) << text;
  }
}

}  // namespace
}  // namespace tangthu::archive
