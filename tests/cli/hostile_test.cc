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

// Signatures of newer formats with nothing sound behind them.
Bytes cut_webp() {
  return to_bytes(as_bytes(std::string_view("RIFF\x40\0\0\0WEBPVP8 \x30\0\0\0", 20)));
}
Bytes cut_jp2() {
  return to_bytes(
      as_bytes(std::string_view("\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14"
                                "ftypjp2 ",
                                24)));
}
Bytes cut_tiff() {
  return to_bytes(as_bytes(std::string_view("II*\0\x08\0\0\0\x01\0\0\x01", 12)));
}
// A BMP whose header says 40,000 × 40,000.
Bytes huge_bmp() {
  ByteWriter out;
  out.raw(as_bytes("BM"));
  for (const std::uint32_t value : {54U, 0U, 54U, 40U, 40'000U, 40'000U})
    out.integer(value);
  out.integer(std::uint16_t{1});
  out.integer(std::uint16_t{24});
  for (int i = 0; i < 6; ++i)
    out.integer(std::uint32_t{0});
  return out.take();
}

// A page that says what it is, with a form's field that is signed. QPDF and poppler find
// the objects themselves.
Bytes signed_pdf() {
  return to_bytes(as_bytes(
      "%PDF-1.7\n"
      "1 0 obj << /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [5 0 R] "
      ">> "
      ">> endobj\n"
      "2 0 obj << /Type /Pages /Count 1 /Kids [3 0 R] >> endobj\n"
      "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R "
      "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> "
      ">> "
      ">> >> endobj\n"
      "4 0 obj << /Length 47 >> stream\n"
      "BT /F 24 Tf 40 100 Td (So 12 ngay 3 thang) Tj ET\nendstream endobj\n"
      "5 0 obj << /FT /Sig /T (S) /V 6 0 R >> endobj\n"
      "6 0 obj << /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> "
      ">> "
      "endobj\n"
      "trailer << /Size 7 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"));
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
    test::write_file(path("in") / "cut.webp", cut_webp());
    test::write_file(path("in") / "cut.jp2", cut_jp2());
    test::write_file(path("in") / "cut.tif", cut_tiff());
    test::write_file(path("in") / "huge.bmp", huge_bmp());
    test::write_file(path("in") / "cut.rar",
                     as_bytes(std::string_view("Rar!\x1a\x07\1\0", 8)));
    test::write_file(path("in") / "cut.iso", Bytes(33'000));
    add_archives();
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
  // Locked, and deeper than is gone into; by 7-Zip.
  void add_archives() const {
    const auto pack = [&](const std::string& name, const std::string& file,
                          std::vector<std::string> more = {}) {
      std::vector<std::string> words = {"/usr/bin/7zz", "a"};
      words.insert(words.end(), more.begin(), more.end());
      words.push_back(path(name).string());
      words.push_back(path(file).string());
      ASSERT_EQ(test::run(words).exit_code, 0) << name;
    };
    pack("in/locked.7z", "in/text.png", {"-psecret", "-mhe=on"});
    pack("in/locked.zip", "in/text.png", {"-psecret", "-mem=AES256"});
    pack("1.zip", "in/text.png");
    pack("2.zip", "1.zip");
    pack("3.zip", "2.zip");
    pack("in/deep.zip", "3.zip");
  }
  void add_bomb() const { test::write_file(path("in") / "bomb.zip", zip_of_zeros()); }
};

TEST_F(HostileTest, EachBadFileIsNamedWithItsRemedyAndTheGoodOnesAreStored) {
  const auto ran =
      tangthu({"--json", "ingest", path("in").string(), "--level", "thuong"});
  EXPECT_EQ(ran.exit_code, 9) << ran.err;
  EXPECT_EQ(json_lines(ran.out).size(), 2U);
  for (const char* name :
       {"truncated.jpg", "empty.jpg", "text.png", "huge.png", "locked.pdf", "bomb.zip",
        "cut.webp", "cut.jp2", "cut.tif", "huge.bmp", "cut.rar", "cut.iso", "locked.7z",
        "locked.zip", "deep.zip"}) {
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

class OddPdfTest : public TrialTest {
 protected:
  void SetUp() override { init(); }
};

// The file that was signed is what is kept, and the record says so.
TEST_F(OddPdfTest, ASignedPdfIsKeptByteForByteAndItsSignatureIsTold) {
  test::write_file(path("signed.pdf"), signed_pdf());
  const auto ran =
      tangthu({"--json", "ingest", path("signed.pdf").string(), "--level", "thuong"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const Json stored = json_lines(ran.out).at(0);
  EXPECT_EQ(stored.at("signed"), true);
  const std::string id = stored.at("id");
  EXPECT_EQ(json_lines(tangthu({"--json", "show", id}).out).at(0).at("signed"), true);
  EXPECT_NE(tangthu({"show", id}).out.find("signed"), std::string::npos);
  ASSERT_EQ(tangthu({"get", id, "--format", "master", "--out", path("got.pdf").string()})
                .exit_code,
            0);
  EXPECT_EQ(test::read_file(path("got.pdf")), signed_pdf());
}

TEST_F(OddPdfTest, ALockedPdfOpensWithItsPasswordAndNoOther) {
  test::write_file(path("plain.pdf"), signed_pdf());
  ASSERT_EQ(test::run({"/usr/bin/qpdf", "--encrypt", "mở", "chủ", "256", "--",
                       path("plain.pdf").string(), path("locked.pdf").string()})
                    .exit_code %
                3,  // 3: warnings
            0);
  test::write_file(path("right"), as_bytes("mở\n"));
  test::write_file(path("wrong"), as_bytes("đóng\n"));
  const auto ocr = [&](const char* password) {
    return tangthu({"ocr", path("locked.pdf").string(), "--out", path("out").string(),
                    "--pdf-password-file", path(password).string()});
  };
  const auto wrong = ocr("wrong");
  EXPECT_EQ(wrong.exit_code, 4);
  EXPECT_NE(wrong.err.find("--pdf-password-file"), std::string::npos) << wrong.err;
  const auto right = ocr("right");
  EXPECT_EQ(right.exit_code, 0) << right.err;
  EXPECT_EQ(ocr("missing").exit_code, 2);
}

}  // namespace
}  // namespace tangthu::cli
