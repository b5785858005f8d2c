// The server, the station, a reader and the administrator as four users of the system,
// who can't read each other's files: only what each may do through the programs counts.
#include <iostream>

#include <sys/stat.h>
#include <unistd.h>

#include "base/id.h"
#include "base/process.h"
#include "tests/station/at_station.h"

namespace tangthu::station {
namespace {

// Numbers that no account of a common system has.
constexpr uid_t kServer = 47'001;
constexpr uid_t kStation = 47'002;
constexpr uid_t kReader = 47'003;
constexpr uid_t kUncleared = 47'004;
constexpr uid_t kAdministrator = 47'005;

class UsersTest : public AtStationTest {
 protected:
  void SetUp() override {
    if (geteuid() != 0) {
      std::cerr << "NOT TRIED: four users of the system take root to start\n";
      GTEST_SKIP() << "four users of the system take root to start";
    }
    fs::permissions(folder_.path(), fs::perms(0711));
    found_for_service();
    make_certificate("station", "tram-1");
    for (const char* folder : {"in", "outbox", "readers", "run"})
      fs::create_directory(path(folder));
    test::run({"tangthu", "--vault", path("vault").string(), "seal"});
    give("vault", kServer);
    give("run", kServer);
    for (const char* file : {"server.key", "unseal.key"})
      give(file, kServer);
    for (const char* file : {"server.pem", "station.pem"})
      fs::permissions(path(file), fs::perms(0644));
    run_server_as_ = as(kServer);
    socket_ = "run/socket";
    start({"--clients", path("station.pem").string()});
    add_reader("doc", {"reader"}, "thuong");
    add_reader("ngoai", {"reader"}, "");
    enrol();
    configure();
    for (const char* own :
         {"in", "outbox", "station.key", "station-key", "kit", "station.toml"})
      give(own, kStation);
    give("doc.pass", kReader);
    give("ngoai.pass", kUncleared);
    give("an.pass", kAdministrator);
    give("readers", kReader);
  }

  static std::vector<std::string> as(uid_t user) {
    const std::string id = std::to_string(user);
    return {"/usr/bin/setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups", "--"};
  }
  // His alone, with all that is in it.
  void give(const std::string& name, uid_t user) const {
    const auto own = [&](const fs::path& file, bool folder) {
      ASSERT_EQ(lchown(file.c_str(), user, user), 0) << file;
      ASSERT_EQ(chmod(file.c_str(), folder ? 0700 : 0600), 0) << file;
    };
    const bool folder = fs::is_directory(path(name));
    if (folder) {
      for (const auto& each : fs::recursive_directory_iterator(path(name))) {
        if (each.is_symlink() || each.is_socket()) continue;
        own(each.path(), each.is_directory());
      }
    }
    own(path(name), folder);
  }
  test::Ran run_as(uid_t user, std::vector<std::string> words,
                   const test::Environment& environment) const {
    if (words[0].find('/') == std::string::npos)
      words[0] = (program_folder() / words[0]).string();
    auto line = as(user);
    line.insert(line.end(), words.begin(), words.end());
    return test::run(line, environment);
  }
  test::Ran tangthu_as(uid_t user, const std::string& name,
                       std::vector<std::string> words) const {
    words.insert(words.begin(), "tangthu");
    return run_as(user, words, far(name));
  }
  bool can_read(uid_t user, const std::string& name) const {
    return run_as(user, {"/bin/cat", path(name).string()}, {}).exit_code == 0;
  }
};

TEST_F(UsersTest, EachPartIsAUserOfItsOwnAndThePaperFindsItsWayAndNoOther) {
  make_samples("made",
               {"--count", "2", "--seed", "5", "--grade", "clean", "--pages", "single",
                "--format", "png", "--level", "thuong", "--plant", "Khu Rừng Cấm"});
  auto words = as(kStation);
  words.insert(words.end(), {(program_folder() / "tangthu-scand").string(), "--config",
                             path("station.toml").string()});
  auto station = std::make_unique<test::Started>(words, test::Environment{});
  int number = 0;
  for (const auto& each : fs::directory_iterator(path("made"))) {
    if (each.path().extension() != ".png") continue;
    const std::string name = page_name(++number);
    put(name, test::read_file(each.path()));
  }
  ASSERT_TRUE(all_sent(2)) << station->err();
  EXPECT_TRUE(soon([&] { return in_hand() == 0; })) << station->err();

  const auto hits = cli::json_lines(
      tangthu_as(kReader, "doc", {"--json", "search", "\"Rừng Cấm\""}).out);
  ASSERT_EQ(hits.size(), 2U);
  const std::string id = hits[0]["id"];
  const auto got =
      tangthu_as(kReader, "doc", {"get", id, "--out", path("readers/got.pdf").string()});
  EXPECT_EQ(got.exit_code, 0) << got.err;
  EXPECT_GT(fs::file_size(path("readers/got.pdf")), 1000U);

  const auto normal = [](test::Ran ran, const std::string& named) {
    if (const auto at = ran.err.find(named); at != std::string::npos)
      ran.err.erase(at, named.size());
    return std::to_string(ran.exit_code) + ran.out + ran.err;
  };
  const std::string absent = DocumentId::random().to_string();
  for (const auto& [user, name] :
       {std::pair(kUncleared, "ngoai"), std::pair(kAdministrator, "an")}) {
    EXPECT_EQ(normal(tangthu_as(user, name, {"show", id}), id),
              normal(tangthu_as(user, name, {"show", absent}), absent))
        << name;
    EXPECT_EQ(tangthu_as(user, name, {"show", id}).exit_code, 3) << name;
    EXPECT_EQ(tangthu_as(user, name, {"--json", "search", "\"Rừng Cấm\""}).out, "");
  }
  // Nor past the programs.
  const std::string receipts = "outbox/receipts";
  EXPECT_TRUE(can_read(kStation, receipts));
  for (const uid_t user : {kServer, kReader, kUncleared, kAdministrator}) {
    EXPECT_FALSE(can_read(user, receipts)) << user;
    EXPECT_FALSE(can_read(user, "station-key")) << user;
  }
  for (const uid_t user : {kStation, kReader, kUncleared, kAdministrator})
    EXPECT_FALSE(can_read(user, "vault/VAULT")) << user;

  EXPECT_EQ(end(station).exit_code, 0);
  std::cout << "tried as users " << kServer << " (server), " << kStation << " (station), "
            << kReader << " (reader), " << kUncleared << " (uncleared), "
            << kAdministrator << " (administrator)\n";
}

}  // namespace
}  // namespace tangthu::station
