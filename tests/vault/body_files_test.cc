#include "vault/body_files.h"

#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/temporary_folder.h"

namespace tangthu::vault {
namespace {

class BodyFilesTest : public testing::Test {
 protected:
  std::filesystem::path path(const std::string& name) const {
    return folder_.path() / name;
  }
  BodyPlace add(BodyFiles& files, std::uint8_t fill, std::size_t size) {
    auto appended = files.append(Bytes(size, fill));
    EXPECT_TRUE(appended) << appended.error().text();
    return appended->place();
  }
  // The blocks that a file takes on the disk, in bytes.
  std::uint64_t bytes_on_disk(const std::string& name) const {
    struct stat info {};
    EXPECT_EQ(::stat(path(name).c_str(), &info), 0);
    return static_cast<std::uint64_t>(info.st_blocks) * 512;
  }
  static BodyFiles::LivePlaces only(std::vector<BodyPlace> places) {
    return [places] { return Result<std::vector<BodyPlace>>(places); };
  }

  test::TemporaryFolder folder_;
};

TEST_F(BodyFilesTest, WhatWasAppendedIsReadInPartsAndAfterReopening) {
  BodyPlace first;
  BodyPlace second;
  {
    BodyFiles files(folder_.path());
    first = add(files, 1, 5000);
    second = add(files, 2, 7000);
    ASSERT_TRUE(files.sync());
  }
  BodyFiles files(folder_.path());
  const BodyPlace third = add(files, 3, 10);
  EXPECT_EQ(third, (BodyPlace{1, 12000, 10}));
  EXPECT_EQ(files.read(first, 0, 9999).value(), Bytes(5000, 1));
  EXPECT_EQ(files.read(second, 6990, 100).value(), Bytes(10, 2));
  EXPECT_TRUE(files.read(second, 7000, 100).value().empty());
}

TEST_F(BodyFilesTest, AFullFileIsFollowedByTheNext) {
  test::write_file(path("body-00000007"), {});
  std::filesystem::resize_file(path("body-00000007"), BodyFiles::kMaxFileBytes - 100);
  BodyFiles files(folder_.path());
  EXPECT_EQ(add(files, 1, 100).file, 7U);
  EXPECT_EQ(add(files, 1, 100), (BodyPlace{8, 0, 100}));
}

TEST_F(BodyFilesTest, AFileThatIsMissingOrCutIsDamageAndNamed) {
  BodyFiles files(folder_.path());
  const BodyPlace place = add(files, 1, 5000);
  std::filesystem::resize_file(path("body-00000001"), 4999);
  for (int i = 0; i < 2; ++i) {
    const auto got = files.read(place, 0, 5000);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), ErrorCode::kCorrupt);
    EXPECT_EQ(got.error().subject(), "body-00000001");
    std::filesystem::remove(path("body-00000001"));
  }
}

TEST_F(BodyFilesTest, WhatNothingRefersToIsGivenBack) {
  BodyFiles files(folder_.path());
  const BodyPlace kept = add(files, 1, 1 << 20);
  add(files, 2, 1 << 20);
  const BodyPlace last = add(files, 3, 1 << 20);
  ASSERT_TRUE(files.sync());
  ASSERT_TRUE(files.free_all_but(only({last, kept})));
  EXPECT_LE(bytes_on_disk("body-00000001"), (2U << 20) + 8192);
  EXPECT_EQ(files.read(kept, 0, 1 << 20).value(), Bytes(1 << 20, 1));
  EXPECT_EQ(files.read(last, 0, 1 << 20).value(), Bytes(1 << 20, 3));
}

TEST_F(BodyFilesTest, AFileWithoutPlacesGoesUnlessItIsTheLast) {
  test::write_file(path("body-00000001"), Bytes(5000, 1));
  test::write_file(path("body-00000002"), Bytes(5000, 1));
  BodyFiles files(folder_.path());
  const BodyPlace place = add(files, 1, 5000);
  ASSERT_TRUE(files.free_all_but(only({})));
  EXPECT_FALSE(std::filesystem::exists(path("body-00000001")));
  EXPECT_EQ(add(files, 4, 5000).file, place.file);
}

TEST_F(BodyFilesTest, WhatIsBeingAppendedIsNotGivenBack) {
  BodyFiles files(folder_.path());
  const auto arriving = files.append(Bytes(9000, 7));
  ASSERT_TRUE(arriving);
  ASSERT_TRUE(files.free_all_but(only({})));
  EXPECT_EQ(files.read(arriving->place(), 0, 9000).value(), Bytes(9000, 7));
}

TEST_F(BodyFilesTest, AFileOfACheckpointIsLeftAsItIs) {
  BodyFiles files(folder_.path());
  add(files, 1, 1 << 20);
  std::filesystem::create_directory(path("frozen"));
  ASSERT_TRUE(files.link_into(path("frozen")));
  ASSERT_TRUE(files.free_all_but(only({})));
  EXPECT_EQ(test::read_file(path("frozen") / "body-00000001"), Bytes(1 << 20, 1));
  std::filesystem::remove_all(path("frozen"));
  ASSERT_TRUE(files.free_all_but(only({})));
  EXPECT_LE(bytes_on_disk("body-00000001"), 8192U);
}

TEST_F(BodyFilesTest, ManyThreadsAppendSyncAndFreeSideBySide) {
  BodyFiles files(folder_.path());
  std::mutex lock;
  std::vector<BodyPlace> live;
  const auto work = [&](std::uint8_t fill) {
    for (int i = 0; i < 50; ++i) {
      const auto appended = files.append(Bytes(5000, fill));
      if (!appended || !files.sync()) std::abort();
      const std::lock_guard guard(lock);
      live.push_back(appended->place());
    }
  };
  std::vector<std::thread> threads;
  for (const int fill : {1, 2, 3})
    threads.emplace_back(work, static_cast<std::uint8_t>(fill));
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(files.free_all_but([&]() -> Result<std::vector<BodyPlace>> {
      const std::lock_guard guard(lock);
      return live;
    }));
  }
  for (std::thread& thread : threads)
    thread.join();
  ASSERT_EQ(live.size(), 150U);
  for (const BodyPlace& place : live) {
    const Bytes got = files.read(place, 0, 5000).value();
    ASSERT_EQ(got.size(), 5000U);
    EXPECT_NE(got.front(), 0);
    EXPECT_EQ(got, Bytes(5000, got.front()));
  }
}

TEST_F(BodyFilesTest, OnlyItsOwnNamesAreItsFiles) {
  EXPECT_EQ(BodyFiles::number_of("body-00000012"), 12U);
  EXPECT_EQ(BodyFiles::number_of(BodyFiles::name_of(123456789)), 123456789U);
  for (const char* name : {"body-", "body-12", "body-00000000", "body-0000001x",
                           "body-000000012", "000012.sst", "body-99999999999"}) {
    EXPECT_FALSE(BodyFiles::number_of(name)) << name;
  }
}

}  // namespace
}  // namespace tangthu::vault
