// A disk that is full: what was reported is there and can be read, the vault can be
// closed, and goes on where it stopped once there is room. On a small file system of its
// own, which takes root to mount.
#include <set>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "tests/cli/agency.h"
#include "vault/reserve.h"

namespace tangthu::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;

class FullDiskTest : public AgencyTest {
 protected:
  void SetUp() override {
    fs::create_directory(path("vault"));
    // Mounts of this process and its children: they go with them.
    if (unshare(CLONE_NEWNS) != 0 ||
        mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("none", path("vault").c_str(), "tmpfs", 0, "size=72m") != 0) {
      GTEST_SKIP() << "a file system of its own takes root";
    }
    mounted_ = true;
  }
  ~FullDiskTest() override {
    tangthu({"--quiet", "seal"}, "an");
    if (mounted_) umount2(path("vault").c_str(), MNT_DETACH);
  }

  std::uint64_t free_bytes() const {
    struct statvfs info {};
    statvfs(path("vault").c_str(), &info);
    return std::uint64_t{info.f_bavail} * info.f_frsize;
  }
  // Something else that fills the disk.
  void fill_but_for(std::uint64_t bytes) const {
    const int fd =
        open(ballast().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const std::string block(4096, 'x');
    while (free_bytes() > bytes && write(fd, block.data(), block.size()) > 0) {
    }
    close(fd);
  }
  void free_the_disk() const { fs::remove(ballast()); }
  fs::path ballast() const { return path("vault") / "something else"; }
  bool reserve_is_whole() const {
    struct stat info {};
    return stat((path("vault") / "reserve").c_str(), &info) == 0 &&
           static_cast<std::uint64_t>(info.st_blocks) * 512 >= vault::kReserveBytes;
  }

  bool mounted_ = false;
};

TEST_F(FullDiskTest, WhatWasReportedIsReadOnAFullDiskAndTheRestFollowsLater) {
  write_passphrase("lan");
  ASSERT_EQ(exit_of({"init", "--slow-hash", "light"}, "lan"), 0);
  EXPECT_TRUE(reserve_is_whole());
  make_samples("in",
               {"--count", "4", "--seed", "11", "--grade", "clean", "--pages", "single",
                "--format", "png", "--level", "thuong", "--plant", "Khu Rừng Cấm"});
  fill_but_for(5 * kMebibyte / 2);

  const auto ran =
      tangthu({"--json", "ingest", path("in").string(), "--level", "thuong"});
  EXPECT_EQ(ran.exit_code, 8) << ran.err;
  EXPECT_NE(ran.err.find("the disk is full"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("free some space"), std::string::npos) << ran.err;
  const auto reported = json_lines(ran.out);
  EXPECT_GE(reported.size(), 1U);
  EXPECT_LT(reported.size(), 4U);

  fill_but_for(0);
  EXPECT_EQ(exit_of({"status"}, "lan"), 0);
  EXPECT_EQ(json_lines(tangthu({"--json", "list"}).out).size(), reported.size());
  EXPECT_EQ(json_lines(tangthu({"--json", "search", "\"Rừng Cấm\""}).out).size(),
            reported.size());
  for (const Json& document : reported) {
    const std::string id = document["id"];
    EXPECT_EQ(exit_of({"show", id}, "lan"), 0);
    EXPECT_EQ(exit_of({"get", id, "--out", path("out.pdf").string()}, "lan"), 0);
  }
  EXPECT_EQ(exit_of({"verify"}, "lan"), 0);
  const auto refused = tangthu({"ingest", path("in").string(), "--level", "thuong"});
  EXPECT_EQ(refused.exit_code, 8) << refused.err;
  EXPECT_NE(refused.err.find("free some space"), std::string::npos) << refused.err;
  EXPECT_EQ(exit_of({"list"}, "lan"), 0);

  free_the_disk();
  std::set<fs::path> pages;
  for (const auto& entry : fs::directory_iterator(path("in"))) {
    if (entry.path().extension() == ".png") pages.insert(entry.path());
  }
  EXPECT_EQ(exit_of({"ingest", pages.rbegin()->string(), "--level", "thuong"}, "lan"), 0);
  EXPECT_TRUE(reserve_is_whole());
  EXPECT_EQ(json_lines(tangthu({"--json", "list"}).out).size(), reported.size() + 1);
  EXPECT_EQ(exit_of({"verify"}, "lan"), 0);
  EXPECT_EQ(exit_of({"audit", "verify"}, "lan"), 0);
}

TEST_F(FullDiskTest, AnAgencysVaultIsUnsealedReadAndSealed) {
  found();
  unseal();
  done({"seal"}, "an");
  fill_but_for(0);
  unseal();
  EXPECT_EQ(exit_of({"status"}, "an"), 0);
  EXPECT_EQ(exit_of({"list"}, "binh"), 0);
  EXPECT_EQ(exit_of({"audit", "list"}, "kiem"), 0);
  EXPECT_EQ(exit_of({"user", "list"}, "an"), 0);
  const auto proposed = tangthu({"grant", "binh", "--level", "mat"}, "binh");
  EXPECT_EQ(proposed.exit_code, 8) << proposed.err;
  EXPECT_EQ(exit_of({"seal"}, "an"), 0);
  EXPECT_EQ(exit_of({"list"}, "binh"), 5);
  free_the_disk();
  unseal();
  done({"grant", "binh", "--level", "mat"}, "binh");
  EXPECT_TRUE(reserve_is_whole());
}

}  // namespace
}  // namespace tangthu::cli
