// Hot folders: the real program on real folders, killed, crowded, slow, full and
// read-only.
#include <random>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/process.h"
#include "tests/cli/watching.h"
#include "tests/support/without_inotify.h"

namespace tangthu::cli {
namespace {

TEST_F(WatchTest, GoodFilesGoToDoneBadOnesToFailedWithTheReasonBeside) {
  put_pages(1, 2);
  put("notes.txt", as_bytes("không phải ảnh\n"));
  surroundings_["LC_ALL"] = "vi_VN.UTF-8";
  const auto ran = watch_once();
  EXPECT_EQ(ran.exit_code, 9) << ran.err;
  const auto lines = json_lines(ran.out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["file"], path("in/page1.png").string());
  EXPECT_EQ(lines[0]["level"], "thuong");
  EXPECT_EQ(names("in"), (std::set<std::string>{".tangthu-working", "done", "failed"}));
  EXPECT_EQ(names("in/done"), (std::set<std::string>{"page1.png", "page2.png"}));
  EXPECT_EQ(names("in/failed"), (std::set<std::string>{"notes.txt", "notes.txt.txt"}));
  EXPECT_EQ(test::read_file(path("in/done/page1.png")), small_page(1));
  const Bytes reason = test::read_file(path("in/failed/notes.txt.txt"));
  EXPECT_NE(as_text(reason).find("tệp không phải là ảnh"), std::string_view::npos)
      << as_text(reason);
  EXPECT_EQ(as_text(reason).find("không phải ảnh"), std::string_view::npos);
  EXPECT_TRUE(nothing_is_claimed());
  EXPECT_EQ(watch_once().exit_code, 0) << "nothing there is nothing wrong";
}

TEST_F(WatchTest, KilledAtAnyMomentNothingIsLostAndNothingDoubled) {
  constexpr int kFiles = 30;
  constexpr int kKills = 22;
  std::mt19937 random(20261122);
  int put_so_far = 0;
  int at_work = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    while (put_so_far < kFiles && put_so_far < (kill + 1) * 2)
      ++put_so_far, put_pages(put_so_far, put_so_far);
    test::Started watcher(watching(), environment());
    // In the moments around a commit, while something is claimed, and anywhere.
    if (kill % 3 == 0) {
      soon([&] { return !found("in/.tangthu-working/*/*.note").empty(); });
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
    } else if (kill % 3 == 1) {
      soon([&] { return !nothing_is_claimed(); });
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 100));
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 300));
    }
    watcher.kill();
    EXPECT_EQ(watcher.wait().exit_code, 128 + SIGKILL);
    if (!nothing_is_claimed()) ++at_work;
  }
  EXPECT_GE(at_work, kKills / 2) << "the kills came at idle moments";
  ASSERT_EQ(put_so_far, kFiles);
  const auto last = watch_once();
  EXPECT_EQ(last.exit_code, 0) << last.err;
  std::set<std::string> all;
  for (int number = 1; number <= kFiles; ++number)
    all.insert(page_name(number));
  EXPECT_EQ(names("in/done"), all);
  EXPECT_EQ(names("in/failed"), std::set<std::string>());
  EXPECT_EQ(names("in"), (std::set<std::string>{".tangthu-working", "done"}));
  EXPECT_TRUE(nothing_is_claimed());
  EXPECT_EQ(stored_files(), (std::multiset<std::string>(all.begin(), all.end())));
}

TEST_F(WatchTest, AFileThatGrowsIsTakenWhenItIsWholeAndASignalEndsTheWatch) {
  test::Started watcher(watching(), environment());
  const Bytes page = small_page(1);
  {
    // Slower than the settling time: the open file says that more will come.
    const int fd =
        open(path("in/slow.png").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    for (std::size_t at = 0; at < page.size(); at += page.size() / 8) {
      const std::size_t part = std::min(page.size() / 8, page.size() - at);
      ASSERT_EQ(write(fd, page.data() + at, part), static_cast<ssize_t>(part));
      std::this_thread::sleep_for(340ms);
      EXPECT_FALSE(is_done("slow.png"));
    }
    close(fd);
  }
  EXPECT_TRUE(soon([&] { return is_done("slow.png"); }));
  watcher.kill(SIGTERM);
  const auto ran = watcher.wait();
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(json_lines(ran.out).size(), 1U) << ran.out;
  EXPECT_EQ(test::read_file(path("in/done/slow.png")), page);
}

// As on a network share: files of other machines come without a word.
TEST_F(WatchTest, WhereFoldersTellNothingTheSweepAloneFindsEveryFile) {
  std::thread([this] {
    ASSERT_TRUE(test::forbid_inotify());
    test::Started watcher(watching(), environment());
    std::this_thread::sleep_for(500ms);
    for (const int number : {1, 2}) {
      put_pages(number, number);
      EXPECT_TRUE(soon([&] { return is_done(page_name(number)); }));
    }
    watcher.kill(SIGTERM);
    const auto ran = watcher.wait();
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_EQ(json_lines(ran.out).size(), 2U) << ran.out;
  }).join();
}

TEST_F(WatchTest, WhatAWatcherStoredBeforeItDiedIsMovedAndNotStoredAgain) {
  // An archive, of which a watcher stored the second document and then died.
  for (int number = 1; number <= 3; ++number)
    test::write_file(path(page_name(number)), small_page(number));
  const auto tar =
      test::run({"/bin/tar", "-C", path("").string(), "-cf", path("in/box.tar").string(),
                 page_name(1), page_name(2), page_name(3)});
  ASSERT_EQ(tar.exit_code, 0) << tar.err;
  const auto first = json_lines(watch_once().out);
  ASSERT_EQ(first.size(), 3U);
  const fs::path den = path("in/.tangthu-working/w-dead");
  fs::create_directories(den / "7");
  fs::rename(path("in/done/box.tar"), den / "7" / "box.tar");
  const std::string id = first[1]["id"];
  const std::string lost = first[0]["id"].get<std::string>().replace(0, 4, "0000");
  test::write_file(den / "7.note", as_bytes("\n1 " + lost + "\n\n2 " + id + "\n\n3 12"));

  const auto ran = watch_once();
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const auto lines = json_lines(ran.out);
  ASSERT_EQ(lines.size(), 3U) << ran.out;
  std::set<std::string> new_files;
  for (const Json& line : lines) {
    if (line.value("stored_before", false)) {
      EXPECT_EQ(line["id"], id);
      EXPECT_EQ(line["file"], path("in/box.tar/page2.png").string());
    } else {
      new_files.insert(fs::path(line["file"].get<std::string>()).filename().string());
    }
  }
  EXPECT_EQ(new_files, (std::set<std::string>{"page1.png", "page3.png"}));
  EXPECT_TRUE(is_done("box.tar"));
  EXPECT_TRUE(nothing_is_claimed());
  EXPECT_EQ(stored_files().size(), 5U);
}

TEST_F(WatchTest, AnArchiveWithABadMemberFailsAndSaysWhatOfItIsStored) {
  test::write_file(path("good.png"), small_page(1));
  test::write_file(path("bad.png"), as_bytes("no page\n"));
  ASSERT_EQ(test::run({"/bin/tar", "-C", path("").string(), "-cf",
                       path("in/box.tar").string(), "good.png", "bad.png"})
                .exit_code,
            0);
  EXPECT_EQ(watch_once().exit_code, 4);
  const Bytes reason = test::read_file(path("in/failed/box.tar.txt"));
  EXPECT_NE(as_text(reason).find("box.tar/bad.png: "), std::string_view::npos);
  EXPECT_NE(as_text(reason).find("1 documents: stored all the same"),
            std::string_view::npos)
      << as_text(reason);
  EXPECT_EQ(stored_files().size(), 1U);
}

TEST_F(WatchTest, ANameThatIsTakenGetsANumberAndNothingIsReplaced) {
  for (int number = 1; number <= 2; ++number) {
    put("page.png", small_page(number));
    put("notes.txt", as_bytes(std::to_string(number)));
    EXPECT_EQ(watch_once().exit_code, 9);
  }
  EXPECT_EQ(names("in/done"), (std::set<std::string>{"page.png", "page-2.png"}));
  EXPECT_EQ(test::read_file(path("in/done/page.png")), small_page(1));
  EXPECT_EQ(test::read_file(path("in/done/page-2.png")), small_page(2));
  EXPECT_EQ(names("in/failed"),
            (std::set<std::string>{"notes.txt", "notes.txt.txt", "notes-2.txt",
                                   "notes-2.txt.txt"}));
  EXPECT_EQ(stored_files().size(), 2U) << "the same name is not the same document";
}

TEST_F(WatchTest, NamesOfAnyBytesAreTakenAndWhatIsNoFileIsLeftAlone) {
  const std::string longest = std::string(251, 'n') + ".png";
  const std::string accents = [] {
    std::string out;
    while (out.size() < 252)
      out += "ệ";
    return out + "txt";
  }();
  const std::string strange = "a\xff\xfe\nb.png";
  put(longest, small_page(1));
  put(strange, small_page(2));
  put(accents, as_bytes("no page"));
  put("hard.png", small_page(3));
  fs::create_hard_link(path("in/hard.png"), path("elsewhere.png"));
  put("empty.png", {});
  put("coming.png.part", small_page(4));
  put(".hidden.png", small_page(5));
  fs::create_directory(path("in/folder"));
  test::write_file(path("in/folder/inner.png"), small_page(6));
  fs::create_symlink(path("elsewhere.png"), path("in/link.png"));
  ASSERT_EQ(mkfifo(path("in/pipe.png").c_str(), 0600), 0);
  const auto ran = watch_once();
  EXPECT_EQ(ran.exit_code, 9) << ran.err;
  EXPECT_EQ(names("in/done"), (std::set<std::string>{longest, strange, "hard.png"}));
  const auto failed = names("in/failed");
  EXPECT_EQ(failed.size(), 4U);
  EXPECT_TRUE(failed.contains("empty.png") && failed.contains("empty.png.txt"));
  std::string cut = accents.substr(0, 249);  // 83 letters, and room for .txt
  EXPECT_TRUE(failed.contains(cut) && failed.contains(cut + ".txt"))
      << "cut between two letters";
  EXPECT_EQ(names("in"),
            (std::set<std::string>{".hidden.png", ".tangthu-working", "coming.png.part",
                                   "done", "failed", "folder", "link.png", "pipe.png"}));
  for (const char* said :
       {"link.png: a link", "pipe.png: it is neither", "folder: a folder"}) {
    EXPECT_NE(ran.err.find(said), std::string::npos) << ran.err;
  }
  EXPECT_EQ(ran.err.find("hidden"), std::string::npos);
}

TEST_F(WatchTest, TwoWatchersOnOneFolderTakeEveryFileOnce) {
  constexpr int kFiles = 24;
  fs::create_directory(path("out"));
  ASSERT_EQ(tangthu({"station", "key", "tram", "--out", path("key").string()}).exit_code,
            0);
  ASSERT_EQ(
      tangthu({"station", "kit", "--level", "thuong", "--out", path("kit").string()})
          .exit_code,
      0);
  const std::vector<std::string> as_station = {"--bundles",     path("out").string(),
                                               "--kit",         path("kit").string(),
                                               "--station-key", path("key").string()};
  std::multiset<std::string> files;
  {
    test::Started one(watching(as_station), {});
    test::Started two(watching(as_station), {});
    put_pages(1, kFiles);
    EXPECT_TRUE(soon([&] { return names("in/done").size() == kFiles; }));
    for (test::Started* each : {&one, &two}) {
      each->kill(SIGINT);
      const auto ran = each->wait();
      EXPECT_EQ(ran.exit_code, 0) << ran.err;
      const auto lines = json_lines(ran.out);
      EXPECT_FALSE(lines.empty()) << "one of them did all";
      for (const Json& line : lines)
        files.insert(line["file"]);
    }
  }
  EXPECT_EQ(files.size(), static_cast<std::size_t>(kFiles));
  EXPECT_EQ((std::set<std::string>(files.begin(), files.end()).size()),
            static_cast<std::size_t>(kFiles));
  EXPECT_EQ(names("out").size(), static_cast<std::size_t>(kFiles));
  EXPECT_TRUE(nothing_is_claimed());
}

// What the folder and the vault do to a watcher that goes on.
class WatchTroubleTest : public WatchTest {
 protected:
  static int count(const std::string& text, const std::string& word) {
    int out = 0;
    for (std::size_t at = text.find(word); at != std::string::npos;
         at = text.find(word, at + 1))
      ++out;
    return out;
  }
};

TEST_F(WatchTroubleTest, ABusyVaultIsWaitedForAndSaidOnce) {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  const int fd = open(path("vault/store/LOCK").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(fcntl(fd, F_SETLK, &lock), 0);
  put_pages(1, 2);
  test::Started watcher(watching(), environment());
  std::this_thread::sleep_for(1300ms);
  EXPECT_EQ(names("in"), (std::set<std::string>{"page1.png", "page2.png"}));
  EXPECT_EQ(watch_once().exit_code, 5);
  close(fd);
  EXPECT_TRUE(soon([&] { return names("in/done").size() == 2; }));
  watcher.kill(SIGTERM);
  const auto ran = watcher.wait();
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(count(ran.err, "another process is writing to this vault"), 1) << ran.err;
  EXPECT_EQ(count(ran.err, "It works again"), 1) << ran.err;
}

TEST_F(WatchTroubleTest, AFolderThatGoesAndComesBackIsWatchedAgain) {
  test::Started watcher(watching(), environment());
  put_pages(1, 1);
  EXPECT_TRUE(soon([&] { return is_done(page_name(1)); }));
  fs::rename(path("in"), path("away"));
  std::this_thread::sleep_for(900ms);
  fs::rename(path("away"), path("in"));
  put_pages(2, 2);
  EXPECT_TRUE(soon([&] { return is_done(page_name(2)); }));
  watcher.kill(SIGTERM);
  const auto ran = watcher.wait();
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(count(ran.err, "the watched folder is not there"), 1) << ran.err;
  EXPECT_EQ(watch_once().exit_code, 0);
  EXPECT_EQ(test::run({"tangthu", "watch", path("none").string(), "--level", "mat"},
                      environment())
                .exit_code,
            2);
}

TEST_F(WatchTroubleTest, AFileThatMayNotBeReadFailsAndOneThatMayNotBeMovedStays) {
  if (geteuid() != 0) GTEST_SKIP() << "files of somebody else take root";
  constexpr uid_t kNobody = 65534;
  // The build may lie where nobody else may go.
  fs::create_directory(path("bin"));
  for (const char* program : {"tangthu", "tangthu-decode"})
    fs::copy_file(program_folder() / program, path("bin") / program);
  put_pages(1, 2);
  ASSERT_EQ(chmod(path("in/page1.png").c_str(), 0), 0);
  for (const auto& each : fs::recursive_directory_iterator(folder_.path()))
    ASSERT_EQ(lchown(each.path().c_str(), kNobody, kNobody), 0);
  ASSERT_EQ(chown(folder_.path().c_str(), kNobody, kNobody), 0);
  const auto watch_as_nobody = [&] {
    auto words = watching({"--once"});
    words[0] = path("bin/tangthu").string();
    words.insert(words.begin(), {"/usr/bin/setpriv", "--reuid=65534", "--clear-groups"});
    return test::run(words, environment());
  };
  const auto ran = watch_as_nobody();
  EXPECT_EQ(ran.exit_code, 9) << ran.err;
  EXPECT_EQ(names("in/failed"), (std::set<std::string>{"page1.png", "page1.png.txt"}));
  EXPECT_TRUE(is_done("page2.png"));

  // In a folder of root's with the sticky bit only owners move their files.
  put_pages(3, 4);
  ASSERT_EQ(chown(path("in").c_str(), 0, 0), 0);
  ASSERT_EQ(chmod(path("in").c_str(), 01777), 0);
  ASSERT_EQ(chown(path("in/page4.png").c_str(), kNobody, kNobody), 0);
  const auto again = watch_as_nobody();
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_TRUE(fs::exists(path("in/page3.png")));
  EXPECT_TRUE(is_done("page4.png"));
  EXPECT_EQ(count(again.err, "moving the file is not permitted"), 1) << again.err;
}

// Folder and vault on small file systems of their own, which takes root to mount.
class WatchDiskTest : public WatchTroubleTest {
 protected:
  void SetUp() override {
    fs::create_directory(path("in"));
    fs::create_directory(path("vault"));
    if (unshare(CLONE_NEWNS) != 0 ||
        mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("none", path("vault").c_str(), "tmpfs", 0, "size=72m") != 0 ||
        mount("none", path("in").c_str(), "tmpfs", 0, "size=1m") != 0) {
      GTEST_SKIP() << "a file system of its own takes root";
    }
    write_passphrase("lan");
    ASSERT_EQ(tangthu({"init", "--slow-hash", "light"}).exit_code, 0);
  }
  ~WatchDiskTest() override {
    umount2(path("in").c_str(), MNT_DETACH);
    umount2(path("vault").c_str(), MNT_DETACH);
  }
  // Leaves `bytes` free on the disk of the folder.
  void fill(const std::string& folder, std::uint64_t bytes) const {
    const int fd = open(path(folder + "/.ballast").c_str(),
                        O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const std::string block(4096, 'x');
    struct statvfs info {};
    while (statvfs(path(folder).c_str(), &info) == 0 &&
           info.f_bavail * info.f_frsize > bytes &&
           ::write(fd, block.data(), block.size()) > 0) {
    }
    close(fd);
  }
};

TEST_F(WatchDiskTest, AFullVaultAndThenAFullFolderAreWaitedOut) {
  fill("vault", 0);
  test::Started watcher(watching(), environment());
  put_pages(1, 3);
  std::this_thread::sleep_for(800ms);
  EXPECT_TRUE(names("in/done").empty() && names("in/failed").empty());
  fs::remove(path("vault/.ballast"));
  EXPECT_TRUE(soon([&] { return names("in/done").size() == 3; }));

  put_pages(4, 5);
  fill("in", 0);
  std::this_thread::sleep_for(600ms);
  EXPECT_TRUE(names("in/failed").empty());
  fs::remove(path("in/.ballast"));
  EXPECT_TRUE(soon([&] { return names("in/done").size() == 5; }));
  watcher.kill(SIGTERM);
  const auto ran = watcher.wait();
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(count(ran.err, "the disk is full"), 1) << ran.err;
  EXPECT_EQ(stored_files().size(), 5U);
  EXPECT_EQ(tangthu({"verify"}).exit_code, 0);
}

TEST_F(WatchDiskTest, AFolderThatBecomesReadOnlyIsWaitedOut) {
  test::Started watcher(watching(), environment());
  put_pages(1, 1);
  EXPECT_TRUE(soon([&] { return is_done(page_name(1)); }));
  EXPECT_TRUE(soon([&] { return nothing_is_claimed(); }));
  // The same folder by another way, which stays open.
  const fs::path back = path("back");
  fs::create_directory(back);
  ASSERT_EQ(mount(path("in").c_str(), back.c_str(), nullptr, MS_BIND, nullptr), 0);
  ASSERT_TRUE(soon([&] {
    return mount("none", path("in").c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY,
                 nullptr) == 0;
  })) << "an idle watcher holds nothing open";
  test::write_file(back / ".coming", small_page(2));
  fs::rename(back / ".coming", back / page_name(2));
  const char* const kSaid = "the watched folder can't be written to";
  EXPECT_TRUE(soon([&] { return count(watcher.err(), kSaid) == 1; }));
  EXPECT_EQ(watch_once().exit_code, 8);
  ASSERT_EQ(mount("none", path("in").c_str(), nullptr, MS_REMOUNT | MS_BIND, nullptr), 0);
  EXPECT_TRUE(soon([&] { return is_done(page_name(2)); }));
  watcher.kill(SIGTERM);
  const auto ran = watcher.wait();
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(count(ran.err, kSaid), 1) << ran.err;
  EXPECT_EQ(stored_files().size(), 2U);
  umount2(back.c_str(), MNT_DETACH);
}

}  // namespace
}  // namespace tangthu::cli
