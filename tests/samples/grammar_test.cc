#include "samples/grammar.h"

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "samples/letter_case.h"
#include "samples/texts.h"

namespace tangthu::samples {
namespace {

class Small {
 public:
  explicit Small(std::string_view text) : grammar(Grammar::parse({text})) {}
  Grammar grammar;
  Random random{7};
  Phrases phrases{grammar, random};
};

TEST(GrammarTest, ATopicsRuleGoesBeforeTheCommonOne) {
  Small small("@common\n[word]\nchung\n@topic dat\n[word]\nriêng\n");
  EXPECT_EQ(small.phrases.say("word"), "chung");
  small.phrases.set_topic("dat");
  EXPECT_EQ(small.phrases.say("word"), "riêng");
}

TEST(GrammarTest, NothingIsSaidTwiceWhileSomethingIsLeft) {
  Small small("[word]\nmột\nhai\nba\n");
  const auto some = small.phrases.say_some("word", 5);
  EXPECT_EQ(some.size(), 3U);
}

TEST(GrammarTest, NumbersAreWrittenAsVietnameseOfficesDo) {
  Small small("[word]\nx\n");
  EXPECT_EQ(small.phrases.expand("{05-05}"), "05");
  EXPECT_EQ(small.phrases.expand("{7-7}"), "7");
  EXPECT_EQ(small.phrases.expand("{#1250000-1250000}"), "1.250.000");
  const std::string percent = small.phrases.expand("{%60-60}");
  EXPECT_EQ(percent.substr(0, 3), "60,");
}

TEST(GrammarTest, DatesLieBeforeAndAfterTheDocument) {
  Small small("[word]\nx\n");
  small.phrases.set_date({2020, 3, 5});
  const std::string before = small.phrases.expand("{date-}");
  EXPECT_TRUE(before.ends_with("/2020") || before.ends_with("/2019")) << before;
  EXPECT_TRUE(small.phrases.expand("{date+}").ends_with("/2020"));
}

TEST(GrammarTest, ACircleIsAnErrorAndNotAHang) {
  Small small("[word]\n{word}\n");
  EXPECT_THROW(small.phrases.say("word"), std::logic_error);
}

TEST(GrammarTest, LettersWithTwoMarksHaveCapitals) {
  EXPECT_EQ(to_upper("ứng phó, Đắk Lắk, ỷ lại"), "ỨNG PHÓ, ĐẮK LẮK, Ỷ LẠI");
  EXPECT_EQ(capitalised("ủy ban"), "Ủy ban");
  EXPECT_EQ(uncapitalised("Ủy ban"), "ủy ban");
}

// Every topic has what the composer asks for, and every alternative expands to NFC text
// without a slot left over.
TEST(GrammarTest, EveryTopicSaysEverythingItIsAskedFor) {
  const Grammar grammar = Grammar::parse(built_in_texts());
  ASSERT_GE(grammar.topics().size(), 15U);
  for (const std::string& topic : grammar.topics()) {
    Random random(11);
    Phrases phrases(grammar, random);
    phrases.set_topic(topic);
    phrases.set_date({2021, 6, 1});
    for (const char* name : {"tinh", "huyen", "xa", "T", "H", "X", "me", "head", "type",
                             "year", "last-year", "next-year", "month"}) {
      phrases.set(name, "x");
    }
    phrases.set("subject", phrases.say("subject"));
    for (const char* rule : {"law", "task", "result", "problem", "table"}) {
      const auto* alternatives = grammar.find(topic, rule);
      ASSERT_NE(alternatives, nullptr) << topic << " " << rule;
      for (std::size_t i = 0; i < alternatives->size(); ++i) {
        const std::string said = phrases.expand((*alternatives)[i]);
        EXPECT_EQ(said.find_first_of("{}"), std::string::npos) << said;
        EXPECT_EQ(said, to_nfc(said));
      }
    }
  }
}

}  // namespace
}  // namespace tangthu::samples
