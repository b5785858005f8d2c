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

TEST(MediaTest, PdfMayHaveBytesBeforeItsMagicButOnlyAThousand) {
  EXPECT_EQ(sniff(as_bytes(std::string(900, '\n') + "%PDF-1.4")).type, MediaType::kPdf);
  EXPECT_FALSE(sniff(as_bytes(std::string(2000, '\n') + "%PDF-1.4")).type.has_value());
}

TEST(MediaTest, ArchivesAreTold) {
  EXPECT_EQ(sniff(as_bytes("PK\x03\x04....")).kind, ContentKind::kArchive);
  EXPECT_EQ(sniff(as_bytes("\x1f\x8b\x08")).kind, ContentKind::kArchive);
  EXPECT_EQ(sniff(as_bytes(std::string(257, 'x') + "ustar")).kind, ContentKind::kArchive);
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
