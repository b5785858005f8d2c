// Hot folders: when a file is complete, and that one claim is one claim.
#include "scanner/hot_folder.h"

#include <algorithm>
#include <set>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "make_files.h"
#include "scanner/folder_names.h"
#include "tests/support/without_inotify.h"

namespace tangthu::scanner {
namespace {

using namespace std::chrono_literals;
using namespace testing;
namespace fs = std::filesystem;
using Time = Settling::Clock::time_point;

constexpr FileState kSmall{1, 1, 10, 100};
constexpr FileState kLarger{1, 1, 20, 200};
constexpr FileState kEmpty{1, 2, 0, 100};

std::string next_name(const Settling& settling, Time now) {
  const auto next = settling.next(now);
  return next ? next->name : "";
}

TEST(SettlingTest, AFileIsCompleteWhenItStayedAsItWasForTheSettlingTime) {
  Settling settling(2s);
  const Time start{};
  settling.saw("a", kSmall, start);
  EXPECT_EQ(next_name(settling, start + 1s), "");
  settling.saw("a", kSmall, start + 1s);
  EXPECT_EQ(next_name(settling, start + 2s), "a");
  EXPECT_EQ(settling.next(start + 2s)->state, kSmall);
}

TEST(SettlingTest, AnyChangeStartsTheTimeAnew) {
  const Time start{};
  for (const FileState& changed :
       {kLarger, FileState{1, 1, 10, 101}, FileState{1, 9, 10, 100}}) {
    Settling settling(2s);
    settling.saw("a", kSmall, start);
    settling.saw("a", changed, start + 1s);
    EXPECT_EQ(next_name(settling, start + 2s), "");
    EXPECT_EQ(next_name(settling, start + 3s), "a");
    settling.restart("a", start + 3s);
    EXPECT_EQ(next_name(settling, start + 4s), "");
  }
}

TEST(SettlingTest, AnEmptyFileWaitsTenTimesAsLong) {
  Settling settling(2s);
  const Time start{};
  settling.saw("a", kEmpty, start);
  EXPECT_EQ(next_name(settling, start + 19s), "");
  EXPECT_EQ(next_name(settling, start + 20s), "a");
  EXPECT_EQ(settling.last_due(), start + 20s);
}

TEST(SettlingTest, FilesComeInNaturalOrderAndWhatWentIsForgotten) {
  Settling settling(0s);
  const Time now{};
  for (const char* name : {"page10", "page2", "page1"})
    settling.saw(name, kSmall, now);
  EXPECT_EQ(next_name(settling, now), "page1");
  settling.forget("page1");
  EXPECT_EQ(next_name(settling, now), "page2");
  settling.keep_only({"page10"});
  EXPECT_EQ(next_name(settling, now), "page10");
  settling.keep_only({});
  EXPECT_FALSE(settling.first_due());
}

TEST(NumberedNameTest, NamesAreNumberedBeforeTheirEndAndCutBetweenLetters) {
  EXPECT_EQ(numbered_name("a.png", 1, 4), "a.png");
  EXPECT_EQ(numbered_name("a.png", 2, 4), "a-2.png");
  EXPECT_EQ(numbered_name("a", 3, 0), "a-3");
  EXPECT_EQ(numbered_name(".a", 3, 0), ".a-3");
  EXPECT_EQ(numbered_name("a.tar.gz", 2, 0), "a.tar-2.gz");
  EXPECT_EQ(numbered_name("a. a very long end of a sentence", 2, 0),
            "a. a very long end of a sentence-2");
  const std::string longest = std::string(251, 'n') + ".png";
  EXPECT_EQ(numbered_name(longest, 1, 0), longest);
  EXPECT_EQ(numbered_name(longest, 1, 4), std::string(247, 'n') + ".png");
  EXPECT_EQ(numbered_name(longest, 12, 4), std::string(244, 'n') + "-12.png");
  std::string letters;
  for (int i = 0; i < 85; ++i)
    letters += "ệ";
  EXPECT_EQ(numbered_name(letters, 2, 0), letters.substr(0, 252) + "-2");
  EXPECT_EQ(numbered_name(std::string(255, '\xbf'), 2, 4).size(), 251U);
}

class HotFolderTest : public ::testing::Test {
 protected:
  static constexpr HotFolderOptions kAtOnce{0ms, 0ms};

  static std::unique_ptr<HotFolder> open(const fs::path& folder,
                                         const HotFolderOptions& options = kAtOnce) {
    auto out = HotFolder::open(folder, options);
    EXPECT_TRUE(out) << (out ? "" : out.error().text());
    return std::move(*out);
  }
  std::unique_ptr<HotFolder> watcher() const { return open(folder_.path()); }
  void put(const std::string& name, const std::string& text = "text") const {
    write_file(folder_ / name, as_bytes(text));
  }
  static std::optional<Claim> claim(HotFolder& folder) {
    auto out = folder.claim();
    EXPECT_TRUE(out) << (out ? "" : out.error().text());
    return out ? std::move(*out) : std::nullopt;
  }
  bool exists(const std::string& name) const { return fs::exists(folder_ / name); }

  TemporaryFolder folder_;
};

TEST_F(HotFolderTest, AClaimedFileIsOutOfTheFolderAndEndsInDone) {
  put("a.png");
  const auto folder = watcher();
  const auto a = claim(*folder);
  ASSERT_TRUE(a);
  EXPECT_EQ(a->name, "a.png");
  EXPECT_FALSE(exists("a.png"));
  EXPECT_EQ(folder->shown_path(*a), folder_ / "a.png");
  EXPECT_TRUE(folder->open_file(*a).valid());
  EXPECT_FALSE(claim(*folder));
  EXPECT_EQ(folder->finish(*a), folder_ / "done/a.png");
  EXPECT_EQ(as_text(read_file(folder_ / "done/a.png")), "text");
  folder->rest();
  EXPECT_TRUE(fs::is_empty(folder_ / kWorkingFolder));
}

TEST_F(HotFolderTest, NothingInDoneOrFailedIsEverReplaced) {
  const auto folder = watcher();
  for (const char* text : {"1", "2", "3"}) {
    put("a.png", text);
    put("b.png", text);
    ASSERT_TRUE(folder->finish(*claim(*folder)));
    ASSERT_TRUE(folder->reject(*claim(*folder), std::string("why ") + text));
  }
  EXPECT_EQ(as_text(read_file(folder_ / "done/a.png")), "1");
  EXPECT_EQ(as_text(read_file(folder_ / "done/a-3.png")), "3");
  EXPECT_EQ(as_text(read_file(folder_ / "failed/b-2.png")), "2");
  EXPECT_EQ(as_text(read_file(folder_ / "failed/b-2.png.txt")), "why 2");
  // A reason's name may be taken as well.
  put("c.png", "old");
  fs::rename(folder_ / "c.png", folder_ / "failed/c.png.txt");
  put("c.png", "new");
  EXPECT_EQ(folder->reject(*claim(*folder), "why"), folder_ / "failed/c-2.png");
  EXPECT_EQ(as_text(read_file(folder_ / "failed/c.png.txt")), "old");
}

TEST_F(HotFolderTest, TwoWatchersWithManyFilesHaveEachFileOnce) {
  constexpr int kFiles = 400;
  for (int i = 0; i < kFiles; ++i)
    put(std::to_string(i) + ".png");
  std::vector<std::string> taken[2];
  {
    std::vector<std::jthread> watchers;
    for (auto& mine : taken) {
      watchers.emplace_back([&mine, this] {
        const auto folder = watcher();
        while (const auto one = claim(*folder)) {
          mine.push_back(one->name);
          EXPECT_TRUE(folder->finish(*one));
        }
      });
    }
  }
  std::set<std::string> all(taken[0].begin(), taken[0].end());
  all.insert(taken[1].begin(), taken[1].end());
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kFiles));
  EXPECT_EQ(taken[0].size() + taken[1].size(), static_cast<std::size_t>(kFiles));
  EXPECT_FALSE(taken[0].empty() || taken[1].empty());
}

TEST_F(HotFolderTest, ClaimsOfTheDeadAreTakenOverWithTheirNotesThoseOfTheLivingAreNot) {
  put("a.png");
  auto first = watcher();
  const auto a = claim(*first);
  ASSERT_TRUE(a);
  ASSERT_TRUE(first->append_note(*a, "1 id"));
  const auto second = watcher();
  EXPECT_FALSE(claim(*second));
  first.reset();
  const auto again = claim(*second);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->name, "a.png");
  EXPECT_EQ(second->read_note(*again), "\n1 id\n");
  EXPECT_TRUE(second->unchanged(*again));
  ASSERT_TRUE(second->append_note(*again, "2 id"));
  EXPECT_EQ(second->read_note(*again), "\n1 id\n\n2 id\n");
  ASSERT_TRUE(second->finish(*again));
  second->rest();
  EXPECT_TRUE(fs::is_empty(folder_ / kWorkingFolder));
}

// Their dens' names are random: by these the later could come first.
TEST_F(HotFolderTest, ClaimsOfSeveralDeadAreGivenOutInTheOrderInWhichTheyWereClaimed) {
  constexpr int kWatchers = 8;
  std::vector<std::string> names;
  std::vector<std::unique_ptr<HotFolder>> watchers;
  for (int i = kWatchers; i > 0; --i) {
    names.push_back(std::to_string(i) + ".png");
    put(names.back());
    watchers.push_back(watcher());
    ASSERT_TRUE(claim(*watchers.back()));
    std::this_thread::sleep_for(10ms);  // files' times are coarser than that
  }
  watchers.clear();
  const auto folder = watcher();
  std::vector<std::string> again;
  while (const auto one = claim(*folder))
    again.push_back(one->name);
  EXPECT_EQ(again, names);
}

TEST_F(HotFolderTest, AFileIsRemovedInsteadWhereThatIsAskedForAndBadOnesAreKept) {
  HotFolderOptions options = kAtOnce;
  options.taken = TakenFile::kRemoved;
  auto opened = HotFolder::open(folder_.path(), options);
  ASSERT_TRUE(opened);
  put("a.png");
  put("b.png");
  const auto a = claim(**opened);
  const auto b = claim(**opened);
  ASSERT_TRUE(a && b);
  ASSERT_TRUE((*opened)->append_note(*a, "1 id"));
  EXPECT_EQ((*opened)->finish(*a), fs::path());
  EXPECT_EQ((*opened)->reject(*b, "why"), folder_ / "failed/b.png");
  (*opened)->rest();
  EXPECT_FALSE(exists("done"));
  EXPECT_TRUE(fs::is_empty(folder_ / kWorkingFolder));
}

TEST_F(HotFolderTest, WhatADyingWatcherLeftHalfMadeIsClearedAway) {
  const fs::path working = folder_ / kWorkingFolder;
  fs::create_directories(working / "w-1");        // died before it had a lock
  fs::create_directories(working / "w-2" / "1");  // moved, and died
  write_file(working / "w-2" / "1.note", as_bytes("1 id\n"));
  EXPECT_FALSE(claim(*watcher()));
  EXPECT_TRUE(fs::is_empty(working));
}

TEST_F(HotFolderTest, AClaimIsGivenBackUnlessSomethingIsKnownOfIt) {
  put("a.png");
  const auto folder = watcher();
  const auto a = claim(*folder);
  ASSERT_TRUE(folder->give_back(*a));
  EXPECT_TRUE(exists("a.png"));
  const auto again = claim(*folder);
  ASSERT_TRUE(again);
  ASSERT_TRUE(folder->append_note(*again, "1 id"));
  ASSERT_TRUE(folder->give_back(*again));
  EXPECT_FALSE(exists("a.png"));
  EXPECT_EQ(claim(*folder)->name, "a.png") << "given out again, with its note";

  put("b.png", "old");
  const auto b = claim(*folder);
  put("b.png", "new");
  ASSERT_TRUE(folder->give_back(*b));
  EXPECT_EQ(as_text(read_file(folder_ / "b.png")), "new") << "never replaced";
}

TEST_F(HotFolderTest, AFileThatIsOpenForWritingIsNotComplete) {
  put("a.png");
  const auto folder = watcher();
  const int fd = ::open((folder_ / "a.png").c_str(), O_WRONLY | O_CLOEXEC);
  EXPECT_FALSE(claim(*folder));
  EXPECT_TRUE(exists("a.png"));
  close(fd);
  EXPECT_FALSE(claim(*folder)) << "not at once";
  std::this_thread::sleep_for(110ms);
  EXPECT_TRUE(claim(*folder));
}

TEST_F(HotFolderTest, AFileThatWasChangedAfterTheClaimIsSeenToBe) {
  put("a.png");
  const auto folder = watcher();
  const auto a = claim(*folder);
  ASSERT_TRUE(a);
  EXPECT_TRUE(folder->unchanged(*a));
  for (const auto& each : fs::recursive_directory_iterator(folder_ / kWorkingFolder)) {
    if (each.path().filename() == "a.png")
      write_file(each.path(), as_bytes("longer text"));
  }
  EXPECT_FALSE(folder->unchanged(*a));
}

TEST_F(HotFolderTest, ClosingAFileOrMovingItHereIsNoticedWithoutASweep) {
  const auto folder = open(folder_.path(), {0ms, 1h});
  EXPECT_FALSE(claim(*folder));
  for (const char* name : {"written.png", "moved.png"}) {
    if (std::string(name) == "moved.png") {
      put(".moved.png.part");
      fs::rename(folder_ / ".moved.png.part", folder_ / name);
    } else {
      put(name);
    }
    folder->wait(5s);
    const auto got = claim(*folder);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->name, name);
  }
}

TEST_F(HotFolderTest, ASweepFindsWhatNobodyTold) {
  const auto folder = open(folder_.path(), {0ms, 50ms});
  EXPECT_FALSE(claim(*folder));
  // A hard link is made without a word, as is everything on a network share.
  const TemporaryFolder elsewhere;
  write_file(elsewhere / "a.png", as_bytes("text"));
  ASSERT_EQ(::link((elsewhere / "a.png").c_str(), (folder_ / "a.png").c_str()), 0);
  EXPECT_FALSE(claim(*folder));
  std::this_thread::sleep_for(60ms);
  EXPECT_TRUE(claim(*folder));
}

TEST_F(HotFolderTest, WhereFoldersTellNothingTheSweepFindsEveryFileWhenItIsComplete) {
  std::thread([this] {
    ASSERT_TRUE(tangthu::test::forbid_inotify());
    const auto folder = open(folder_.path(), {100ms, 50ms});
    EXPECT_FALSE(claim(*folder));
    put("a.png", "half");
    std::optional<Claim> got;
    const auto until = std::chrono::steady_clock::now() + 5s;
    bool grown = false;
    while (!got && std::chrono::steady_clock::now() < until) {
      folder->wait(20ms);
      got = claim(*folder);
      if (!got && !std::exchange(grown, true)) put("a.png", "half and half");
    }
    ASSERT_TRUE(got);
    EXPECT_EQ(got->state.size, 13U);
    EXPECT_TRUE(folder->finish(*got));
    EXPECT_TRUE(exists("done/a.png"));
  }).join();
}

TEST_F(HotFolderTest, AnotherFolderInItsPlaceIsAnErrorAndNotAnEmptyFolder) {
  const fs::path place = folder_ / "hot";
  fs::create_directory(place);
  const auto folder = open(place);
  fs::rename(place, folder_ / "away");
  EXPECT_EQ(folder->ready().error().code(), ErrorCode::kStorage);
  fs::create_directory(place);
  EXPECT_STREQ(folder->ready().error().text(), "the watched folder is not there");
  EXPECT_EQ(HotFolder::open(folder_ / "none", kAtOnce).error().code(),
            ErrorCode::kStorage);
}

TEST_F(HotFolderTest, ALinkInPlaceOfDoneIsNotFollowed) {
  const TemporaryFolder elsewhere;
  fs::create_symlink(elsewhere.path(), folder_ / kDoneFolder);
  put("a.png");
  const auto folder = watcher();
  const auto a = claim(*folder);
  ASSERT_TRUE(a);
  const auto moved = folder->finish(*a);
  ASSERT_FALSE(moved);
  EXPECT_STREQ(moved.error().text(),
               "done or failed in the watched folder is a link or another disk");
  EXPECT_TRUE(fs::is_empty(elsewhere.path()));
}

}  // namespace
}  // namespace tangthu::scanner
