#include "indexer/snippet.h"

#include <algorithm>
#include <iterator>
#include <random>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "indexer/analysis.h"
#include "indexer/highlight.h"

namespace tangthu::indexer {
namespace {

std::string highlighted(const Snippet& snippet) {
  std::string out;
  for (const Highlight& part : snippet.highlights) {
    out += '[' + snippet.text.substr(part.begin, part.end - part.begin) + ']';
  }
  return out;
}

std::string filler(int words) {
  std::string out;
  for (int i = 0; i < words; ++i) {
    out += "chữ" + std::to_string(i) + ' ';
  }
  return out;
}

TEST(SnippetTest, ShowsTheMatchWithItsMarksOnOneLine) {
  const std::string text = filler(100) + "Luật\nBảo vệ  bí\tmật nhà nước. " + filler(100);
  const Snippet snippet = find_snippet(text, {"bi", "mat", "nha", "nuoc"}, 80);
  EXPECT_NE(snippet.text.find("Luật Bảo vệ bí mật nhà nước."), std::string::npos);
  EXPECT_EQ(highlighted(snippet), "[bí][mật][nhà][nước]");
  EXPECT_TRUE(snippet.text.starts_with("…chữ"));
  EXPECT_TRUE(snippet.text.ends_with("…"));
  EXPECT_LE(to_code_points(snippet.text).size(), 82U);
}

TEST(SnippetTest, ChoosesTheDensestGroup) {
  const std::string text = "bí " + filler(60) + "mật mật mật mật " + filler(60) +
                           "bí mật ở đây " + filler(60) + "mật";
  const Snippet snippet = find_snippet(text, {"bi", "mat"}, 60);
  EXPECT_NE(snippet.text.find("bí mật ở đây"), std::string::npos);
}

TEST(SnippetTest, ShortTextsStandWhole) {
  EXPECT_EQ(find_snippet("Quyết định số 5", {"dinh"}).text, "Quyết định số 5");
  EXPECT_EQ(find_snippet("", {"dinh"}).text, "");
  EXPECT_EQ(find_snippet(" \n ", {}).text, "");
}

TEST(SnippetTest, WithoutAMatchTheBeginningIsShown) {
  const std::string snippet = find_snippet(filler(100), {"vang"}, 30).text;
  EXPECT_TRUE(snippet.starts_with("chữ0 chữ1"));
  EXPECT_TRUE(snippet.ends_with("…"));
}

TEST(SnippetTest, CodesDatesAndPrefixesLightUpWhole) {
  const std::string text = "Số: 582/QĐ-SGDĐT ngày 05 tháng 3 năm 2020 về nghị quyết";
  EXPECT_EQ(highlighted(find_snippet(text, {"582/qd-sgddt", "2020-03-05", "ngh*"})),
            "[582/QĐ-SGDĐT][ngày 05 tháng 3 năm 2020][nghị]");
}

TEST(SnippetTest, PhrasesLightUpOnlyWhereTheyStandTogether) {
  const std::string text = "Mật của nhà, bí mật nhà nước và bí quyết";
  EXPECT_EQ(highlighted(find_snippet(text, {"bi mat nha*"})), "[bí mật nhà]");
  // Over the end of the page: its words.
  EXPECT_EQ(highlighted(find_snippet("Tuyệt bí", {"bi mat"})), "[bí]");
}

TEST(SnippetTest, HighlightsAreCountedInCharactersToo) {
  const Snippet snippet = find_snippet("“Bí mật” của nhà nước", {"mat", "nuoc"});
  EXPECT_EQ(in_characters(snippet), (std::vector<Highlight>{{4, 7}, {17, 21}}));
  EXPECT_EQ(emphasised(snippet, "<b>", "</b>"), "“Bí <b>mật</b>” của nhà <b>nước</b>");
  EXPECT_EQ(emphasised(find_snippet("nhà", {}), "<", ">"), "nhà");
}

TEST(SnippetTest, HighlightsOfAPagePointIntoItsComposedText) {
  const std::string text = "Quye\xCC\x82\xCC\x81t định 5/QĐ quyết";
  const auto found = find_highlights(text, {"5/qd", "quyet dinh", "quy*"});
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0], (LitWords{0, 10, 0, 2, 1}));
  EXPECT_EQ(found[1], (LitWords{0, 5, 0, 1, 2}));
  EXPECT_EQ(found[2], (LitWords{11, 15, 2, 1, 0}));
  EXPECT_EQ(found[3], (LitWords{16, 21, 4, 1, 2}));
}

// Where one thing wanted stands, by a plain look at every token: begin and end.
std::multiset<std::pair<std::size_t, std::size_t>> plainly(const std::string& text,
                                                           const std::string& wanted) {
  const auto matches = [](const Token& token, const std::string& word) {
    if (!word.ends_with('*')) return token.folded == word;
    return token.folded.starts_with(word.substr(0, word.size() - 1));
  };
  std::istringstream in(wanted);
  const std::vector<std::string> words{std::istream_iterator<std::string>(in), {}};
  const std::vector<Token> tokens = analyse(text);
  std::vector<Token> of_words;
  std::multiset<std::pair<std::size_t, std::size_t>> out;
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::kWord) of_words.push_back(token);
    if (words.size() == 1 && matches(token, words[0]))
      out.insert({token.begin, token.end});
  }
  for (std::size_t i = 0; words.size() > 1 && i + words.size() <= of_words.size(); ++i) {
    bool all = true;
    for (std::size_t w = 0; w < words.size(); ++w)
      all = all && matches(of_words[i + w], words[w]);
    if (all) out.insert({of_words[i].begin, of_words[i + words.size() - 1].end});
  }
  return out;
}

TEST(SnippetTest, HighlightsAreWhatAPlainLookAtEveryTokenFinds) {
  const std::vector<std::string> pieces{"Bí",       "bi",   "mật",
                                        "mat",      "matt", "5/QĐ",
                                        "5",        "/QĐ",  "ngày 5 tháng 3 năm 2020",
                                        "5.3.2020", " ",    " ",
                                        " ",        "-",    "\n"};
  const std::vector<std::string> wanted{
      "bi",         "mat", "ma*",    "bi mat",   "mat mat", "bi ma*", "5/qd",
      "2020-03-05", "5*",  "b* mat", "bi bi bi", "202*",    "qd"};
  std::mt19937 random(11);
  std::size_t all = 0;
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (auto i = random() % 40; i > 0; --i)
      text += pieces[random() % pieces.size()];
    const auto found = SearchableText(text).find(wanted);
    EXPECT_TRUE(std::is_sorted(
        found.begin(), found.end(),
        [](const auto& a, const auto& b) { return a.position < b.position; }));
    std::vector<std::multiset<std::pair<std::size_t, std::size_t>>> places(wanted.size());
    for (const LitWords& lit : found)
      places[lit.wanted].insert({lit.begin, lit.end});
    for (std::size_t i = 0; i < wanted.size(); ++i)
      EXPECT_EQ(places[i], plainly(text, wanted[i])) << wanted[i] << " in " << text;
    all += found.size();
  }
  EXPECT_GT(all, 1000U);
}

TEST(SnippetTest, ControlCharactersNeverGetOut) {
  const std::string snippet =
      find_snippet("a\x1B[31mmật\x07\xE2\x80\xAE thư\x7F\xC2\x9B", {"mat"}).text;
  EXPECT_EQ(snippet, "a [31mmật thư");
}

TEST(SnippetTest, AWordLongerThanTheWidthIsCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text += "ế";
  }
  const std::string snippet = find_snippet(text, {}, 20).text;
  EXPECT_EQ(to_nfc(snippet), snippet);
  EXPECT_EQ(to_code_points(snippet).size(), 21U);
}

TEST(SnippetTest, AnyTextAndWidthGiveOneCleanLine) {
  const char32_t letters[] = U"abiíậtđ \n\t-/05\u0301\u0323…\uFFFD";
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::u32string points;
    const std::size_t size = random() % 120;
    for (std::size_t i = 0; i < size; ++i) {
      points += letters[random() % 19];
    }
    const std::size_t width = random() % 40;
    const Snippet snippet = find_snippet(to_utf8(points), {"a", "bi", "t", "05"}, width);
    EXPECT_EQ(snippet.text.find_first_of("\n\t"), std::string::npos);
    EXPECT_EQ(to_utf8(to_code_points(snippet.text)), snippet.text);
    std::size_t before = 0;
    for (const Highlight& part : snippet.highlights) {
      EXPECT_LE(before, part.begin);
      EXPECT_LT(part.begin, part.end);
      before = part.end;
    }
    EXPECT_LE(before, snippet.text.size());
  }
}

}  // namespace
}  // namespace tangthu::indexer
