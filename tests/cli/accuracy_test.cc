// The text that `ocr` reads, against the truth of the page maker.
#include "base/unicode.h"
#include "tests/cli/trial.h"
#include "tests/support/error_rate.h"

namespace tangthu::cli {
namespace {

using AccuracyTest = TrialTest;

TEST_F(AccuracyTest, OfficeScansAreReadInOrderWithFewErrors) {
  make_samples("in", {"--count", "24", "--seed", "2026", "--grade", "scan", "--pages",
                      "single", "--format", "jpeg"});
  const auto ran = test::run(
      {"tangthu", "--json", "ocr", path("in").string(), "--out", path("out").string()});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const auto documents = json_lines(ran.out);
  ASSERT_EQ(documents.size(), 24U);
  double errors = 0;
  double characters = 0;
  for (const Json& document : documents) {
    const std::string text_file = document["text"];
    const auto stem = std::filesystem::path(text_file).stem().string();
    const Bytes truth = test::read_file(path("in") / (stem + ".txt"));
    const Bytes read = test::read_file(text_file);
    const double length = static_cast<double>(to_code_points(as_text(truth)).size());
    errors +=
        tangthu::testing::character_error_rate(as_text(truth), as_text(read)) * length;
    characters += length;
  }
  EXPECT_LE(errors / characters, 0.04);
  RecordProperty("character_error_rate", std::to_string(errors / characters));
}

}  // namespace
}  // namespace tangthu::cli
