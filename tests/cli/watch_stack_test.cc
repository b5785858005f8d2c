// Hot folders whose files are stacks, hot folders of dossiers, and locked PDFs.
#include <algorithm>
#include <csignal>

#include "samples/encode.h"
#include "samples/page_maker.h"
#include "tests/cli/watching.h"
#include "tests/support/made_page.h"

namespace tangthu::cli {
namespace {

class WatchStackTest : public WatchTest {
 protected:
  // Three pages, none of them blank, as a scanner sends them to a folder.
  void put_stack(const std::string& name) const {
    std::vector<Page> pages;
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
      pages.push_back(made_page(seed));
    const auto bytes = samples::encode(pages, samples::FileFormat::kTiff);
    ASSERT_TRUE(bytes);
    put(name, *bytes);
  }
  static Json batch_of(const std::vector<Json>& lines) {
    for (const Json& line : lines) {
      if (line.contains("batch")) return line["batch"];
    }
    return nullptr;
  }
};

TEST_F(WatchStackTest, AFileIsCutIntoDocumentsAndGoesToDoneAsOne) {
  put_stack("stack.tif");
  put("notes.txt", as_bytes("không phải ảnh\n"));
  const auto ran = watch_once({"--split", "count:1"});
  EXPECT_EQ(ran.exit_code, 9) << ran.err;
  const auto lines = json_lines(ran.out);
  EXPECT_EQ(std::ranges::count_if(lines, [](const Json& l) { return l.contains("id"); }),
            3);
  const Json batch = batch_of(lines);
  EXPECT_EQ(batch["documents"], 3);
  EXPECT_EQ(batch["file"], path("in/stack.tif").string());
  EXPECT_EQ(names("in/done"), std::set<std::string>{"stack.tif"});
  EXPECT_TRUE(names("in/failed").contains("notes.txt.txt"));
  EXPECT_TRUE(nothing_is_claimed());
  EXPECT_EQ(stored_files(),
            (std::multiset<std::string>{"stack.tif#1", "stack.tif#2", "stack.tif#3"}));
}

TEST_F(WatchStackTest, WhatOfAStackWasStoredBeforeTheWatcherDiedIsNotStoredAgain) {
  put_stack("stack.tif");
  const auto first = json_lines(watch_once({"--split", "count:1"}).out);
  const fs::path den = path("in/.tangthu-working/w-dead");
  fs::create_directories(den / "7");
  fs::rename(path("in/done/stack.tif"), den / "7" / "stack.tif");
  const std::string id = first.at(1)["id"];
  const std::string lost = first.at(0)["id"].get<std::string>().replace(0, 4, "0000");
  test::write_file(den / "7.note", as_bytes("\n1 " + lost + "\n\n2 " + id + "\n\n3 12"));

  const auto ran = watch_once({"--split", "count:1"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  int before = 0;
  for (const Json& line : json_lines(ran.out)) {
    if (!line.value("stored_before", false)) continue;
    ++before;
    EXPECT_EQ(line["id"], id);
  }
  EXPECT_EQ(before, 1);
  EXPECT_TRUE(is_done("stack.tif"));
  EXPECT_EQ(stored_files(),
            (std::multiset<std::string>{"stack.tif#1", "stack.tif#1", "stack.tif#2",
                                        "stack.tif#3", "stack.tif#3"}));
}

TEST_F(WatchStackTest, AKilledWatcherLeavesNoStackHalfDone) {
  put_stack("stack.tif");
  for (int kill = 0; kill < 6; ++kill) {
    test::Started watcher(watching({"--split", "count:1"}), environment());
    std::this_thread::sleep_for(400ms + 250ms * kill);
    watcher.kill(SIGKILL);
    watcher.wait();
  }
  EXPECT_EQ(watch_once({"--split", "count:1"}).exit_code, 0);
  EXPECT_TRUE(is_done("stack.tif"));
  EXPECT_EQ(stored_files(),
            (std::multiset<std::string>{"stack.tif#1", "stack.tif#2", "stack.tif#3"}));
}

TEST_F(WatchTest, LockedPdfsAreOpenedWithThePasswordOfTheFile) {
  make_samples("made", {"--count", "1", "--seed", "5", "--grade", "clean", "--pages",
                        "single", "--format", "pdf", "--level", "thuong"});
  const std::string plain = found("made/*.pdf").at(0);
  const std::string locked = path("locked.pdf").string();
  ASSERT_EQ(
      test::run({"/usr/bin/qpdf", "--encrypt", "chìa", "chủ", "256", "--", plain, locked})
          .exit_code,
      0);
  const Bytes bytes = test::read_file(locked);
  put("a.pdf", bytes);
  EXPECT_EQ(watch_once().exit_code, 4);
  EXPECT_TRUE(fs::exists(path("in/failed/a.pdf.txt")));
  test::write_file(path("word"), as_bytes("chìa\n"));
  put("b.pdf", bytes);
  const auto ran = watch_once({"--pdf-password-file", path("word").string()});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_TRUE(is_done("b.pdf"));
}

class WatchDossiersTest : public WatchTest {
 protected:
  std::multiset<std::string> dossiers() const {
    std::multiset<std::string> out;
    for (const Json& each : json_lines(tangthu({"--json", "list"}).out))
      out.insert(fs::path(each["file"].get<std::string>()).filename().string() + " " +
                 each["dossier"].get<std::string>());
    return out;
  }
};

TEST_F(WatchDossiersTest, AFolderIsADossierAndKeepsItsOwnDoneAndFailed) {
  for (const char* name : {"H01.2026", "Hồ sơ 2", "done"})
    fs::create_directory(path("in") / name);
  const std::string too_long(101, 'h');
  fs::create_directory(path("in") / too_long);
  put_pages(3, 3);
  test::write_file(path("in/H01.2026/page1.png"), small_page(1));
  test::write_file(path("in/Hồ sơ 2/page2.png"), small_page(2));
  test::write_file(path("in/Hồ sơ 2/notes.txt"), as_bytes("x"));
  test::write_file(path("in") / too_long / "page9.png", small_page(9));
  const auto ran = watch_once({"--dossier-folders", "--dossier", "H00"});
  EXPECT_EQ(ran.exit_code, 9) << ran.err;
  EXPECT_EQ(dossiers(), (std::multiset<std::string>{
                            "page1.png H01.2026", "page2.png Hồ sơ 2", "page3.png H00"}));
  EXPECT_TRUE(fs::exists(path("in/H01.2026/done/page1.png")));
  EXPECT_TRUE(fs::exists(path("in/Hồ sơ 2/done/page2.png")));
  EXPECT_TRUE(fs::exists(path("in/Hồ sơ 2/failed/notes.txt.txt")));
  EXPECT_TRUE(is_done("page3.png"));
  EXPECT_TRUE(fs::exists(path("in") / too_long / "page9.png"));
  EXPECT_NE(ran.err.find("a folder's name is no code of a dossier"), std::string::npos);
  EXPECT_EQ(ran.err.find("not entered"), std::string::npos) << ran.err;
}

TEST_F(WatchDossiersTest, FoldersComeAndGoWhileTheOthersAreWatched) {
  fs::create_directory(path("in/H1"));
  test::Started watcher(watching({"--dossier-folders"}), environment());
  test::write_file(path("in/H1/page1.png"), small_page(1));
  EXPECT_TRUE(soon([&] { return fs::exists(path("in/H1/done/page1.png")); }));
  fs::rename(path("in/H1"), path("H1-archived"));
  fs::create_directory(path("in/H2"));
  test::write_file(path("in/H2/page2.png"), small_page(2));
  EXPECT_TRUE(soon([&] { return fs::exists(path("in/H2/done/page2.png")); }));
  put_pages(3, 3);
  EXPECT_TRUE(soon([&] { return is_done("page3.png"); }));
  watcher.kill(SIGTERM);
  const auto ran = watcher.wait();
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(dossiers(),
            (std::multiset<std::string>{"page1.png H1", "page2.png H2", "page3.png "}));
}

}  // namespace
}  // namespace tangthu::cli
