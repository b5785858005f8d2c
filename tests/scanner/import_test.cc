// The walk over files, folders and archives.
#include "scanner/import.h"

#include <fstream>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "make_files.h"

namespace tangthu::scanner {
namespace {

using namespace testing;
namespace fs = std::filesystem;

struct Walked {
  std::vector<InputFile> files;
  std::vector<InputFailure> failures;

  std::vector<std::string> names(const fs::path& under) const {
    std::vector<std::string> out;
    for (const auto& file : files) {
      out.push_back(file.name.substr(under.string().size() + 1));
    }
    return out;
  }
};

Walked walk(std::vector<fs::path> paths) {
  Walked out;
  InputWalk inputs(std::move(paths));
  while (auto input = inputs.next()) {
    if (auto* file = std::get_if<InputFile>(&*input)) {
      out.files.push_back(std::move(*file));
    } else {
      out.failures.push_back(std::move(std::get<InputFailure>(*input)));
      const InputFailure& failure = out.failures.back();
      EXPECT_EQ(failure.error.subject(), failure.name);
      EXPECT_EQ(failure.error.code(), ErrorCode::kBadInput);
      EXPECT_STRNE(failure.error.remedy(), "");
    }
  }
  return out;
}

using Names = std::vector<std::string>;

const Bytes& png() {
  static const Bytes bytes = make_png(test_picture(16, 16, 1), 300);
  return bytes;
}
Bytes text() {
  return to_bytes(as_bytes("dear reader\n"));
}

TEST(InputWalkTest, AFileComesWithItsBytesAndItsTypeByContent) {
  const TemporaryFolder folder;
  write_file(folder / "really-a-png.jpg", png());
  const Walked got = walk({folder / "really-a-png.jpg"});
  ASSERT_EQ(got.files.size(), 1U);
  EXPECT_EQ(got.files[0].type, MediaType::kPng);
  EXPECT_EQ(got.files[0].content, png());
  EXPECT_EQ(got.files[0].name, (folder / "really-a-png.jpg").string());
}

TEST(InputWalkTest, FoldersAreWalkedInNaturalOrder) {
  const TemporaryFolder folder;
  for (const char* name :
       {"p10.png", "p2.png", "p1.png", "d3/x2.png", "d3/x11.png", "d12/x.png"}) {
    write_file(folder / name, png());
  }
  const Walked got = walk({folder.path()});
  EXPECT_EQ(got.names(folder.path()), (Names{"d3/x2.png", "d3/x11.png", "d12/x.png",
                                             "p1.png", "p2.png", "p10.png"}));
}

TEST(InputWalkTest, SidecarsAndClutterInFoldersArePassedOver) {
  const TemporaryFolder folder;
  write_file(folder / "p1.png", png());
  write_file(folder / "p1.json", text());
  write_file(folder / "p1.txt", text());
  write_file(folder / ".hidden.png", png());
  write_file(folder / "p1.png~", png());
  write_file(folder / ".git/x.png", png());
  const Walked got = walk({folder.path()});
  EXPECT_EQ(got.names(folder.path()), Names{"p1.png"});
  EXPECT_TRUE(got.failures.empty());
}

TEST(InputWalkTest, TheSameFilesNamedOutrightAreFailures) {
  const TemporaryFolder folder;
  write_file(folder / "p1.txt", text());
  const Walked got = walk({folder / "p1.txt"});
  ASSERT_EQ(got.failures.size(), 1U);
  EXPECT_STREQ(got.failures[0].error.text(),
               "the file is not an image or PDF that tangthu knows");
}

TEST(InputWalkTest, EachBadFileIsNamedWithItsCauseAndTheWalkGoesOn) {
  const TemporaryFolder folder;
  write_file(folder / "1-text.png", text());
  write_file(folder / "2-empty.png", {});
  write_file(folder / "3-letter.docx", text());
  write_file(folder / "4-good.png", png());
  mkfifo((folder / "5-pipe.png").c_str(), 0600);
  fs::create_symlink("/etc/passwd", folder / "6-link.png");
  fs::create_symlink("4-good.png", folder / "7-inside.png");
  fs::create_symlink("..", folder / "8-loop");
  const Walked got = walk({folder.path(), folder / "9-missing.png"});
  EXPECT_EQ(got.names(folder.path()), Names{"4-good.png"});
  Names names;
  for (const auto& failure : got.failures) {
    names.push_back(fs::path(failure.name).filename());
  }
  EXPECT_EQ(names, (Names{"1-text.png", "2-empty.png", "3-letter.docx", "5-pipe.png",
                          "6-link.png", "8-loop", "9-missing.png"}));
  EXPECT_STREQ(got.failures[1].error.text(), "the file is empty");
  EXPECT_STREQ(got.failures.back().error.text(), "there is no such file");
}

TEST(InputWalkTest, AFileThatMayNotBeReadIsNamed) {
  const TemporaryFolder folder;
  chmod(folder.path().c_str(), 0755);
  write_file(folder / "secret.png", png());
  chmod((folder / "secret.png").c_str(), 0);
  const uid_t before = geteuid();
  constexpr uid_t kNobody = 65534;  // root may read everything
  ASSERT_EQ(seteuid(before == 0 ? kNobody : before), 0);
  const Walked got = walk({folder.path()});
  ASSERT_EQ(seteuid(before), 0);
  ASSERT_EQ(got.failures.size(), 1U);
  EXPECT_STREQ(got.failures[0].error.text(), "reading the file is not permitted");
}

class ArchiveKindTest : public ::testing::TestWithParam<Pack> {};

TEST_P(ArchiveKindTest, GoodMembersAreDeliveredAndBadOnesNamed) {
  const TemporaryFolder folder;
  const Bytes jpeg = make_jpeg(test_picture(16, 16, 3), 300);
  write_file(folder / "a.arc", make_archive({{"p1.png", png()},
                                             {"bad.png", text()},
                                             {"truth.json", text()},
                                             {"__MACOSX/._p1.png", png()},
                                             {"empty.tif", {}},
                                             {"d/p2.jpg", jpeg}},
                                            GetParam()));
  const Walked got = walk({folder / "a.arc"});
  ASSERT_EQ(got.files.size(), 2U);
  const bool swapped =
      got.files[0].type == MediaType::kJpeg;  // ISO has an order of its own
  const InputFile& first = got.files[swapped ? 1 : 0];
  const InputFile& second = got.files[swapped ? 0 : 1];
  EXPECT_EQ(first.name, (folder / "a.arc/p1.png").string());
  EXPECT_EQ(second.name, (folder / "a.arc/d/p2.jpg").string());
  EXPECT_EQ(first.content, png());
  EXPECT_EQ(second.content, jpeg);
  EXPECT_EQ(second.type, MediaType::kJpeg);
  Names bad;
  for (const auto& failure : got.failures) {
    bad.push_back(failure.name.substr(folder.path().string().size() + 1));
  }
  std::sort(bad.begin(), bad.end());  // 7-Zip keeps empty files apart
  EXPECT_EQ(bad, (Names{"a.arc/bad.png", "a.arc/empty.tif"}));
}

INSTANTIATE_TEST_SUITE_P(AllKinds, ArchiveKindTest, ::testing::ValuesIn(kAllPacks));

TEST(ArchiveTest, NamesThatClimbAreOnlyNames) {
  const TemporaryFolder folder;
  write_file(folder / "a.zip",
             make_archive({{"../../../../tmp/evil.png", png()}, {"/etc/evil.png", png()}},
                          Pack::kZip));
  EXPECT_EQ(walk({folder / "a.zip"}).names(folder.path()),
            (Names{"a.zip/tmp/evil.png", "a.zip/etc/evil.png"}));
  EXPECT_FALSE(fs::exists("/etc/evil.png"));
}

TEST(ArchiveTest, VietnameseNamesAreKept) {
  const TemporaryFolder folder;
  setlocale(LC_CTYPE, "C.UTF-8");  // for libarchive, which writes the test's file
  write_file(folder / "a.zip", make_archive({{"Tờ trình.png", png()}}, Pack::kZip));
  EXPECT_EQ(walk({folder / "a.zip"}).names(folder.path()), Names{"a.zip/Tờ trình.png"});
}

TEST(ArchiveTest, ArchivesNestThreeDeepAndNoDeeper) {
  const TemporaryFolder folder;
  Bytes inner = make_archive({{"p.png", png()}}, Pack::kZip);
  for (const char* name : {"3.zip", "2.zip"}) {
    inner = make_archive({{name, inner}, {"beside.png", png()}}, Pack::kTarGz);
  }
  write_file(folder / "1.tgz", inner);
  EXPECT_EQ(
      walk({folder / "1.tgz"}).names(folder.path()),
      (Names{"1.tgz/2.zip/3.zip/p.png", "1.tgz/2.zip/beside.png", "1.tgz/beside.png"}));
  write_file(folder / "0.zip", make_archive({{"1.tgz", inner}}, Pack::kZip));
  const Walked deep = walk({folder / "0.zip"});
  EXPECT_EQ(deep.files.size(), 2U);
  ASSERT_EQ(deep.failures.size(), 1U);
  EXPECT_STREQ(deep.failures[0].error.text(), "archives are nested more than 3 deep");
}

TEST(ArchiveTest, AnEncryptedArchiveSaysSo) {
  const TemporaryFolder folder;
  write_file(folder / "a.zip", make_archive({{"p.png", png()}}, Pack::kEncryptedZip));
  const Walked got = walk({folder / "a.zip"});
  EXPECT_TRUE(got.files.empty());
  ASSERT_GE(got.failures.size(), 1U);
  EXPECT_STREQ(got.failures[0].error.text(), "the file is protected by a password");
}

TEST(ArchiveTest, ADamagedArchiveKeepsWhatWasGood) {
  const TemporaryFolder folder;
  Picture noise = test_picture(400, 400, 1);
  unsigned state = 1;
  for (auto& value : noise.pixels) {
    state = state * 1664525 + 1013904223;  // Numerical Recipes' generator
    value = static_cast<std::uint8_t>(state >> 24);
  }
  Bytes tar =
      make_archive({{"p1.png", png()}, {"p2.png", make_png(noise, 300)}}, Pack::kTarGz);
  tar.resize(tar.size() * 3 / 4);
  write_file(folder / "a.tgz", tar);
  const Walked got = walk({folder / "a.tgz"});
  EXPECT_EQ(got.names(folder.path()), Names{"a.tgz/p1.png"});
  EXPECT_GE(got.failures.size(), 1U);
}

TEST(ArchiveTest, AnArchiveWithoutPagesAndACompressedTextAreNamed) {
  const TemporaryFolder folder;
  write_file(folder / "a.zip", make_archive({{"notes.txt", text()}}, Pack::kZip));
  EXPECT_STREQ(walk({folder / "a.zip"}).failures.at(0).error.text(),
               "the archive holds no images or PDFs");
  write_file(folder / "b.gz",
             as_bytes(std::string_view("\x1f\x8b\x08\0\0\0\0\0\0\3", 10)));
  EXPECT_EQ(walk({folder / "b.gz"}).failures.size(), 1U);
}

// Overwrites the uncompressed sizes in a ZIP of one member, in both of its headers.
Bytes with_declared_size(Bytes zip, std::uint32_t size) {
  const auto put = [&](std::size_t at) {
    for (int i = 0; i < 4; ++i) {
      zip[at + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(size >> (8 * i));
    }
  };
  const std::size_t central = as_text(zip).find(std::string_view("PK\x01\x02", 4));
  put(22);
  put(central + 24);
  return zip;
}

Bytes png_then_zeros(std::size_t size) {
  Bytes bytes = png();
  bytes.resize(size);
  return bytes;
}

long peak_memory_kib() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

TEST(ArchiveTest, ABombIsRefusedByItsDeclaredSizeAtOnce) {
  const TemporaryFolder folder;
  write_file(folder / "bomb.zip",
             with_declared_size(
                 make_archive({{"zeros.png", png_then_zeros(1 << 20)}}, Pack::kZip),
                 0xfffffff0));
  const Walked got = walk({folder / "bomb.zip"});
  ASSERT_GE(got.failures.size(), 1U);
  EXPECT_EQ(got.failures[0].name, (folder / "bomb.zip/zeros.png").string());
  EXPECT_STREQ(got.failures[0].error.text(), "the file is larger than 1 GiB");
}

TEST(ArchiveTest, ABombThatLiesAboutItsSizeIsStoppedThere) {
  const TemporaryFolder folder;
  constexpr std::size_t kReal = std::size_t{64} << 20;
  const Bytes bomb = with_declared_size(
      make_archive({{"zeros.png", png_then_zeros(kReal)}}, Pack::kZip), 5000);
  write_file(folder / "bomb.zip", bomb);
  const Walked got = walk({folder / "bomb.zip"});
  EXPECT_TRUE(got.files.empty());
  EXPECT_GE(got.failures.size(), 1U);
}

TEST(ArchiveTest, ATarOfTenGigabytesIsRefusedUnread) {
  const TemporaryFolder folder;
  Bytes tar = make_archive({{"zeros.png", Bytes(512)}}, Pack::kTar);
  const std::string size = "120000000000";  // 10 GiB in octal
  std::copy(size.begin(), size.end(), tar.begin() + 124);
  std::fill(tar.begin() + 148, tar.begin() + 156, ' ');
  unsigned sum = 0;
  for (std::size_t i = 0; i < 512; ++i)
    sum += tar[i];
  char digits[8];
  snprintf(digits, sizeof digits, "%06o", sum);
  std::copy(digits, digits + 7, tar.begin() + 148);
  write_file(folder / "bomb.tar", tar);
  const long before = peak_memory_kib();
  const Walked got = walk({folder / "bomb.tar"});
  ASSERT_EQ(got.failures.size(), 2U);
  EXPECT_STREQ(got.failures[0].error.text(), "the file is larger than 1 GiB");
  EXPECT_STREQ(got.failures[1].error.text(), "the archive unpacks to more than 4 GiB");
  EXPECT_LT(peak_memory_kib() - before, 50'000);
}

}  // namespace
}  // namespace tangthu::scanner
