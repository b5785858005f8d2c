// The short way through a text gives what the long way does.
#include <algorithm>
#include <map>
#include <random>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/unicode.h"
#include "indexer/analysis.h"
#include "indexer/letters.h"
#include "indexer/packet.h"
#include "indexer/packet_format.h"
#include "indexer/varint.h"
#include "tests/indexer/plain_analysis.h"

namespace tangthu::indexer {
namespace {

std::string shown(const std::vector<Token>& tokens) {
  std::string out;
  for (const Token& token : tokens) {
    out += token.marked + '|' + token.folded + '|' + std::to_string(token.position) +
           '|' + std::to_string(static_cast<int>(token.kind)) + '|' +
           std::to_string(token.begin) + '-' + std::to_string(token.end) + '\n';
  }
  return out;
}

// What texts are made of, and what could go wrong in them.
const char* const kPieces[] = {
    "quyết",    "ĐỊNH",   "hòa",    "tíêng",  "ủy",     "qúy",    "nghiễng",  "của",
    "tỏan",     "582",    "05",     "3",      "2020",   "1",      "12",       "ngày",
    "tháng",    "năm",    " ",      " ",      " ",      "\n",     "/",        "-",
    ".",        "–",      "‑",      ",",      "“",      "…",      "\t",       "=",
    "\u0338",   "\u0301", "\u0323", "\u031B", "a",      "o",      "Ư",        "đ",
    "ß",        "İ",      "K",      "Ω",      "½",      "\u2000", "\u00AD",   "①",
    "中",       "가",     "\u1161", "١٢",     "ﬁ",      "\xFF",   "\xE1\xBA", "\xC3",
    "\xE2\x80", "Ǆ",      "ŉ",      "\u0345", "\u200B", "ñ",      "₫"};

std::string random_text(std::mt19937& random, std::size_t most) {
  std::string out;
  for (std::size_t n = random() % most; n > 0; --n) {
    out += kPieces[random() % std::size(kPieces)];
    if (random() % 3 == 0) out += ' ';
  }
  return out;
}

TEST(SameAnalysisTest, RandomTextsGiveTheSameTokens) {
  std::mt19937 random(31);
  for (int round = 0; round < 30'000; ++round) {
    const std::string text = random_text(random, 24);
    const std::size_t most = random() % 5 == 0 ? random() % 8 : kMaxTokens;
    ASSERT_EQ(shown(analyse(text, most)), shown(plain::analyse(text, most))) << text;
  }
}

TEST(SameAnalysisTest, AnyBytesGiveTheSameTokens) {
  rc::check("any bytes", [](const std::string& text) {
    RC_ASSERT(shown(analyse(text)) == shown(plain::analyse(text)));
  });
  rc::check("any characters", [](const std::vector<char32_t>& any) {
    std::u32string points(any.begin(), any.end());
    for (char32_t& c : points)
      c %= 0x3000;
    const std::string text = to_utf8(points);
    RC_ASSERT(shown(analyse(text)) == shown(plain::analyse(text)));
  });
}

TEST(SameAnalysisTest, EveryCharacterOfTheTableIsTreatedAlike) {
  std::size_t in_the_table = 0;
  for (char32_t c = 0; c < 0x2100; ++c) {
    const std::string one = to_utf8(std::u32string_view(&c, 1));
    if (Letters::table().find(one, 0).letter->kind != Letter::Kind::kOther)
      ++in_the_table;
    for (const std::string& text :
         {one, "a" + one + "b", one + "\u0301", "1" + one + "2" + one + "2020"}) {
      ASSERT_EQ(shown(analyse(text)), shown(plain::analyse(text))) << std::hex << +c;
    }
  }
  EXPECT_GT(in_the_table, 700U);
}

TEST(SameAnalysisTest, LongWordsAreCutAlike) {
  for (const char* letter : {"a", "ế", "đ", "\u1E97", "Ờ"}) {
    for (std::size_t size = 20; size < 140; ++size) {
      std::string text = "trước ";
      for (std::size_t i = 0; i < size; ++i)
        text += letter;
      text += "-sau sau";
      ASSERT_EQ(shown(analyse(text)), shown(plain::analyse(text))) << size;
    }
  }
}

// The packet as its grammar says, from maps.
Bytes plain_packet(const PacketSource& source) {
  std::map<std::pair<std::string, std::string>, std::vector<std::uint32_t>> terms;
  std::uint32_t position = 0;
  const auto add = [&](std::string_view text) {
    std::uint32_t words = 0;
    for (const Token& token : plain::analyse(text)) {
      if (token.kind == TokenKind::kWord) ++words;
      terms[{token.folded, token.marked}].push_back(position + token.position);
    }
    position += words;
    return words;
  };
  Bytes body;
  put_varint(body, static_cast<std::uint32_t>(source.page_texts.size()));
  for (const std::string& page : source.page_texts)
    put_varint(body, add(page));
  put_varint(body, static_cast<std::uint32_t>(source.fields.size()));
  for (const auto& [name, value] : source.fields) {
    ++position;
    put_text(body, name);
    put_text(body, to_nfc(value));
    put_varint(body, add(value));
  }
  put_varint(body, static_cast<std::uint32_t>(terms.size()));
  for (const auto& [term, positions] : terms) {
    put_text(body, term.first);
    put_text(body, term.second == term.first ? "" : term.second);
    Bytes deltas;
    std::uint32_t before = 0;
    for (const std::uint32_t at : positions)
      put_varint(deltas, at - std::exchange(before, at));
    put_varint(body, static_cast<std::uint32_t>(positions.size()));
    put_varint(body, static_cast<std::uint32_t>(deltas.size()));
    body.insert(body.end(), deltas.begin(), deltas.end());
  }
  ByteWriter out;
  out.raw(as_bytes(kPacketMagic));
  out.sized(ByteView(body));
  Bytes bytes = out.take();
  bytes.resize(padded_size(bytes.size()), 0);
  return bytes;
}

TEST(SameAnalysisTest, PacketsAreThoseThatTheGrammarGives) {
  std::mt19937 random(32);
  for (int round = 0; round < 2000; ++round) {
    PacketSource source;
    for (std::size_t n = random() % 4; n > 0; --n)
      source.page_texts.push_back(random_text(random, round % 100 == 0 ? 2000 : 40));
    for (const char* field : {"agency", "number", "subject"}) {
      if (random() % 2 == 0) source.fields[field] = random_text(random, 12);
    }
    ASSERT_EQ(write_packet(source), plain_packet(source));
  }
}

TEST(SameAnalysisTest, ThousandsOfDifferentWordsAreToldApart) {
  std::mt19937 random(33);
  std::string text;
  for (int i = 0; i < 20'000; ++i)
    text += std::to_string(random() % 100'000) + (i % 2 == 0 ? "ậ " : " ");
  EXPECT_EQ(shown(analyse(text)), shown(plain::analyse(text)));
  const PacketSource source{{text}, {}};
  EXPECT_EQ(write_packet(source), plain_packet(source));
}

}  // namespace
}  // namespace tangthu::indexer
