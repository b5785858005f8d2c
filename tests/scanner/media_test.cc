#include "scanner/media.h"

#include <string>

#include <gtest/gtest.h>

namespace tangthu::scanner {
namespace {

using namespace std::string_view_literals;

TEST(MediaTest, ContentDecidesNotTheName) {
  EXPECT_EQ(sniff(as_bytes("\x89PNG\r\n\x1a\n....")).type, MediaType::kPng);
  EXPECT_EQ(sniff(as_bytes("\xff\xd8\xff\xe0")).type, MediaType::kJpeg);
  EXPECT_EQ(sniff(as_bytes("II*\0...."sv)).type, MediaType::kTiff);
  EXPECT_EQ(sniff(as_bytes("MM\0+...."sv)).type, MediaType::kTiff);
  EXPECT_EQ(sniff(as_bytes("%PDF-1.7")).type, MediaType::kPdf);
  EXPECT_EQ(sniff(as_bytes("dear reader")).kind, ContentKind::kOther);
  EXPECT_EQ(sniff({}).kind, ContentKind::kOther);
}

TEST(MediaTest, NewerImagesAreTold) {
  EXPECT_EQ(sniff(as_bytes("RIFF\x10\0\0\0WEBPVP8L"sv)).type, MediaType::kWebp);
  EXPECT_EQ(sniff(as_bytes("RIFF\x10\0\0\0WAVEfmt "sv)).kind, ContentKind::kOther);
  EXPECT_EQ(sniff(as_bytes("\0\0\0\x0cjP  \r\n\x87\n"sv)).type, MediaType::kJp2);
  EXPECT_EQ(sniff(as_bytes("\xff\x4f\xff\x51\0"sv)).type, MediaType::kJp2);
  const std::string bitmap = "BM" + std::string(12, 'x');
  EXPECT_EQ(sniff(as_bytes(bitmap + std::string("\x28\0\0\0"sv))).type, MediaType::kBmp);
  EXPECT_EQ(sniff(as_bytes("BM is how this text begins")).kind, ContentKind::kOther);
}

TEST(MediaTest, PdfMayHaveBytesBeforeItsMagicButOnlyAThousand) {
  EXPECT_EQ(sniff(as_bytes(std::string(900, '\n') + "%PDF-1.4")).type, MediaType::kPdf);
  EXPECT_FALSE(sniff(as_bytes(std::string(2000, '\n') + "%PDF-1.4")).type.has_value());
}

TEST(MediaTest, ArchivesAreTold) {
  EXPECT_EQ(sniff(as_bytes("PK\x03\x04....")).kind, ContentKind::kArchive);
  EXPECT_EQ(sniff(as_bytes("\x1f\x8b\x08")).kind, ContentKind::kArchive);
  EXPECT_EQ(sniff(as_bytes(std::string(257, 'x') + "ustar")).kind, ContentKind::kArchive);
  for (const std::string_view magic :
       {"Rar!\x1a\x07\0"sv, "MSCF\0\0\0\0"sv, "070701"sv, "LZIP\1"sv, "\x1f\x9d"sv,
        "\x04\x22\x4d\x18"sv, "xx-lh5-"sv}) {
    EXPECT_EQ(sniff(as_bytes(magic)).kind, ContentKind::kArchive) << magic;
  }
  EXPECT_EQ(sniff(as_bytes(std::string(32769, '\0') + "CD001")).kind,
            ContentKind::kArchive);
}

TEST(MediaTest, AnOfficeDocumentIsNotAnArchiveOfPages) {
  std::string zip = "PK\x03\x04";
  zip.resize(30, '\0');
  EXPECT_EQ(sniff(as_bytes(zip + "[Content_Types].xml")).kind, ContentKind::kOffice);
  EXPECT_EQ(sniff(as_bytes(zip + "mimetypeapplication/vnd.oasis")).kind,
            ContentKind::kOffice);
  EXPECT_EQ(sniff(as_bytes(zip + "scan1.png")).kind, ContentKind::kArchive);
}

TEST(MediaTest, SidecarsClaimNothing) {
  EXPECT_TRUE(name_claims_document("a/b/Trang 1.PNG"));
  EXPECT_TRUE(name_claims_document("scan"));
  EXPECT_TRUE(name_claims_document("v1.2/scan"));
  EXPECT_TRUE(name_claims_document("report.docx"));
  EXPECT_FALSE(name_claims_document("truth.json"));
  EXPECT_FALSE(name_claims_document("page1.txt"));
}

TEST(MediaTest, ClutterIsKnown) {
  for (const char* name : {".hidden.png", "page.png~", "#page.png#", "a.png.part",
                           "__MACOSX", "Thumbs.db", ""}) {
    EXPECT_TRUE(is_clutter(name)) << name;
  }
  EXPECT_FALSE(is_clutter("page.png"));
}

}  // namespace
}  // namespace tangthu::scanner
