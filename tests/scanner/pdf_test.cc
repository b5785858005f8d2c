// Scanned pages of PDFs come as their image has them; signatures and passwords are told.
#include <cstdlib>

#include "decoding.h"

namespace tangthu::scanner {
namespace {

using namespace testing;

constexpr double kDpi = 200;

std::string number(double value) {
  return std::to_string(value);
}

// Black on white with an edge everywhere: nothing that is resampled stays equal.
Picture page_picture(int channels = 1) {
  return test_picture(413, 585, channels);
}

PdfScan scan_of(const Picture& picture, const std::string& image, Bytes data) {
  PdfScan scan;
  scan.image = "/Width " + std::to_string(picture.width) + " /Height " +
               std::to_string(picture.height) + " " + image;
  scan.data = std::move(data);
  scan.width = picture.width * 72 / kDpi;
  scan.height = picture.height * 72 / kDpi;
  scan.content =
      "q " + number(scan.width) + " 0 0 " + number(scan.height) + " 0 0 cm /I Do Q";
  return scan;
}

PdfScan plain_scan(const Picture& picture) {
  return scan_of(picture,
                 std::string("/BitsPerComponent 8 /ColorSpace ") +
                     (picture.channels == 3 ? "/DeviceRGB" : "/DeviceGray"),
                 Bytes(picture.pixels.begin(), picture.pixels.end()));
}

void expect_scan(const PdfScan& scan, const Picture& picture) {
  const Decoded got = decode(MediaType::kPdf, make_pdf(scan));
  ASSERT_FALSE(got.error.has_value()) << got.error->text();
  ASSERT_EQ(got.pages.size(), 1U);
  expect_same(got.pages[0], picture);
  EXPECT_EQ(got.pages[0].dpi(), kDpi);
}

// What a fax is within its TIFF.
Bytes strip_of(const Bytes& tiff) {
  const auto number = [&](std::size_t at, int bytes) {
    std::size_t value = 0;
    for (int i = bytes - 1; i >= 0; --i)
      value = value << 8 | tiff[at + static_cast<std::size_t>(i)];
    return value;
  };
  const std::size_t directory = number(4, 4);
  std::size_t from = 0;
  std::size_t size = 0;
  for (std::size_t i = 0; i < number(directory, 2); ++i) {
    const std::size_t entry = directory + 2 + i * 12;
    if (number(entry, 2) == 273) from = number(entry + 8, 4);
    if (number(entry, 2) == 279) size = number(entry + 8, 4);
  }
  const auto begin = tiff.begin() + static_cast<long>(from);
  return {begin, begin + static_cast<long>(size)};
}

TEST(PdfScanTest, AJpegIsDecodedOnceAndNotRendered) {
  for (const int channels : {1, 3}) {
    const Picture picture = page_picture(channels);
    const Bytes jpeg = make_jpeg(picture, 72);
    const Decoded alone = decode(MediaType::kJpeg, jpeg);
    ASSERT_EQ(alone.pages.size(), 1U);
    const Picture expected{
        picture.width,
        picture.height,
        channels,
        {alone.pages[0].pixels().begin(), alone.pages[0].pixels().end()}};
    expect_scan(scan_of(picture,
                        std::string("/Filter /DCTDecode /BitsPerComponent 8 "
                                    "/ColorSpace ") +
                            (channels == 3 ? "/DeviceRGB" : "[/CalGray << >>]"),
                        jpeg),
                expected);
  }
}

TEST(PdfScanTest, AFaxIsDecodedHoweverItSaysBlack) {
  TiffPage fax;
  fax.picture = page_picture();
  fax.bits = 1;
  fax.rows_a_strip = fax.picture.height;
  fax.white_is_zero = true;
  Picture white = black_and_white(fax.picture);
  for (auto& value : white.pixels)
    value ^= 255;
  for (const int k : {-1, 0, 4}) {
    SCOPED_TRACE(k);
    fax.compression = k < 0 ? 4 : 3;
    fax.two_dimensional = k > 0;
    const Bytes data = strip_of(make_tiff({fax}));
    const std::string image =
        "/BitsPerComponent 1 /ColorSpace /DeviceGray /Filter [/CCITTFaxDecode] "
        "/DecodeParms [<< /Columns 413 /Rows 585 /K " +
        std::to_string(k);
    expect_scan(scan_of(fax.picture, image + " >>]", data), white);
    expect_scan(scan_of(fax.picture, image + " /BlackIs1 true >>]", data),
                black_and_white(fax.picture));
    expect_scan(scan_of(fax.picture, image + " /BlackIs1 true >>] /Decode [1 0]", data),
                white);
  }
}

TEST(PdfScanTest, Jpeg2000IsDecoded) {
  const Picture picture = page_picture(3);
  expect_scan(scan_of(picture, "/Filter /JPXDecode", make_jp2(picture)), picture);
}

TEST(PdfScanTest, PalettesBitsAndInversionAreApplied) {
  const Picture picture = page_picture();
  PdfScan indexed = plain_scan(picture);
  indexed.image =
      "/Width 413 /Height 585 /BitsPerComponent 8 /ColorSpace [/Indexed "
      "/DeviceRGB 255 5 0 R]";
  std::string table;
  for (int i = 0; i < 256; ++i) {
    for (const int value : {i, 255 - i, 7})
      table.push_back(static_cast<char>(value));
  }
  indexed.objects = {"<< /Length 768 >>\nstream\n" + table + "\nendstream"};
  Picture coloured{picture.width, picture.height, 3, {}};
  for (const std::uint8_t value : picture.pixels) {
    for (const int part : {int{value}, 255 - value, 7})
      coloured.pixels.push_back(static_cast<std::uint8_t>(part));
  }
  expect_scan(indexed, coloured);

  PdfScan inverted = plain_scan(picture);
  inverted.image += " /Decode [1 0]";
  Picture dark = picture;
  for (auto& value : dark.pixels)
    value ^= 255;
  expect_scan(inverted, dark);

  PdfScan bits = plain_scan(picture);
  bits.image = "/Width 413 /Height 585 /BitsPerComponent 1 /ColorSpace /DeviceGray";
  bits.data.clear();
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (x % 8 == 0) bits.data.push_back(0);
      if (picture.at(x, y) >= 128)
        bits.data.back() |= static_cast<std::uint8_t>(0x80 >> x % 8);
    }
  }
  expect_scan(bits, black_and_white(picture));
}

// Turned and mirrored by the page and by the place of the image.
TEST(PdfScanTest, EveryWayUpIsFollowed) {
  const Picture picture = page_picture();
  const PdfScan upright = plain_scan(picture);
  const int orientations[] = {1, 6, 3, 8};
  for (int turns = 0; turns < 4; ++turns) {
    PdfScan scan = upright;
    scan.page = "/Rotate " + std::to_string(turns * 90 - 360);
    expect_scan(scan, shown(picture, orientations[turns]));
  }
  const std::string w = number(upright.width);
  const std::string h = number(upright.height);
  PdfScan mirrored = upright;
  mirrored.content = "q -" + w + " 0 0 " + h + " " + w + " 0 cm /I Do Q";
  expect_scan(mirrored, shown(picture, 2));
  PdfScan flipped = upright;
  flipped.content =
      "q 1 0 0 -1 0 " + h + " cm q " + w + " 0 0 " + h + " 0 0 cm /I Do Q Q";
  expect_scan(flipped, shown(picture, 4));
  PdfScan turned = upright;
  std::swap(turned.width, turned.height);
  turned.content = "q 0 -" + w + " " + h + " 0 0 " + w + " cm /I Do Q";
  expect_scan(turned, shown(picture, 6));
}

TEST(PdfScanTest, InvisibleTextAndABoxThatIsAHairOffChangeNothing) {
  const Picture picture = page_picture();
  PdfScan scan = plain_scan(picture);
  scan.content += " BT 3 Tr /F 12 Tf 20 100 Td (recognised) Tj ET";
  expect_scan(scan, picture);
  scan.width += 0.7;
  scan.height -= 0.4;
  expect_scan(scan, picture);
}

TEST(PdfScanTest, AClipIsHeededUnlessItSparesThePage) {
  const Picture picture = page_picture();
  PdfScan scan = plain_scan(picture);
  const std::string image = scan.content;
  scan.content = "0 0 " + number(scan.width) + " 100 re W n " + image;
  const Decoded clipped = decode(MediaType::kPdf, make_pdf(scan));
  ASSERT_EQ(clipped.pages.size(), 1U);
  EXPECT_EQ(clipped.pages[0].row(5)[5], 255);
  EXPECT_NE(clipped.pages[0].row(500)[5], 255);
  scan.content = "0 0 " + number(scan.width) + " 300 re W n " + image;
  expect_scan(scan, picture);
}

std::size_t differences(const Page& page, const Picture& picture) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < picture.pixels.size(); ++i)
    count += page.pixels()[i] != picture.pixels[i] ? 1U : 0U;
  return count;
}

// What lies over the image must be in the page: then it is rendered, at the same size.
TEST(PdfScanTest, WhateverElseCanBeSeenIsRendered) {
  Picture white = page_picture();
  std::fill(white.pixels.begin(), white.pixels.end(), std::uint8_t{255});
  const std::string sought[] = {" BT /F 60 Tf 20 100 Td (SEEN) Tj ET",
                                " 0 g 20 20 60 60 re f",
                                " BI /W 1 /H 1 /BPC 8 /CS /G ID \0 EI"};
  for (const std::string& more : sought) {
    SCOPED_TRACE(more);
    PdfScan scan = plain_scan(white);
    scan.content += more;
    const Decoded got = decode(MediaType::kPdf, make_pdf(scan));
    ASSERT_FALSE(got.error.has_value()) << got.error->text();
    ASSERT_EQ(got.pages.size(), 1U);
    if (more.find("BI") == std::string::npos) {
      std::size_t dark = 0;
      for (const std::uint8_t value : got.pages[0].pixels())
        dark += value < 64 ? 1U : 0U;
      EXPECT_GT(dark, 500U);
    }
  }
  PdfScan stamped = plain_scan(white);
  stamped.page = "/Annots [5 0 R]";
  stamped.objects = {
      "<< /Type /Annot /Subtype /Stamp /Rect [20 20 100 100] /F 4 /AP << /N 6 0 R >> >>",
      "<< /Type /XObject /Subtype /Form /BBox [0 0 80 80] /Length 19 >>\nstream\n"
      "0 g 0 0 80 80 re f \nendstream"};
  const Decoded got = decode(MediaType::kPdf, make_pdf(stamped));
  ASSERT_EQ(got.pages.size(), 1U);
  EXPECT_EQ(got.pages[0].width(), white.width);
  EXPECT_GT(differences(got.pages[0], white), 10'000U);
}

TEST(PdfScanTest, AScanInStripsIsRenderedAtItsResolution) {
  const Picture picture = page_picture();
  PdfScan scan = plain_scan(picture);
  scan.height *= 3;
  scan.content.clear();
  for (int i = 0; i < 3; ++i) {
    scan.content += "q " + number(scan.width) + " 0 0 " + number(scan.height / 3) +
                    " 0 " + number(scan.height * i / 3) + " cm /I Do Q\n";
  }
  const Decoded got = decode(MediaType::kPdf, make_pdf(scan));
  ASSERT_FALSE(got.error.has_value()) << got.error->text();
  ASSERT_EQ(got.pages.size(), 1U);
  EXPECT_EQ(got.pages[0].dpi(), kDpi);
  EXPECT_EQ(got.pages[0].width(), picture.width);
  EXPECT_EQ(got.pages[0].height(), picture.height * 3);
}

TEST(PdfScanTest, ACutJpegOrFaxIsDamageAndNoGreyPage) {
  const Picture picture = page_picture(3);
  const Bytes jpeg = make_jpeg(picture, 72);
  const Bytes half(jpeg.begin(), jpeg.begin() + static_cast<long>(jpeg.size() / 2));
  const Decoded got =
      decode(MediaType::kPdf,
             make_pdf(scan_of(picture,
                              "/Filter /DCTDecode /BitsPerComponent 8 /ColorSpace "
                              "/DeviceRGB",
                              half)));
  ASSERT_TRUE(got.error.has_value());
  EXPECT_STREQ(got.error->text(), "the file is damaged or cut off");
}

TEST(PdfScanTest, APictureOnAnHugePageIsTakenAsItIs) {
  Picture picture = test_picture(2480, 3508, 1);
  PdfScan scan = plain_scan(picture);
  scan.width = picture.width;  // a point a pixel, as telephones write it
  scan.height = picture.height;
  scan.content = "q 2480 0 0 3508 0 0 cm /I Do Q";
  const Decoded got = decode(MediaType::kPdf, make_pdf(scan));
  ASSERT_EQ(got.pages.size(), 1U);
  expect_same(got.pages[0], picture);
  EXPECT_EQ(got.pages[0].dpi(), kDefaultDpi);
}

bool is_signed(const PdfScan& scan) {
  const InputFile file{"input", MediaType::kPdf, make_pdf(scan)};
  auto source = open_pages(file);
  EXPECT_TRUE(source.has_value());
  auto page = (*source)->next();
  EXPECT_TRUE(page.has_value());
  return (*source)->facts().has_signature;
}

TEST(PdfSignatureTest, ASignatureIsToldAndAnEmptyFieldIsNone) {
  const PdfScan scan = plain_scan(page_picture());
  EXPECT_FALSE(is_signed(scan));
  const std::string value =
      "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange "
      "[0 100 200 100] /Contents <00> >>";

  PdfScan direct = scan;
  direct.catalog = "/AcroForm << /SigFlags 3 /Fields [5 0 R] >>";
  direct.objects = {"<< /FT /Sig /T (Signature1) /V 6 0 R >>", value};
  EXPECT_TRUE(is_signed(direct));

  PdfScan nested = direct;
  nested.objects = {"<< /T (form) /Kids [7 0 R 5 0 R] >>", value,
                    "<< /FT /Sig /Parent 5 0 R /V 6 0 R >>"};
  EXPECT_TRUE(is_signed(nested));

  PdfScan certified = scan;
  certified.catalog = "/Perms << /DocMDP 5 0 R >>";
  certified.objects = {value};
  EXPECT_TRUE(is_signed(certified));

  PdfScan empty = direct;
  empty.objects = {"<< /FT /Sig /T (Signature1) >>"};
  EXPECT_FALSE(is_signed(empty));
  PdfScan loop = direct;
  loop.objects = {"<< /FT /Sig /T (loop) /Kids [5 0 R] >>"};
  EXPECT_FALSE(is_signed(loop));
}

class LockedPdfTest : public ::testing::Test {
 protected:
  Bytes locked(const std::string& user, const std::string& bits) {
    write_file(folder_ / "open.pdf", make_pdf(plain_scan(page_picture())));
    const std::string command =
        "qpdf --allow-weak-crypto --encrypt '" + user + "' owner " + bits + " -- '" +
        (folder_ / "open.pdf").string() + "' '" + (folder_ / "locked.pdf").string() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0);  // NOLINT: a test's own command
    return read_file(folder_ / "locked.pdf");
  }
  static std::optional<Error> open_with(const Bytes& pdf, std::string_view password,
                                        Picture expected) {
    const InputFile file{"input", MediaType::kPdf, pdf};
    const Passphrase word(as_bytes(password));
    auto source = open_pages(file, {.pdf_password = &word});
    EXPECT_TRUE(source.has_value());
    auto page = (*source)->next();
    if (!page) return page.error();
    expect_same(**page, expected);
    return std::nullopt;
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(LockedPdfTest, AnEmptyPasswordOpensByItself) {
  for (const char* bits : {"40", "128", "256"}) {
    const Decoded got = decode(MediaType::kPdf, locked("", bits));
    ASSERT_FALSE(got.error.has_value()) << got.error->text();
    ASSERT_EQ(got.pages.size(), 1U);
    expect_same(got.pages[0], page_picture());
  }
}

TEST_F(LockedPdfTest, ThePasswordThatIsGivenOpensAndAWrongOneDoesNot) {
  for (const char* bits : {"128", "256"}) {
    const Bytes pdf = locked("mật khẩu", bits);
    EXPECT_STREQ(decode(MediaType::kPdf, pdf).error->text(),
                 "the file is protected by a password");
    if (bits == std::string("256")) {
      EXPECT_FALSE(open_with(pdf, "mật khẩu", page_picture()).has_value());
    }
    EXPECT_FALSE(open_with(pdf, "owner", page_picture()).has_value());
    const auto wrong = open_with(pdf, "wrong", page_picture());
    ASSERT_TRUE(wrong.has_value());
    EXPECT_STREQ(wrong->text(), "the file is protected by a password");
  }
}

}  // namespace
}  // namespace tangthu::scanner
