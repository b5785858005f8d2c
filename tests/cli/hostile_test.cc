// A folder as it comes: good papers among broken, hostile and foolish files.
#include "tests/cli/trial.h"

namespace tangthu::cli {
namespace {

void put_u32(Bytes& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

std::uint32_t crc32(ByteView bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit)
      crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320U : 0);
  }
  return ~crc;
}

// A PNG whose header says 40,000 × 40,000.
Bytes huge_png() {
  Bytes out = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  Bytes header = {'I', 'H', 'D', 'R'};
  put_u32(header, 40'000);
  put_u32(header, 40'000);
  for (const int byte : {8, 2, 0, 0, 0})
    header.push_back(static_cast<std::uint8_t>(byte));
  put_u32(out, 13);
  out.insert(out.end(), header.begin(), header.end());
  put_u32(out, crc32(header));
  return out;
}

class HostileTest : public TrialTest {
 protected:
  void SetUp() override {
    init();
    make_samples("in", {"--count", "2", "--seed", "21", "--grade", "clean", "--pages",
                        "single", "--format", "jpeg", "--level", "thuong"});
    add_bad_files();
  }
  void add_bad_files() const {
    Bytes jpeg;
    for (const auto& entry : std::filesystem::directory_iterator(path("in"))) {
      if (entry.path().extension() == ".jpg") jpeg = test::read_file(entry.path());
    }
    ASSERT_FALSE(jpeg.empty());
    test::write_file(path("in") / "truncated.jpg", ByteView(jpeg).first(jpeg.size() / 2));
    test::write_file(path("in") / "empty.jpg", {});
    test::write_file(path("in") / "text.png", as_bytes("đây không phải là ảnh\n"));
    test::write_file(path("in") / "huge.png", huge_png());
    add_locked_pdf();
    add_bomb();
  }
  void add_locked_pdf() const {
    ASSERT_EQ(
        test::run({"/usr/bin/qpdf", "--empty", path("plain.pdf").string()}).exit_code, 0);
    ASSERT_EQ(
        test::run({"/usr/bin/qpdf", "--encrypt", "mở", "mở", "256", "--",
                   path("plain.pdf").string(), (path("in") / "locked.pdf").string()})
            .exit_code,
        0);
  }
  // Ten gigabytes of zeros in a ZIP of ten megabytes.
  void add_bomb() const {
    const auto ran = test::run({"/bin/sh", "-c",
                                "truncate -s 10G \"$1/zeros.tif\" && cd \"$1\" && bsdtar "
                                "-cf in/bomb.zip --format zip "
                                "zeros.tif && rm zeros.tif",
                                "sh", folder_.path().string()});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
  }
};

TEST_F(HostileTest, EachBadFileIsNamedWithItsRemedyAndTheGoodOnesAreStored) {
  const auto ran =
      tangthu({"--json", "ingest", path("in").string(), "--level", "thuong"});
  EXPECT_EQ(ran.exit_code, 9) << ran.err;
  EXPECT_EQ(json_lines(ran.out).size(), 2U);
  for (const char* name :
       {"truncated.jpg", "empty.jpg", "text.png", "huge.png", "locked.pdf", "bomb.zip"}) {
    const auto at = ran.err.find(name);
    ASSERT_NE(at, std::string::npos) << name << "\n" << ran.err;
    const std::string line = ran.err.substr(at, ran.err.find('\n', at) - at);
    EXPECT_NE(line.find("; "), std::string::npos) << "no remedy: " << line;
  }
  EXPECT_EQ(json_lines(tangthu({"--json", "list"}).out).size(), 2U);
}

TEST_F(HostileTest, OneBadFileAloneEndsInFour) {
  const auto file = (path("in") / "truncated.jpg").string();
  EXPECT_EQ(tangthu({"ingest", file, "--level", "thuong"}).exit_code, 4);
  EXPECT_EQ(tangthu({"ocr", file, "--out", path("out").string()}).exit_code, 4);
  EXPECT_EQ(tangthu({"clean", file, "--out", path("out").string()}).exit_code, 4);
}

}  // namespace
}  // namespace tangthu::cli
