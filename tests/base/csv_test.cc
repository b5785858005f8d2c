// Tables as offices write them.
#include "base/csv.h"

#include <gtest/gtest.h>

namespace tangthu {
namespace {

using Cells = std::vector<std::vector<std::string>>;

Cells cells(std::string_view text) {
  const auto rows = read_csv(text);
  EXPECT_TRUE(rows) << text;
  Cells out;
  for (const CsvRow& row : rows.value_or(std::vector<CsvRow>()))
    out.push_back(row.cells);
  return out;
}

TEST(CsvTest, IsReadHoweverItIsWritten) {
  const Cells wanted = {{"id", "subject"}, {"1", "Về việc"}};
  EXPECT_EQ(cells("id,subject\n1,Về việc\n"), wanted);
  EXPECT_EQ(cells("\xEF\xBB\xBFid;subject\r\n1;Về việc"), wanted);
  EXPECT_EQ(cells("id\tsubject\n\n1\tVề việc\n\n"), wanted);
  EXPECT_EQ(cells("\"id\",\"subject\"\r\n\"1\",\"Về việc\"\r\n"), wanted);
  EXPECT_EQ(cells("a,b\n\"x, \"\"y\"\"\nz\",\n"),
            (Cells{{"a", "b"}, {"x, \"y\"\nz", ""}}));
  EXPECT_EQ(cells(""), Cells{});
}

TEST(CsvTest, LinesAreThoseOfTheFile) {
  const auto rows = read_csv("a\n\n\"x\ny\"\nz\n");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ((*rows)[1].line, 3);
  EXPECT_EQ((*rows)[2].line, 5);
}

TEST(CsvTest, DamageIsNamedByItsLine) {
  for (const auto& [text, subject] :
       {std::pair("a\n\"x", "line 2"), std::pair("a\nx\"y", "line 2"),
        std::pair("a\n\"x\"y", "line 2")}) {
    const auto rows = read_csv(text);
    ASSERT_FALSE(rows) << text;
    EXPECT_EQ(rows.error().code(), ErrorCode::kBadInput);
    EXPECT_EQ(rows.error().subject(), subject);
  }
}

TEST(CsvTest, LimitsAreStated) {
  std::string many;
  for (std::size_t i = 0; i <= kMaxCsvRows; ++i)
    many += "x\n";
  EXPECT_FALSE(read_csv(many));
  EXPECT_TRUE(read_csv(many.substr(2)));
  EXPECT_FALSE(read_csv(std::string(kMaxCsvCells, ',')));
  EXPECT_TRUE(read_csv(std::string(kMaxCsvCells - 1, ',')));
  EXPECT_FALSE(read_csv(std::string(kMaxCsvBytes + 1, 'x')));
}

}  // namespace
}  // namespace tangthu
