// The fast reader beside Tesseract: what it reads must be the same.
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "ocr/engine.h"
#include "ocr/layout.h"
#include "ocr/picture_groups.h"
#include "ocr/reader/kernels.h"
#include "ocr/recogniser.h"
#include "tests/ocr/print.h"

namespace tangthu::ocr {
namespace {

using tangthu::testing::Align;
using tangthu::testing::Print;

Deadline soon() {
  return std::chrono::steady_clock::now() + std::chrono::minutes(2);
}

std::unique_ptr<Engine> engine(EngineKind kind, const reader::Kernels* kernels = nullptr,
                               const std::string& languages = "vie") {
  return Engine::create({languages, "", kind, kernels}).value();
}

std::vector<GreyImage> lines_of(const Print& print) {
  const Page page = print.page();
  const Layout layout = find_layout(page, Blots::kDropped);
  std::vector<GreyImage> images;
  for (const PieceRow& row : layout.lines) {
    for (const auto& pieces : split_at_gaps(layout, row))
      images.push_back(cut_line(page, layout, pieces).image);
  }
  return images;
}

std::vector<const GreyImage*> pointers(const std::vector<GreyImage>& images) {
  std::vector<const GreyImage*> out;
  for (const GreyImage& image : images)
    out.push_back(&image);
  return out;
}

// A letter's head, body and foot.
void write_letter(Print& print) {
  print.text(55, 20, "UBND TỈNH HẢI SƠN\nSỞ NỘI VỤ\nSố: 1482/SNV-VTLT", 13, "",
             Align::kCentre, 70);
  print.text(140, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
             12.5, "Bold", Align::kCentre, 95);
  print.paragraph(
      30, 60,
      "Thực hiện Kế hoạch công tác năm 2024 của Ủy ban nhân dân tỉnh về việc "
      "kiểm tra công tác văn thư, lưu trữ tại các cơ quan, đơn vị trên địa bàn, "
      "Sở Nội vụ đề nghị báo cáo kết quả (trước ngày 15/9/2024) để tổng hợp.",
      160);
  print.text(30, 120, "Nơi nhận:\n- Như trên;\n- Lưu: VT, VTLT.", 8);
  print.text(150, 120, "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", 14, "Bold Italic", Align::kCentre);
}

void expect_same(const std::vector<Word>& wanted, const std::vector<Word>& read,
                 const std::string& what) {
  ASSERT_EQ(joined_words(wanted), joined_words(read)) << what;
  ASSERT_EQ(wanted.size(), read.size()) << what;
  for (std::size_t i = 0; i < read.size(); ++i) {
    EXPECT_NEAR(wanted[i].confidence, read[i].confidence, 1e-4) << read[i].text;
    ASSERT_EQ(wanted[i].steps.size(), read[i].steps.size()) << read[i].text;
    for (std::size_t k = 0; k < read[i].steps.size(); ++k) {
      ASSERT_EQ(wanted[i].steps[k].size(), read[i].steps[k].size());
      for (std::size_t s = 0; s < read[i].steps[k].size(); ++s)
        EXPECT_NEAR(wanted[i].steps[k][s].probability, read[i].steps[k][s].probability,
                    1e-5);
    }
  }
}

TEST(ReaderTest, EveryKernelReadsWhatTesseractReads) {
  Print print;
  write_letter(print);
  const std::vector<GreyImage> images = lines_of(print);
  ASSERT_GE(images.size(), 10U);
  const auto wanted = engine(EngineKind::kTesseract)
                          ->read_lines(pointers(images), 300, soon(), Keep::kSteps);
  for (const reader::Kernels* kernels : reader::all_kernels()) {
    const auto read = engine(EngineKind::kFast, kernels)
                          ->read_lines(pointers(images), 300, soon(), Keep::kSteps);
    for (std::size_t i = 0; i < images.size(); ++i)
      expect_same(wanted[i], read[i], kernels->name);
  }
}

// English has characters of two codes ("ﬁ"), which Vietnamese has not.
TEST(ReaderTest, EnglishModelReadsAsTesseract) {
  Print print;
  print.paragraph(30, 60, "The final offices of affiliated firms file five flags.", 120);
  const std::vector<GreyImage> images = lines_of(print);
  const auto wanted = engine(EngineKind::kTesseract, nullptr, "eng")
                          ->read_lines(pointers(images), 300, soon(), Keep::kWords);
  const auto read = engine(EngineKind::kFast, nullptr, "eng")
                        ->read_lines(pointers(images), 300, soon(), Keep::kWords);
  for (std::size_t i = 0; i < images.size(); ++i)
    expect_same(wanted[i], read[i], "eng");
}

TEST(ReaderTest, SecondModelReadsWhatTheFirstDoubts) {
  Print print;
  print.text(30, 60, "The quick weather forecast", 13);
  print.text(30, 80, "Quyết định của Ủy ban nhân dân", 13);
  const std::vector<GreyImage> images = lines_of(print);
  const auto read = engine(EngineKind::kFast, nullptr, "vie+eng")
                        ->read_lines(pointers(images), 300, soon(), Keep::kWords);
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(joined_words(read[0]), "The quick weather forecast");
  EXPECT_EQ(joined_words(read[1]), "Quyết định của Ủy ban nhân dân");
}

TEST(ReaderTest, LightOnDarkIsRead) {
  Print print;
  print.text(40, 100, "Quyết định này có hiệu lực");
  GreyImage image = lines_of(print).front();
  const auto fast = engine(EngineKind::kFast);
  const auto dark = fast->read_line(image, 300, soon());
  for (std::uint8_t& pixel : image.pixels)
    pixel = static_cast<std::uint8_t>(255 - pixel);
  const auto light = fast->read_line(image, 300, soon());
  EXPECT_EQ(joined_words(dark), "Quyết định này có hiệu lực");
  EXPECT_EQ(joined_words(light), joined_words(dark));
  ASSERT_EQ(light.size(), dark.size());
  for (std::size_t i = 0; i < light.size(); ++i)
    EXPECT_NEAR(light[i].box.x, dark[i].box.x, 3);
}

TEST(ReaderTest, BoxesLieOnTheInkOfTheirWords) {
  Print print;
  print.text(40, 100, "Một hai ba bốn");
  const GreyImage image = lines_of(print).front();
  const auto words = engine(EngineKind::kFast)->read_line(image, 300, soon());
  ASSERT_EQ(words.size(), 4U);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Box& box = words[i].box;
    ASSERT_FALSE(box.empty());
    EXPECT_GE(box.x, i == 0 ? 0 : words[i - 1].box.right());
    const auto is_dark = [&](int x) {
      for (int y = box.y; y < box.bottom(); ++y) {
        if (image.row(y)[x] < 128) return true;
      }
      return false;
    };
    EXPECT_TRUE(is_dark(box.x) || is_dark(box.x + 1));
    EXPECT_TRUE(is_dark(box.right() - 1) || is_dark(box.right() - 2));
  }
}

// Whatever is given as a line, it is read or it isn't; nothing breaks.
TEST(ReaderTest, OddPicturesHaveNoWords) {
  const auto fast = engine(EngineKind::kFast);
  const std::pair<int, int> sizes[] = {{0, 0},  {1, 1},     {2, 2},      {3, 3},
                                       {1, 50}, {50, 1},    {3, 400},    {400, 3},
                                       {5, 36}, {9000, 36}, {31'000, 3}, {20, 3000}};
  for (const auto& [width, height] : sizes) {
    for (const int value : {0, 128, 255}) {
      const GreyImage image(width, height, static_cast<std::uint8_t>(value));
      for (const Word& word : fast->read_line(image, 300, soon())) {
        EXPECT_FALSE(word.text.empty());
        EXPECT_LE(word.box.right(), width);
        EXPECT_LE(word.box.bottom(), height);
      }
    }
  }
  GreyImage noise(700, 60, 255);
  std::uint32_t state = 7;
  for (std::uint8_t& pixel : noise.pixels) {
    state = state * 1664525U + 1013904223U;
    pixel = static_cast<std::uint8_t>(state >> 24);
  }
  for (const Word& word : fast->read_line(noise, 300, soon(), Keep::kSteps))
    EXPECT_LT(word.confidence, 0.9);
  EXPECT_TRUE(fast->read_lines({}, 300, soon()).empty());
}

TEST(ReaderTest, PastDeadlineGivesNothing) {
  Print print;
  print.text(40, 100, "Quyết định này");
  const std::vector<GreyImage> images = lines_of(print);
  const auto read = engine(EngineKind::kFast)
                        ->read_lines(pointers(images), 300,
                                     std::chrono::steady_clock::now(), Keep::kWords);
  ASSERT_EQ(read.size(), images.size());
  for (const auto& words : read)
    EXPECT_TRUE(words.empty());
}

TEST(ReaderTest, MissingLanguageNamesItsPackage) {
  const auto made = Engine::create({"xyz", "", EngineKind::kFast});
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code(), ErrorCode::kUsage);
}

// The orientation model has no line network: Tesseract is asked, and says so is told.
TEST(ReaderTest, UnknownModelIsSaidAndLeftToTesseract) {
  EXPECT_FALSE(why_not_fast({"vie", "", EngineKind::kFast}).has_value());
  EXPECT_FALSE(why_not_fast({"osd", "", EngineKind::kTesseract}).has_value());
  const auto why = why_not_fast({"osd", "", EngineKind::kFast});
  ASSERT_TRUE(why.has_value());
  EXPECT_EQ(why->subject(), "osd.traineddata");
}

TEST(ReaderTest, PageIsRecognisedAsWithTesseract) {
  Print print;
  write_letter(print);
  RecogniserOptions options;
  const auto slow = Recogniser::create(options).value();
  options.engine = EngineKind::kFast;
  const auto fast = Recogniser::create(options).value();
  const PageText wanted = slow->recognise(print.page(), Print().page()).value();
  const PageText read = fast->recognise(print.page(), Print().page()).value();
  EXPECT_EQ(plain_text(read), plain_text(wanted));
}

}  // namespace
}  // namespace tangthu::ocr
