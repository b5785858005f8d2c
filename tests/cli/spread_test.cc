// Two facing pages on one picture: one master, two pages of the record, in reading order.
#include <algorithm>

#include "samples/encode.h"
#include "samples/page_maker.h"
#include "tests/cli/trial.h"
#include "tests/support/made_page.h"

namespace tangthu::cli {
namespace {

constexpr int kDpi = 200;

Page page_with(std::uint64_t seed, const std::string& words,
               const std::string& type = "QĐ") {
  samples::DocumentSpec spec;
  spec.seed = seed;
  spec.type = type;
  spec.level = Level::kThuong;
  spec.dpi = kDpi;
  spec.plant = words;
  return made_page(spec);
}

// Side by side, with the shade of a binding between them.
Page facing(const Page& left, const Page& right) {
  auto sheet = Page::create(2 * left.width(), left.height(), PixelFormat::kRgb, kDpi);
  EXPECT_TRUE(sheet);
  for (int y = 0; y < sheet->height(); ++y) {
    for (int x = 0; x < sheet->width(); ++x) {
      const bool first = x < left.width();
      const Page& from = first ? left : right;
      const int at = first ? x : x - left.width();
      const double off = (x - left.width()) / 40.0;
      const double gain = 1 - 0.3 / (1 + off * off);
      for (int channel = 0; channel < 3; ++channel) {
        const int value =
            from.row(y)[at * from.channels() + (from.channels() == 3 ? channel : 0)];
        sheet->row(y)[3 * x + channel] = static_cast<std::uint8_t>(value * gain);
      }
    }
  }
  return std::move(*sheet);
}

class SpreadTest : public TrialTest {
 protected:
  void SetUp() override { init(); }

  std::string write(const char* name, std::vector<Page> pages,
                    samples::FileFormat format) const {
    const auto bytes = samples::encode(pages, format);
    EXPECT_TRUE(bytes);
    test::write_file(path(name), *bytes);
    return path(name).string();
  }
  // A single page, a spread, a single page.
  static std::vector<Page> stack() {
    std::vector<Page> out;
    out.push_back(page_with(31, "con voi trắng"));
    out.push_back(facing(page_with(32, "con trâu đen"), page_with(33, "con ngựa vàng")));
    out.push_back(page_with(34, "con công xanh"));
    return out;
  }
  std::string get(const std::string& id, const char* form,
                  const std::string& page) const {
    const auto ran = tangthu(
        {"get", id, "--format", form, "--page", page, "--out", path("out").string()});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return std::string(as_text(test::read_file(path("out"))));
  }
  static bool has(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
  }
};

TEST_F(SpreadTest, ASpreadOfAFileBecomesTwoPagesInReadingOrder) {
  const std::string file = write("book.tif", stack(), samples::FileFormat::kTiff);
  const auto documents = ingest({file}, "thuong");
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0]["pages"], 4);
  const std::string id = documents[0]["id"];
  EXPECT_TRUE(has(get(id, "text", "1"), "con voi trắng"));
  EXPECT_TRUE(has(get(id, "text", "2"), "con trâu đen"));
  EXPECT_TRUE(has(get(id, "text", "3"), "con ngựa vàng"));
  EXPECT_TRUE(has(get(id, "text", "4"), "con công xanh"));
  EXPECT_EQ(get(id, "pdf", "3").substr(0, 5), "%PDF-");
  // The file is the one master.
  const auto ran =
      tangthu({"get", id, "--format", "master", "--out", path("out").string()});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(test::read_file(path("out")), test::read_file(file));
}

TEST_F(SpreadTest, ASpreadOfAStackIsOneMasterOfTwoPagesAndCountsOnce) {
  std::filesystem::create_directory(path("stack"));
  int number = 0;
  for (Page& page : stack()) {
    std::vector<Page> one;
    one.push_back(std::move(page));
    write(("stack/p" + std::to_string(++number) + ".png").c_str(), std::move(one),
          samples::FileFormat::kPng);
  }
  const auto ran = tangthu({"ingest", "--json", "--level", "thuong", "--split", "count:3",
                            "--expect-sheets", "3", path("stack").string()});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const auto lines = json_lines(ran.out);
  ASSERT_EQ(lines.size(), 2U) << ran.out;
  EXPECT_EQ(lines[0]["pages"], 4);
  EXPECT_EQ(lines[1]["batch"]["pages"], 3);
  EXPECT_EQ(lines[1]["batch"]["sheets"], 3);
  const std::string id = lines[0]["id"];
  const auto master = [&](const char* name) {
    return std::string(as_text(test::read_file(path(name))));
  };
  EXPECT_EQ(get(id, "master", "1"), master("stack/p1.png"));
  EXPECT_EQ(get(id, "master", "2"), master("stack/p2.png"));
  EXPECT_EQ(get(id, "master", "3"), master("stack/p2.png"));
  EXPECT_EQ(get(id, "master", "4"), master("stack/p3.png"));
  EXPECT_TRUE(has(get(id, "text", "3"), "con ngựa vàng"));
}

TEST_F(SpreadTest, AFirstPageOnTheRightIsADoubtAndNoCut) {
  std::vector<Page> pages;
  // No heading on the left: the lower part of a page, put at its top.
  Page left = page_with(41, "con voi trắng");
  const int from = left.height() / 4;
  for (int y = 0; y < left.height(); ++y) {
    const auto bytes = left.stride();
    if (y + from < left.height()) {
      std::copy_n(left.row(y + from), bytes, left.row(y));
    } else {
      std::fill_n(left.row(y), bytes, std::uint8_t{255});
    }
  }
  pages.push_back(page_with(42, "con công xanh"));
  pages.push_back(facing(left, page_with(43, "con ngựa vàng")));
  const std::string file =
      write("book.tif", std::move(pages), samples::FileFormat::kTiff);
  const auto ran =
      tangthu({"ingest", "--json", "--level", "thuong", "--split", "first-page", file});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const auto lines = json_lines(ran.out);
  ASSERT_EQ(lines.size(), 2U) << ran.out;
  EXPECT_EQ(lines[0]["pages"], 3);
  EXPECT_EQ(lines[1]["batch"]["doubts"],
            Json::array({{{"page", 2}, {"doubt", "first-page"}}}));
}

TEST_F(SpreadTest, LeftOutNothingIsParted) {
  std::vector<Page> pages;
  pages.push_back(facing(page_with(32, "con trâu đen"), page_with(33, "con ngựa vàng")));
  const std::string file = write("book.png", std::move(pages), samples::FileFormat::kPng);
  const auto ran =
      tangthu({"ingest", "--json", "--level", "thuong", "--without", "spread", file});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(json_lines(ran.out).at(0)["pages"], 1);
}

// Without a vault: the same pages, with their words placed on the picture.
TEST_F(SpreadTest, WordsOfASpreadLieOnTheirHalfOfThePicture) {
  const std::string file = write("book.tif", stack(), samples::FileFormat::kTiff);
  const auto ran = test::run({"tangthu", "ocr", file, "--out", path("out").string()});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const Json pages =
      Json::parse(as_text(test::read_file(path("out/book.json"))))["pages"];
  ASSERT_EQ(pages.size(), 4U);
  const int captured[] = {1, 2, 2, 3};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(pages[i]["number"], i + 1);
    EXPECT_EQ(pages[i]["captured_page"], captured[i]) << i;
  }
  const int middle = pages[1]["width"].get<int>() / 2;
  for (const Json& line : pages[1]["lines"])
    EXPECT_LT(line["box"][0].get<int>() + line["box"][2].get<int>() / 2, middle) << line;
  for (const Json& line : pages[2]["lines"])
    EXPECT_GT(line["box"][0].get<int>() + line["box"][2].get<int>() / 2, middle) << line;
}

}  // namespace
}  // namespace tangthu::cli
