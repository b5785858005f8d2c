#include "indexer/word_code.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "indexer/evaluate.h"
#include "indexer/waiting_packets.h"

namespace tangthu::indexer {
namespace {

Answer answer_of(std::vector<std::string> texts, std::string_view typed) {
  WaitingPackets packets;
  for (std::string& text : texts) {
    const Bytes packet = write_packet({{std::move(text)}, {}});
    EXPECT_TRUE(packets.add(DocumentId::random(), packet).has_value());
  }
  EXPECT_TRUE(packets.sort().has_value());
  const auto views = packets.views(std::make_shared<BlockCache>());
  const auto query = parse_query(typed);
  EXPECT_TRUE(views.has_value() && query.has_value());
  Demand demand;
  demand.count = true;
  auto answer = evaluate(*query, *views, demand);
  EXPECT_TRUE(answer.has_value());
  return std::move(*answer);
}

TEST(WordCodeTest, WordsOfTheFormHaveCodesOfTheirOwn) {
  EXPECT_TRUE(std::is_sorted(kFormWords.begin(), kFormWords.end()));
  std::set<std::uint8_t> own;
  for (const std::string_view word : kFormWords)
    own.insert(word_code(word));
  EXPECT_EQ(own.size(), kFormWords.size());
  EXPECT_EQ(own.count(kNoWordCode), 0U);
  for (int i = 0; i < 10'000; ++i) {
    const std::string other = "x" + std::to_string(i);
    EXPECT_EQ(own.count(word_code(other)), 0U) << other;
    EXPECT_NE(word_code(other), kNoWordCode) << other;
  }
}

// Frozen: segments that were written have them.
TEST(WordCodeTest, CodesStayWhatTheyAre) {
  EXPECT_EQ(word_code("ban"), 1);
  EXPECT_EQ(word_code("xa"), kFormWords.size());
  EXPECT_EQ(word_code("kho"), 211);
  EXPECT_EQ(word_code("582"), 254);
}

TEST(WordCodeTest, AWordWithTheSameCodeIsNoMatch) {
  std::string other;
  for (int i = 0; other.empty(); ++i) {
    const std::string word = "x" + std::to_string(i);
    if (word_code(word) == word_code("kho")) other = word;
  }
  const Answer answer = answer_of({"vào kho", "vào " + other}, "\"vào kho\"");
  EXPECT_EQ(answer.total, 1U);
  const Answer both = answer_of({"vào kho " + other}, "vào " + other);
  ASSERT_EQ(both.hits.size(), 1U);
  EXPECT_EQ(both.hits[0].rank % 2, 0) << "they don't stand together";
}

// Nearly each document has a field that ends with "Giám đốc": whether "việt" follows was
// looked up in the positions of all of them.
TEST(WordCodeTest, WhereATextOrAFieldEndsNothingFollows) {
  WaitingPackets packets;
  const Bytes packet =
      write_packet({{"độc lập", "ký giám đốc"}, {{"title", "Giám đốc"}}});
  ASSERT_TRUE(packets.add(DocumentId::random(), packet).has_value());
  ASSERT_TRUE(packets.sort().has_value());
  const auto views = packets.views(std::make_shared<BlockCache>());
  ASSERT_TRUE(views.has_value());
  const Segment& segment = views->front().segment;
  const auto group = segment.find("", "doc");
  ASSERT_TRUE(group.has_value() && group->has_value());
  std::multiset<std::uint8_t> codes;
  for (const TermVariant& variant : (*group)->variants) {
    auto list = segment.list(variant);
    ASSERT_TRUE(list.has_value());
    std::vector<std::uint8_t> behind;
    ASSERT_TRUE(list->next_words(0, behind).has_value());
    codes.insert(behind.begin(), behind.end());
  }
  EXPECT_EQ(codes, (std::multiset<std::uint8_t>{word_code("lap"), kNothingFollows,
                                                kNothingFollows}));
}

TEST(WordCodeTest, TheEndIsTheCodeOfNoWord) {
  std::string word;
  for (int i = 0; word_code(word) != kNothingFollows; ++i)
    word = "x" + std::to_string(i);
  WordCodes wanted;
  wanted.add(word);
  EXPECT_FALSE(wanted.has(kNothingFollows));
  wanted.find_in(std::vector<std::uint8_t>{kNothingFollows, kNothingFollows},
                 [](std::size_t /*i*/) { ADD_FAILURE(); });
  wanted.add("2020/2021");
  EXPECT_FALSE(wanted.has(kNothingFollows));
  const Answer answer = answer_of({"vào " + word, word + " vào"}, "\"vào " + word + '"');
  EXPECT_EQ(answer.total, 1U);
}

// A count in one byte ends at 255; a document may have more.
TEST(WordCodeTest, ManyMatchesAreCountedToTheLast) {
  std::vector<std::string> texts(2);
  for (int i = 0; i < 300; ++i)
    texts[0] += "bí mật ";
  for (int i = 0; i < 299; ++i)
    texts[1] += "bí mật ";
  texts[1] += "mật bí";
  for (const char* typed : {"\"bí mật\"", "bí mật", "mật"}) {
    const Answer answer = answer_of(texts, typed);
    ASSERT_EQ(answer.hits.size(), 2U) << typed;
    if (typed == std::string_view("mật")) {
      EXPECT_EQ(answer.hits[0].score, answer.hits[1].score);
    } else {
      EXPECT_GT(answer.hits[0].score, answer.hits[1].score) << typed;
    }
  }
}

}  // namespace
}  // namespace tangthu::indexer
