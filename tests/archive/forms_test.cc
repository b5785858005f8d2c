#include "archive/paper/forms.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "archive/rules_file.h"

namespace tangthu::archive {
namespace {

Date day(std::string_view iso) {
  return parse_date(iso).value();
}

std::string replaced(const std::string& what, const std::string& by) {
  std::string text(built_in_rules("registers"));
  const std::size_t at = text.find(what);
  if (at == std::string::npos) std::abort();
  return text.replace(at, what.size(), by);
}

TEST(FormsTest, TheBuiltInOnesAreThoseOfTheRepository) {
  std::ifstream file(TANGTHU_SOURCE_DIR "/rules/registers.toml");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), built_in_rules("registers"));
}

TEST(FormsTest, ColumnsComeInTheOrderOfTheFile) {
  const FormBook book = FormBook::parse(built_in_rules("registers"), "f").value();
  const PaperForm& form = book.of(FormKind::kDi, day("2026-12-31"));
  ASSERT_EQ(form.columns.size(), 10U);
  EXPECT_EQ(form.columns.front().code, "ordinal");
  EXPECT_EQ(form.columns.back().code, "note");
  EXPECT_EQ(form.columns[3].column.heading, "Tên loại và trích yếu nội dung văn bản");
  EXPECT_EQ(form.columns[3].column.width, 62);
  EXPECT_EQ(form.columns[0].column.align, CellAlign::kCentre);
  EXPECT_EQ(form.signers.size(), 2U);
}

TEST(FormsTest, AFormIsInForceFromItsDayAndTheFirstBeforeIt) {
  const std::string newer = R"(
[so-di-2027]
form = "di"
from = "2027-07-01"
law = "x"
source = "a test"
title = "SỔ MỚI"
shape = "portrait"
closing = ""
signers = "A | B | C"
column-ordinal = "10 right Số"
)";
  const FormBook book =
      FormBook::parse(std::string(built_in_rules("registers")) + newer, "f").value();
  EXPECT_EQ(book.of(FormKind::kDi, day("1999-01-01")).name, "so-di");
  EXPECT_EQ(book.of(FormKind::kDi, day("2027-06-30")).name, "so-di");
  EXPECT_EQ(book.of(FormKind::kDi, day("2027-07-01")).name, "so-di-2027");
  EXPECT_EQ(book.of(FormKind::kDi, day("2027-07-01")).title_secret, "SỔ MỚI");
  EXPECT_EQ(book.of(FormKind::kDen, day("2027-07-01")).name, "so-den");
}

TEST(FormsTest, TheCertificateCounts) {
  const FormBook book = FormBook::parse(built_in_rules("registers"), "f").value();
  const PaperClosing closing =
      book.of(FormKind::kDi, day("2026-12-31")).closing_of(12, "3", "14", "Huế");
  ASSERT_EQ(closing.words.size(), 1U);
  EXPECT_EQ(closing.words[0], "Sổ này có {trang} trang, 12 số, từ số 3 đến số 14.");
  EXPECT_EQ(closing.signatures[0].title, "NGƯỜI LẬP SỔ");
}

TEST(FormsTest, WhatIsNoFormIsRefusedWithItsPlace) {
  const struct {
    std::string text;
    std::string subject;
    const char* error;
  } cases[] = {
      {"", "f: di", "a form is missing"},
      {replaced("form = \"di\"", "form = \"xx\""), "so-di.form",
       "a form has no such key, or no such value for it"},
      {replaced("2020-03-05", "2020-02-30"), "so-di.from",
       "a form has no such key, or no such value for it"},
      {replaced("\"landscape\"", "\"round\""), "so-di.shape",
       "a form has no such key, or no such value for it"},
      {replaced("title-secret = ", "titel = "), "so-di.titel",
       "a form has no such key, or no such value for it"},
      {replaced("\"NGƯỜI LẬP SỔ | ", "\"A | B | C | "), "so-di.signers",
       "a form has no such key, or no such value for it"},
      {replaced("11 centre Số thứ tự", "0 centre Số thứ tự"), "so-di.column-ordinal",
       "this is no column"},
      {replaced("11 centre Số thứ tự", "11 middle Số thứ tự"), "so-di.column-ordinal",
       "this is no column"},
      {replaced("column-signer", "column-singer"), "f: so-di.column-singer",
       "a form of this kind has no such column"},
      {replaced("source = ", "# "), "f: so-di.source", "a form lacks a key"},
      {replaced("due = \"12-20\"", ""), "f: report-secrecy.due", "a form lacks a key"},
      {replaced("\"12-20\"", "\"02-29\""), "report-secrecy.due",
       "a form has no such key, or no such value for it"},
      {replaced("[so-den]", "[so-den]\ndue = \"12-20\""), "f: so-den",
       "only the report of secrecy has a period"},
      {replaced("place = \"\"", "place = 3"), "body.place",
       "a body has parent, agency and place, each a text"},
      {replaced("form = \"den\"", "form = \"di\""), "f: so-den.column-received-on",
       "a form of this kind has no such column"},
  };
  for (const auto& each : cases) {
    const auto book = FormBook::parse(each.text, "f");
    ASSERT_FALSE(book.has_value()) << each.subject;
    EXPECT_STREQ(book.error().text(), each.error) << each.subject;
    EXPECT_TRUE(book.error().subject().ends_with(each.subject))
        << book.error().subject() << " / " << each.subject;
  }
}

}  // namespace
}  // namespace tangthu::archive
