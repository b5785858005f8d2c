// Archives of every kind, and archives that mean harm: each ends in what was good and in
// named errors, within the limits.
#include <cstdlib>

#include <gtest/gtest.h>

#include "make_files.h"
#include "scanner/import.h"

namespace tangthu::scanner {
namespace {

using namespace testing;
namespace fs = std::filesystem;

struct Walked {
  std::vector<std::string> files;
  std::vector<std::pair<std::string, std::string>> failures;  // name, text
};

Walked walk(const fs::path& path) {
  const auto shortened = [&](const std::string& name) {
    return name.size() > path.string().size() ? name.substr(path.string().size() + 1)
                                              : std::string("");
  };
  Walked out;
  InputWalk inputs(std::vector<fs::path>{path});
  while (auto input = inputs.next()) {
    if (const auto* file = std::get_if<InputFile>(&*input)) {
      out.files.push_back(shortened(file->name));
    } else {
      const auto& failure = std::get<InputFailure>(*input);
      EXPECT_STRNE(failure.error.remedy(), "");
      EXPECT_EQ(failure.error.code(), ErrorCode::kBadInput);
      out.failures.emplace_back(shortened(failure.name), failure.error.text());
    }
  }
  return out;
}

using Names = std::vector<std::string>;
using Failures = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kPassword = "the file is protected by a password";
constexpr const char* kTooLarge = "the archive unpacks to more than 4 GiB";
constexpr const char* kTooMany = "the archive has more than 100000 members";

const Bytes& png() {
  static const Bytes bytes = make_png(test_picture(16, 16, 1), 300);
  return bytes;
}
Bytes text() {
  return to_bytes(as_bytes("dear reader\n"));
}

class HandPackTest : public ::testing::TestWithParam<HandPack> {};

TEST_P(HandPackTest, GoodMembersAreDeliveredAndBadOnesNamed) {
  const TemporaryFolder folder;
  const fs::path file = folder / "a.arc";
  write_file(file,
             pack_by_hand({{"p1.png", png()}, {"bad.png", text()}, {"p2.png", png()}},
                          GetParam()));
  const Walked got = walk(file);
  EXPECT_EQ(got.files, (Names{"p1.png", "p2.png"}));
  EXPECT_EQ(
      got.failures,
      (Failures{{"bad.png", "the file is not an image or PDF that tangthu knows"}}));
}

// (A changed one too, but in RAR: libarchive 3.6 passes over the checksums of what is
// stored there. Decoders look for themselves.)
TEST_P(HandPackTest, AMemberThatIsCutOffIsDamage) {
  const TemporaryFolder folder;
  const fs::path file = folder / "a.arc";
  Bytes archive = pack_by_hand({{"p1.png", png()}}, GetParam());
  archive.resize(archive.size() - 30);
  write_file(file, archive);
  const Walked got = walk(file);
  EXPECT_TRUE(got.files.empty());
  EXPECT_GE(got.failures.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(All, HandPackTest,
                         ::testing::Values(HandPack::kRar4, HandPack::kRar5,
                                           HandPack::kLha, HandPack::kCab));

// By 7-Zip, which is nobody's relative here.
class SevenZipTest : public ::testing::Test {
 protected:
  fs::path packed(const std::string& name, const std::string& options) {
    write_file(folder_ / "p.png", png());
    const std::string command = "cd '" + folder_.path().string() + "' && 7zz a " +
                                options + " " + name + " p.png >/dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0);  // NOLINT: a test's own command
    return folder_ / name;
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(SevenZipTest, ItsArchivesAreRead) {
  for (const auto& [name, options] :
       {std::pair("a.7z", ""), std::pair("b.7z", "-m0=PPMd"),
        std::pair("c.7z", "-m0=BZip2"), std::pair("d.zip", "-mm=LZMA"),
        std::pair("e.tar", "")}) {
    SCOPED_TRACE(name);
    EXPECT_EQ(walk(packed(name, options)).files, Names{"p.png"});
  }
}

TEST_F(SevenZipTest, LockedOnesAreNamed) {
  for (const auto& [name, options] :
       {std::pair("a.7z", "-psecret"), std::pair("b.7z", "-psecret -mhe=on"),
        std::pair("c.zip", "-psecret -mem=AES256"),
        std::pair("d.zip", "-psecret -mem=ZipCrypto")}) {
    SCOPED_TRACE(name);
    const Walked got = walk(packed(name, options));
    EXPECT_TRUE(got.files.empty());
    ASSERT_GE(got.failures.size(), 1U);
    EXPECT_EQ(got.failures[0].second, kPassword);
  }
}

TEST(HostileArchiveTest, LinksAndDevicesAreNeverFollowed) {
  const TemporaryFolder folder;
  write_file(folder / "a.tar", make_tar_of_links(png()));
  const Walked got = walk(folder / "a.tar");
  EXPECT_EQ(got.files, Names{"d/p.png"});
  EXPECT_TRUE(got.failures.empty());
}

Members many(int count) {
  Members out;
  for (int i = 0; i < count; ++i)
    out.emplace_back(std::to_string(i) + ".txt", Bytes());
  return out;
}

TEST(HostileArchiveTest, AHundredThousandMembersAreTheMost) {
  const TemporaryFolder folder;
  Members members = many(99'999);
  members.emplace_back("p.png", png());
  write_file(folder / "a.cpio", make_archive(members, Pack::kCpio));
  const Walked most = walk(folder / "a.cpio");
  EXPECT_EQ(most.files, Names{"p.png"});
  EXPECT_TRUE(most.failures.empty());
  members.emplace_back("q.png", png());
  write_file(folder / "b.cpio", make_archive(members, Pack::kCpio));
  const Walked more = walk(folder / "b.cpio");
  EXPECT_EQ(more.files, Names{"p.png"});
  EXPECT_EQ(more.failures, (Failures{{"", kTooMany}}));
}

// Archives that hold nothing but work: what they make us pass over is counted across all
// of them, or a few kilobytes would keep a station busy for days.
TEST(HostileArchiveTest, MembersThatArePassedOverCountInAllArchivesTogether) {
  const TemporaryFolder folder;
  const Bytes inner = make_archive(many(40'000), Pack::kCpio);
  Members outer;
  for (int i = 0; i < 6; ++i)
    outer.emplace_back(std::to_string(i) + ".cpio", inner);
  write_file(folder / "a.tgz", make_archive(outer, Pack::kTarGz));
  const Walked got = walk(folder / "a.tgz");
  EXPECT_TRUE(got.files.empty());
  ASSERT_FALSE(got.failures.empty());
  EXPECT_LE(got.failures.size(), 5U);
  EXPECT_EQ(got.failures.back(), (std::pair<std::string, std::string>("", kTooMany)));
}

Bytes tar_that_claims(const char* octal_size) {
  Bytes tar = make_archive({{".hidden", Bytes(512)}}, Pack::kTar);
  const std::string size = octal_size;
  std::copy(size.begin(), size.end(), tar.begin() + 124);
  std::fill(tar.begin() + 148, tar.begin() + 156, ' ');
  unsigned sum = 0;
  for (std::size_t i = 0; i < 512; ++i)
    sum += tar[i];
  char digits[8];
  snprintf(digits, sizeof digits, "%06o", sum);
  std::copy(digits, digits + 7, tar.begin() + 148);
  return tar;
}

TEST(HostileArchiveTest, BytesThatArePassedOverCountInAllArchivesTogether) {
  const TemporaryFolder folder;
  const Bytes gibibyte = tar_that_claims("10000000000");
  Members outer;
  for (int i = 0; i < 20; ++i)
    outer.emplace_back(std::to_string(i) + ".tar", gibibyte);
  write_file(folder / "a.zip", make_archive(outer, Pack::kZip));
  const Walked got = walk(folder / "a.zip");
  EXPECT_TRUE(got.files.empty());
  EXPECT_LE(got.failures.size(), 6U);
  ASSERT_FALSE(got.failures.empty());
  EXPECT_EQ(got.failures.back(), (std::pair<std::string, std::string>("", kTooLarge)));
}

// As a quine would: every level looks like the one above. The depth ends it.
TEST(HostileArchiveTest, ArchivesInArchivesWithoutEndEnd) {
  const TemporaryFolder folder;
  Bytes inner = make_archive({{"r.zip", text()}}, Pack::kZip);
  for (int i = 0; i < 40; ++i)
    inner = make_archive({{"r.zip", inner}}, i % 2 == 0 ? Pack::kZip : Pack::kTarGz);
  write_file(folder / "r.zip", inner);
  const Walked got = walk(folder / "r.zip");
  EXPECT_TRUE(got.files.empty());
  EXPECT_EQ(got.failures,
            (Failures{{"r.zip/r.zip/r.zip", "archives are nested more than 3 deep"}}));
}

}  // namespace
}  // namespace tangthu::scanner
