#include "samples/page_maker.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "samples/random.h"

namespace tangthu::samples {
namespace {

constexpr int kTestDpi = 75;

DocumentSpec small_spec(std::uint64_t seed, const std::string& type = {}) {
  DocumentSpec spec;
  spec.seed = seed;
  spec.type = type;
  spec.dpi = kTestDpi;
  return spec;
}

MadeDocument made(const DocumentSpec& spec) {
  auto document = make_document(spec);
  EXPECT_TRUE(document.has_value());
  return std::move(document).value();
}

std::string joined(const Truth& truth, const std::string& role) {
  std::string all;
  for (const TruthPage& page : truth.pages) {
    for (const TruthLine& line : page.lines) {
      if (line.role == role) all += (all.empty() ? "" : " ") + line.text;
    }
  }
  return all;
}

bool overlap(const Box& a, const Box& b) {
  const int width = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const int height = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  // Accents of one line may reach into the descenders of the line above.
  return width > 2 && height > std::min(a.height, b.height) / 3;
}

TEST(PageMakerTest, TheSameSpecMakesTheSamePixelsAndTruth) {
  for (const Grade grade : {Grade::kClean, Grade::kScan, Grade::kHard}) {
    DocumentSpec spec = small_spec(42);
    spec.grade = grade;
    const MadeDocument one = made(spec);
    const MadeDocument two = made(spec);
    ASSERT_EQ(one.pages.size(), two.pages.size());
    for (std::size_t i = 0; i < one.pages.size(); ++i) {
      EXPECT_TRUE(std::ranges::equal(one.pages[i].pixels(), two.pages[i].pixels()));
    }
    EXPECT_EQ(to_json(one.truth, "x"), to_json(two.truth, "x"));
  }
}

TEST(PageMakerTest, AnotherSeedMakesAnotherDocument) {
  EXPECT_NE(plain_text(made(small_spec(1, "QĐ")).truth),
            plain_text(made(small_spec(2, "QĐ")).truth));
}

TEST(PageMakerTest, ThereAre29Types) {
  EXPECT_EQ(document_types().size(), 29U);
}

class EveryType : public testing::TestWithParam<DocumentType> {};

TEST_P(EveryType, HasFieldsThatStandInItsText) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Truth truth = made(small_spec(seed, GetParam().code)).truth;
    EXPECT_EQ(truth.type, GetParam().name);
    const auto& fields = truth.fields;
    const std::string number = joined(truth, "number");
    EXPECT_NE(number.find(fields.at("number")), std::string::npos) << number;
    EXPECT_TRUE(number.ends_with(fields.at("symbol"))) << number;
    EXPECT_EQ(joined(truth, "agency"), fields.at("agency"));
    if (fields.contains("parent_agency")) {
      EXPECT_EQ(joined(truth, "parent_agency"), fields.at("parent_agency"));
    }
    const std::string date = joined(truth, "place_date");
    EXPECT_TRUE(date.starts_with(fields.at("place") + ", ngày ")) << date;
    EXPECT_TRUE(date.ends_with("năm " + fields.at("date").substr(0, 4))) << date;
    const std::string signature = joined(truth, "signature");
    EXPECT_TRUE(signature.ends_with(fields.at("signer"))) << signature;
    EXPECT_NE(signature.find(fields.at("signer_title")), std::string::npos);
    if (fields.contains("subject") && !joined(truth, "subject").empty()) {
      EXPECT_EQ(joined(truth, "subject"), fields.at("subject"));
    }
  }
}

TEST_P(EveryType, HasTextInNfcOnEveryPage) {
  const Truth truth = made(small_spec(5, GetParam().code)).truth;
  ASSERT_FALSE(truth.pages.empty());
  for (const TruthPage& page : truth.pages) {
    EXPECT_GE(page.lines.size(), 3U);
    EXPECT_EQ(page_text(page), to_nfc(page_text(page)));
  }
}

TEST_P(EveryType, KeepsItsLinesOnThePageAndApart) {
  for (std::uint64_t seed = 10; seed <= 13; ++seed) {
    const Truth truth = made(small_spec(seed, GetParam().code)).truth;
    for (const TruthPage& page : truth.pages) {
      for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const Box& box = page.lines[i].box;
        EXPECT_TRUE(box.x > 0 && box.y > 0 && box.right() < page.width &&
                    box.bottom() < page.height)
            << page.lines[i].text;
        for (std::size_t j = i + 1; j < page.lines.size(); ++j) {
          EXPECT_FALSE(overlap(box, page.lines[j].box))
              << page.lines[i].text << " | " << page.lines[j].text << " seed " << seed;
        }
      }
    }
  }
}

TEST_P(EveryType, FitsOnOnePageWhenAsked) {
  for (std::uint64_t seed = 20; seed <= 22; ++seed) {
    DocumentSpec spec = small_spec(seed, GetParam().code);
    spec.length = Length::kSinglePage;
    EXPECT_EQ(made(spec).pages.size(), 1U);
  }
}

std::string type_test_name(const testing::TestParamInfo<DocumentType>& info) {
  std::string name = fold(info.param.name);
  std::erase_if(name, [](char c) { return c == ' '; });
  return name;
}
INSTANTIATE_TEST_SUITE_P(PageMakerTest, EveryType, testing::ValuesIn(document_types()),
                         type_test_name);

TEST(PageMakerTest, FirstPagesAreInAClerksOrder) {
  const std::map<std::string, int> order = {
      {"parent_agency", 0}, {"agency", 1},     {"number", 2},     {"side_subject", 3},
      {"motto", 4},         {"place_date", 5}, {"type", 6},       {"subject", 7},
      {"body", 8},          {"table", 8},      {"recipients", 9}, {"signature", 10},
      {"page_number", 11},  {"footer", 12}};
  for (std::uint64_t seed = 30; seed < 50; ++seed) {
    const Truth truth = made(small_spec(seed)).truth;
    int last = 0;
    for (const TruthLine& line : truth.pages.front().lines) {
      ASSERT_TRUE(order.contains(line.role)) << line.role;
      EXPECT_GE(order.at(line.role), last) << line.text;
      last = order.at(line.role);
    }
  }
}

TEST(PageMakerTest, TablesAreReadCellByCell) {
  int tables = 0;
  for (std::uint64_t seed = 60; seed < 80; ++seed) {
    const Truth truth = made(small_spec(seed, "KH")).truth;
    int expected = 0;
    for (const TruthPage& page : truth.pages) {
      int first_column = 0;
      for (const TruthLine& line : page.lines) {
        if (line.role != "table") continue;
        if (line.text == "STT") {
          ++tables;
          expected = 1;
          first_column = line.box.right();
        } else if (first_column > 0 && line.box.right() <= first_column + 4) {
          EXPECT_EQ(line.text, std::to_string(expected));
          ++expected;
        }
      }
    }
  }
  EXPECT_GT(tables, 0);
}

TEST(PageMakerTest, LaterPagesBearTheirNumber) {
  int later = 0;
  for (std::uint64_t seed = 90; seed < 110; ++seed) {
    const Truth truth = made(small_spec(seed, "CTr")).truth;
    for (const TruthPage& page : truth.pages) {
      const auto found = std::ranges::find(page.lines, "page_number", &TruthLine::role);
      EXPECT_EQ(found != page.lines.end(), page.number > 1);
      if (found == page.lines.end()) continue;
      EXPECT_EQ(found->text, std::to_string(page.number));
      ++later;
    }
  }
  EXPECT_GT(later, 0);
}

// How many pixels of a box are red ink.
int red_pixels(const Page& page, const Box& box) {
  int red = 0;
  for (int y = box.y; y < box.bottom(); ++y) {
    const std::uint8_t* row = page.row(y);
    for (int x = box.x; x < box.right(); ++x) {
      const std::uint8_t* rgb = row + static_cast<std::ptrdiff_t>(x) * 3;
      if (rgb[0] > rgb[1] + 40 && rgb[0] > rgb[2] + 40) ++red;
    }
  }
  return red;
}

TEST(PageMakerTest, ASecretBearsItsRedStamp) {
  const std::map<Level, std::string> words = {
      {Level::kMat, "MẬT"}, {Level::kToiMat, "TỐI MẬT"}, {Level::kTuyetMat, "TUYỆT MẬT"}};
  for (const auto& [level, text] : words) {
    DocumentSpec spec = small_spec(120, "BC");
    spec.level = level;
    spec.dpi = 150;
    const MadeDocument document = made(spec);
    const auto& stamps = document.truth.stamps;
    const auto found = std::ranges::find(stamps, "secrecy", &TruthStamp::kind);
    ASSERT_NE(found, stamps.end());
    EXPECT_EQ(found->text, text);
    EXPECT_EQ(document.truth.fields.at("secrecy"), text);
    ASSERT_EQ(document.pages[0].format(), PixelFormat::kRgb);
    EXPECT_GT(red_pixels(document.pages[0], found->box), 100);
    for (const TruthLine& line : document.truth.pages[0].lines) {
      EXPECT_FALSE(overlap(line.box, found->box)) << line.text;
    }
  }
}

TEST(PageMakerTest, APublicDocumentBearsNoSecrecyStamp) {
  DocumentSpec spec = small_spec(121);
  spec.level = Level::kThuong;
  const Truth truth = made(spec).truth;
  EXPECT_EQ(std::ranges::count(truth.stamps, "secrecy", &TruthStamp::kind), 0);
  EXPECT_FALSE(truth.fields.contains("secrecy"));
}

TEST(PageMakerTest, PlantedWordsStandInTheBody) {
  for (const DocumentType& type : document_types()) {
    DocumentSpec spec = small_spec(130, type.code);
    spec.plant = "hoàng hôn {tím} 7391";
    const std::string body = joined(made(spec).truth, "body");
    EXPECT_NE(body.find(spec.plant), std::string::npos) << type.code;
  }
}

TEST(PageMakerTest, HandwrittenNumbersStandInTheirLine) {
  int seen = 0;
  for (std::uint64_t seed = 140; seed < 150; ++seed) {
    DocumentSpec spec = small_spec(seed, "CV");
    spec.grade = Grade::kScan;
    spec.length = Length::kSinglePage;
    const Truth truth = made(spec).truth;
    if (std::ranges::count(truth.handwritten, "number") == 0) continue;
    ++seen;
    EXPECT_NE(joined(truth, "number").find(truth.fields.at("number")), std::string::npos);
  }
  EXPECT_GT(seen, 0);
}

TEST(PageMakerTest, BoxesFollowTheDegradedPage) {
  DocumentSpec spec = small_spec(151, "TB");
  spec.grade = Grade::kHard;
  const MadeDocument document = made(spec);
  const TruthPage& page = document.truth.pages[0];
  EXPECT_EQ(page.width, document.pages[0].width());
  EXPECT_EQ(page.height, document.pages[0].height());
  for (const TruthLine& line : page.lines) {
    EXPECT_FALSE(line.box.empty());
    EXPECT_LE(line.box.right(), page.width);
    EXPECT_LE(line.box.bottom(), page.height);
  }
}

TEST(PageMakerTest, InkLayersTellPrintPenAndStampsApart) {
  DocumentSpec spec = small_spec(7);
  spec.level = Level::kMat;
  spec.grade = Grade::kScan;
  const MadeDocument plain = made(spec);
  EXPECT_TRUE(plain.ink.empty());
  spec.ink_truth = InkTruth::kLayers;
  const MadeDocument with_ink = made(spec);
  ASSERT_EQ(with_ink.ink.size(), with_ink.pages.size());
  EXPECT_TRUE(std::ranges::equal(plain.pages[0].pixels(), with_ink.pages[0].pixels()));
  const Page& layers = with_ink.ink.front();
  const auto dark = [&](const Box& box, int plane) {
    int count = 0;
    for (int y = box.y; y < box.bottom(); ++y) {
      for (int x = box.x; x < box.right(); ++x)
        count += layers.row(y)[3 * x + plane] < 128 ? 1 : 0;
    }
    return count;
  };
  for (const TruthStamp& stamp : with_ink.truth.stamps) {
    if (stamp.kind != "secrecy") continue;
    EXPECT_GT(dark(stamp.box, 2), 20);
    EXPECT_EQ(dark(stamp.box, 1), 0);
  }
  for (const TruthLine& line : with_ink.truth.pages.front().lines) {
    if (line.role != "motto") continue;
    EXPECT_GT(dark(line.box, 0), 20);
  }
}

TEST(PageMakerTest, PaleStampsArePalerAndNothingElseIs) {
  DocumentSpec spec = small_spec(11);
  spec.level = Level::kTuyetMat;
  const MadeDocument full = made(spec);
  spec.stamp_faintness = 1;
  const MadeDocument pale = made(spec);
  EXPECT_EQ(plain_text(full.truth), plain_text(pale.truth));
  const auto redness = [](const MadeDocument& document) {
    const Box& box = document.truth.stamps.front().box;
    long sum = 0;
    for (int y = box.y; y < box.bottom(); ++y) {
      const std::uint8_t* row = document.pages.front().row(y);
      for (int x = box.x; x < box.right(); ++x)
        sum += row[3 * x] - row[3 * x + 1];
    }
    return static_cast<double>(sum) / (box.width * box.height);
  };
  ASSERT_EQ(full.truth.stamps.front().kind, "secrecy");
  EXPECT_GT(redness(full), 2 * redness(pale));
  EXPECT_GT(redness(pale), 0.5);
}

TEST(PageMakerTest, RefusesWhatItCannotMake) {
  DocumentSpec spec = small_spec(1, "XYZ");
  EXPECT_EQ(make_document(spec).error().code(), ErrorCode::kUsage);
  spec = small_spec(1);
  spec.dpi = 10;
  EXPECT_EQ(make_document(spec).error().code(), ErrorCode::kUsage);
  spec = small_spec(1);
  spec.plant = std::string(kMaxPlantBytes + 1, 'a');
  EXPECT_EQ(make_document(spec).error().code(), ErrorCode::kUsage);
}

TEST(PageMakerTest, ASinglePageIsMadeThoughItsStampsTakeRoom) {
  // Sets of secret pages once ended here.
  DocumentSpec spec = small_spec(0);
  spec.length = Length::kSinglePage;
  spec.grade = Grade::kScan;
  spec.level = Level::kTuyetMat;
  for (const std::uint64_t ordinal : {1, 2, 3, 4, 5, 6, 7, 8}) {
    spec.seed = Random(71110ULL * 1'000'003U + ordinal).next();
    EXPECT_EQ(made(spec).pages.size(), 1U) << ordinal;
  }
}

TEST(PageMakerTest, UnusualStampsCarryTheirTruth) {
  std::map<std::string, int> kinds;
  DocumentSpec spec = small_spec(0);
  spec.length = Length::kSinglePage;
  spec.level = Level::kToiMat;
  spec.stamps = StampVariety::kUnusual;
  for (spec.seed = 1; spec.seed <= 24; ++spec.seed) {
    for (const TruthStamp& stamp : made(spec).truth.stamps) {
      ++kinds[stamp.kind];
      EXPECT_FALSE(stamp.box.empty());
    }
  }
  EXPECT_EQ(kinds["secrecy"], 24);
  EXPECT_GT(kinds["declassified"], 0);
  EXPECT_GT(kinds["copy"], 0);
}

}  // namespace
}  // namespace tangthu::samples
