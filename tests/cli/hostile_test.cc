// A folder as it comes: good papers among broken, hostile and foolish files.
#include <zlib.h>

#include "tests/cli/trial.h"

namespace tangthu::cli {
namespace {

void put_u32(Bytes& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
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
  put_u32(out, static_cast<std::uint32_t>(
                   crc32(0, header.data(), static_cast<uInt>(header.size()))));
  return out;
}

constexpr std::size_t kBlockSize = 16 << 20;
constexpr std::uint64_t kBlocks = 640;  // 10 GiB

// A deflated block of zeros that may stand any number of times, or the end of the stream.
Bytes deflate_block(std::size_t size, int flush) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
  Bytes zeros(size);
  Bytes out(1 << 20);
  stream.next_in = zeros.data();
  stream.avail_in = static_cast<uInt>(size);
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, flush);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

std::uint32_t crc_of_zeros() {
  const Bytes zeros(kBlockSize);
  const auto block = crc32(0, zeros.data(), kBlockSize);
  uLong crc = 0;
  for (std::uint64_t i = 0; i < kBlocks; ++i)
    crc = crc32_combine(crc, block, kBlockSize);
  return static_cast<std::uint32_t>(crc);
}

// zeros.tif, ten gigabytes, in a ZIP of ten megabytes (ZIP64, sizes after the data, so
// that nothing in front tells how large it becomes).
Bytes zip_of_zeros() {
  const Bytes block = deflate_block(kBlockSize, Z_FULL_FLUSH);
  const Bytes end = deflate_block(0, Z_FINISH);
  ByteWriter zip;
  const auto common = [&zip](std::uint16_t flags) {
    zip.integer(std::uint16_t{45});
    zip.integer(flags);
    zip.integer(std::uint16_t{8});
    zip.integer(std::uint32_t{0});
  };
  zip.integer(std::uint32_t{0x04034B50});
  common(8);
  for (int i = 0; i < 3; ++i)
    zip.integer(std::uint32_t{0});
  zip.integer(std::uint16_t{9});
  zip.integer(std::uint16_t{0});
  zip.raw(as_bytes("zeros.tif"));
  for (std::uint64_t i = 0; i < kBlocks; ++i)
    zip.raw(block);
  zip.raw(end);
  const std::uint64_t packed = kBlocks * block.size() + end.size();
  const std::uint64_t unpacked = kBlocks * kBlockSize;
  zip.integer(std::uint32_t{0x08074B50});
  zip.integer(crc_of_zeros());
  zip.integer(packed);
  zip.integer(unpacked);
  return zip.take();
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
  void add_bomb() const { test::write_file(path("in") / "bomb.zip", zip_of_zeros()); }
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
