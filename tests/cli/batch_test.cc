// A stack of paper in one run: separators, first pages, blank sheets, and the reckoning.
#include <algorithm>

#include "samples/encode.h"
#include "scanner/batch/separator_sheet.h"
#include "scanner/page_source.h"
#include "tests/cli/trial.h"
#include "tests/support/made_page.h"

namespace tangthu::cli {
namespace {

Page separator_sheet(const std::string& dossier) {
  const auto pdf = scanner::separator_pdf({{dossier}});
  EXPECT_TRUE(pdf);
  const scanner::InputFile file{"sheets.pdf", scanner::MediaType::kPdf, *pdf};
  const auto source = scanner::open_pages(file);
  EXPECT_TRUE(source);
  auto page = (*source)->next();
  EXPECT_TRUE(page && *page);
  return std::move(**page);
}

Page blank_sheet() {
  auto page = Page::create(1240, 1754, PixelFormat::kGrey, 150);
  EXPECT_TRUE(page);
  std::fill(page->pixels().begin(), page->pixels().end(), std::uint8_t{250});
  return std::move(*page);
}

// A document of one page.
Page document(std::uint64_t seed, const std::string& type = "QĐ") {
  samples::DocumentSpec spec;
  spec.seed = seed;
  spec.type = type;
  spec.level = Level::kThuong;
  spec.dpi = 200;
  return made_page(spec);
}

class BatchTest : public TrialTest {
 protected:
  void SetUp() override { init(); }

  void lay(Page page) { stack_.push_back(std::move(page)); }
  // The stack as one TIFF, as a scanner's button makes it.
  std::string tiff() const {
    const auto bytes = samples::encode(stack_, samples::FileFormat::kTiff);
    EXPECT_TRUE(bytes);
    test::write_file(path("stack.tif"), *bytes);
    return path("stack.tif").string();
  }
  // And as a folder of single pages.
  std::string folder() const {
    std::filesystem::create_directory(path("stack"));
    for (std::size_t i = 0; i < stack_.size(); ++i) {
      std::vector<Page> one;
      one.push_back(stack_[i].clone());
      const auto bytes = samples::encode(one, samples::FileFormat::kPng);
      EXPECT_TRUE(bytes);
      test::write_file(path("stack/p" + std::to_string(i + 1) + ".png"), *bytes);
    }
    return path("stack").string();
  }
  test::Ran take(const std::string& input, std::vector<std::string> more) const {
    std::vector<std::string> words = {"ingest", "--json", "--level", "thuong", input};
    words.insert(words.end(), more.begin(), more.end());
    return tangthu(words);
  }

  std::vector<Page> stack_;
};

TEST_F(BatchTest, SeparatorsCutAStackAndCarryTheDossier) {
  lay(separator_sheet("H01.2020"));
  lay(document(1));
  lay(document(2));
  lay(separator_sheet(""));
  lay(document(3));
  const std::string input = tiff();
  const auto ran = take(input, {"--split", "separator", "--expect-sheets", "5"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const auto lines = json_lines(ran.out);
  ASSERT_EQ(lines.size(), 3U) << ran.out;
  EXPECT_EQ(lines[0]["pages"], 2);
  EXPECT_EQ(lines[0]["dossier"], "H01.2020");
  EXPECT_EQ(lines[0]["begins"], "separator");
  EXPECT_EQ(lines[0]["batch_pages"], Json({2, 3}));
  EXPECT_EQ(lines[1]["pages"], 1);
  EXPECT_EQ(lines[1]["dossier"], "H01.2020");
  const Json batch = lines[2]["batch"];
  EXPECT_EQ(batch["separators"], Json({1, 4}));
  EXPECT_EQ(batch["sheets"], 5);
  EXPECT_EQ(batch["missing_sheets"], 0);
  EXPECT_EQ(json_lines(tangthu({"--json", "list"}).out).size(), 2U);
}

TEST_F(BatchTest, AFolderOfSinglePagesIsOneStackAndTheirFilesAreTheMasters) {
  lay(document(1));
  lay(blank_sheet());
  lay(document(2));
  const auto ran = take(folder(), {"--split", "blank"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const auto lines = json_lines(ran.out);
  ASSERT_EQ(lines.size(), 3U) << ran.out;
  EXPECT_EQ(lines[0]["pages"], 2) << "the blank sheet stays with what it ends";
  EXPECT_EQ(lines[1]["begins"], "blank-sheet");
  EXPECT_EQ(lines[2]["batch"]["blank_pages"], Json({2}));

  const std::string id = lines[0]["id"];
  const auto get = [&](const char* form, const char* page) {
    return tangthu({"get", id, "--format", form, "--page", page, "--out",
                    path("out").string()})
        .exit_code;
  };
  EXPECT_EQ(get("master", "2"), 0) << "a blank page is never erased";
  EXPECT_EQ(test::read_file(path("out")), test::read_file(path("stack/p2.png")));
  EXPECT_EQ(get("pdf", "1"), 0);
  EXPECT_EQ(get("pdf", "2"), 3) << "and left out of the access copy";
}

TEST_F(BatchTest, FirstPagesAreRecognisedAndDuplicatesNamedButKept) {
  lay(document(1));
  lay(document(2, "CV"));
  lay(document(1));
  const auto ran = take(tiff(), {"--split", "first-page"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const auto lines = json_lines(ran.out);
  ASSERT_EQ(lines.size(), 4U) << ran.out;
  EXPECT_EQ(lines[1]["begins"], "first-page");
  const Json twins = lines[3]["batch"]["duplicates"];
  ASSERT_EQ(twins.size(), 1U);
  EXPECT_EQ(twins[0], Json({{"page", 3}, {"of", 1}, {"likeness", "same-picture"}}));
}

TEST_F(BatchTest, AMissingSheetAndADamagedFileAreToldByTheExitCode) {
  lay(document(1));
  lay(document(2));
  const std::string input = folder();
  auto ran = take(input, {"--split", "count:5", "--expect-sheets", "3"});
  EXPECT_EQ(ran.exit_code, 9);
  EXPECT_EQ(json_lines(ran.out).back()["batch"]["missing_sheets"], 1);
  EXPECT_EQ(json_lines(ran.out).size(), 2U) << "what came is stored all the same";

  Bytes half = test::read_file(path("stack/p1.png"));
  half.resize(half.size() / 2);
  test::write_file(path("stack/p1x.png"), half);
  ran = take(input, {"--split", "count:5"});
  EXPECT_EQ(ran.exit_code, 9);
  const auto lines = json_lines(ran.out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["pages"], 2);
  const Json& warnings = lines[0]["warnings"];
  EXPECT_EQ(std::count(warnings.begin(), warnings.end(), "page-missing"), 1);
  EXPECT_EQ(lines[1]["batch"]["gaps"], Json({2}));
}

TEST_F(BatchTest, AFileThatIsNotCutStaysItsDocumentsMaster) {
  lay(document(1));
  lay(document(2));
  const std::string input = tiff();
  const auto lines = json_lines(take(input, {"--split", "separator"}).out);
  ASSERT_EQ(lines.size(), 2U);
  const std::string id = lines[0]["id"];
  EXPECT_EQ(
      tangthu({"get", id, "--format", "master", "--out", path("out").string()}).exit_code,
      0);
  EXPECT_EQ(test::read_file(path("out")), test::read_file(input));
}

TEST_F(BatchTest, WordsThatSplitNothingAreBadUsage) {
  lay(document(1));
  const std::string input = tiff();
  for (const char* word : {"page", "count:0", "count:", "count:x", "blank,page"}) {
    EXPECT_EQ(take(input, {"--split", word}).exit_code, 2) << word;
  }
}

TEST_F(BatchTest, SeparatorsAreMadeWithoutAVault) {
  const auto ran = test::run({"tangthu", "--json", "separators", "--count", "3",
                              "--dossier", "H01", "--out", path("s.pdf").string()});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(json_lines(ran.out).at(0)["sheets"], 4);
  EXPECT_EQ(as_text(test::read_file(path("s.pdf"))).substr(0, 5), "%PDF-");
}

}  // namespace
}  // namespace tangthu::cli
