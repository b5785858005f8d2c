// The archive from afar: a station sends, readers find and get, by the same commands.
#include <chrono>

#include "tests/cli/soft_token.h"
#include "tests/server/served.h"
#include "tests/support/on_terminal.h"

namespace tangthu::server {
namespace {

class FarTest : public ServedTest {
 protected:
  void SetUp() override {
    found_for_service();
    make_certificate("station", "tram-1");
    start({"--clients", path("station.pem").string()});
  }
  // A station's bundles of pages that the page maker made, one a document.
  std::vector<std::string> seal_at_station(const std::string& level, int count) {
    if (!std::filesystem::exists(path("kit"))) enrol();
    make_samples("pages", {"--count", std::to_string(count), "--seed", "5", "--grade",
                           "clean", "--pages", "single", "--level", level});
    std::filesystem::create_directory(path("out"));
    const auto sealed =
        test::run({"tangthu", "--json", "ingest", path("pages").string(), "--level",
                   level, "--bundles", path("out").string(), "--kit",
                   path("kit").string(), "--station-key", path("station-key").string()});
    EXPECT_EQ(sealed.exit_code, 0) << sealed.err;
    std::vector<std::string> out;
    for (const Json& line : cli::json_lines(sealed.out))
      out.push_back(path("out/" + line["id"].get<std::string>() + ".bundle").string());
    return out;
  }
  void enrol() {
    const auto key = test::run({"tangthu", "--json", "station", "key", "tram-1", "--out",
                                path("station-key").string()});
    ASSERT_EQ(key.exit_code, 0) << key.err;
    const std::string vkey = cli::json_lines(key.out).at(0).at("key");
    sign(done_from_far({"station", "add", vkey}, "an"), {"binh", "chi"});
    const auto kit = from_far(
        {"station", "kit", "--level", "thuong", "--out", path("kit").string()}, "an");
    ASSERT_EQ(kit.exit_code, 0) << kit.err;
  }
  test::Environment as_station() const {
    return {{"TANGTHU_SERVER", url()},
            {"TANGTHU_SERVER_CA", path("server.pem").string()},
            {"TANGTHU_CLIENT_CERTIFICATE", path("station.pem").string()},
            {"TANGTHU_CLIENT_KEY", path("station.key").string()}};
  }
  static std::string without(std::string text, const std::string& id) {
    if (const auto at = text.find(id); at != std::string::npos) text.erase(at, id.size());
    return text;
  }
  test::Ran submit(const std::vector<std::string>& bundles) const {
    std::vector<std::string> words = {"tangthu", "--json", "accept"};
    words.insert(words.end(), bundles.begin(), bundles.end());
    return test::run(words, as_station());
  }
};

TEST_F(FarTest, AStationSendsAReaderFindsAndGetsAndNobodyElseLearnsOfIt) {
  add_reader("doc", {"reader"}, "thuong");
  add_reader("ngoai", {"reader"}, "");
  const auto bundles = seal_at_station("thuong", 2);
  ASSERT_EQ(bundles.size(), 2U);
  const auto sent = submit(bundles);
  ASSERT_EQ(sent.exit_code, 0) << sent.err;
  const std::string id = cli::json_lines(sent.out).at(0).at("id");
  EXPECT_FALSE(cli::json_lines(sent.out).at(0).at("repeated").get<bool>());
  EXPECT_TRUE(cli::json_lines(submit(bundles).out).at(1).at("repeated").get<bool>());

  const auto found = from_far({"--json", "search", "cộng hòa xã hội"}, "doc");
  ASSERT_EQ(found.exit_code, 0) << found.err;
  EXPECT_EQ(cli::json_lines(found.out).size(), 2U);
  const auto got = from_far({"get", id, "--out", path("paper.pdf").string()}, "doc");
  ASSERT_EQ(got.exit_code, 0) << got.err;
  EXPECT_TRUE(as_text(test::read_file(path("paper.pdf"))).starts_with("%PDF-"));
  EXPECT_EQ(from_far({"get", id, "--format", "text", "--out", "-"}, "doc").out.empty(),
            false);

  // Somebody who is not cleared gets what he would get for nothing; so does who runs it.
  for (const char* user : {"ngoai", "an"}) {
    const auto other = from_far({"show", id}, user);
    EXPECT_EQ(other.exit_code, 3) << user;
    const std::string nothing(26, '0');
    EXPECT_EQ(without(from_far({"show", nothing}, user).err, nothing),
              without(other.err, id));
    EXPECT_EQ(from_far({"get", id, "--out", path("stolen").string()}, user).exit_code, 3);
    EXPECT_FALSE(std::filesystem::exists(path("stolen")));
  }
  EXPECT_EQ(
      cli::json_lines(from_far({"--json", "search", "cộng hòa"}, "ngoai").out).size(),
      0U);
}

TEST_F(FarTest, ContentComesWholeInRangesAndNotAtAllWhereItIsTheSame) {
  add_reader("doc", {"reader"}, "thuong");
  const auto sent = submit(seal_at_station("thuong", 1));
  ASSERT_EQ(sent.exit_code, 0) << sent.err;
  const std::string id = cli::json_lines(sent.out).at(0).at("id");
  auto far = client();
  const std::string token = log_in(*far, "doc");
  const std::string target = "/v1/documents/" + id + "/content?format=text";
  const Answer whole = ask(*far, "GET", target, token);
  ASSERT_EQ(whole.status, 200);
  ASSERT_GT(whole.text.size(), 100U);
  const std::string tag(http::find_header(whole.headers, "etag"));
  const auto range = [&](const std::string& value) {
    return ask(*far, "GET", target, token, {}, {{"range", value}});
  };
  const Answer part = range("bytes=10-19");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.text, whole.text.substr(10, 10));
  EXPECT_EQ(http::find_header(part.headers, "content-range"),
            "bytes 10-19/" + std::to_string(whole.text.size()));
  EXPECT_EQ(range("bytes=-7").text, whole.text.substr(whole.text.size() - 7));
  EXPECT_EQ(range("bytes=20-").text, whole.text.substr(20));
  EXPECT_EQ(range("bytes=99999999-").status, 416);
  EXPECT_EQ(range("bytes=0-1,4-5").status, 200) << "several ranges are passed over";
  EXPECT_EQ(ask(*far, "GET", target, token, {}, {{"if-none-match", tag}}).status, 304);
  EXPECT_EQ(
      ask(*far, "GET", target, token, {}, {{"range", "bytes=0-3"}, {"if-range", "x"}})
          .status,
      200);
  EXPECT_EQ(ask(*far, "GET", target + "&page=0", token).status, 400);
  EXPECT_EQ(ask(*far, "GET", target + "&page=99", token).status, 404);
}

TEST_F(FarTest, HowFarItIsIsSeenFromFarToo) {
  add_reader("doc", {"reader"}, "thuong");
  const auto bundles = seal_at_station("thuong", 1);
  const auto seen = [&](std::vector<std::string> words, test::Environment from) {
    words.insert(words.begin(), "tangthu");
    test::OnTerminal terminal(words, from);
    EXPECT_EQ(terminal.ends(), 0) << terminal.screen();
    return terminal.screen();
  };
  const auto has_bar = [](const std::string& screen) {
    return screen.find("\r\x1B[K[") != std::string::npos &&
           screen.find("%  ") != std::string::npos;
  };
  EXPECT_TRUE(has_bar(seen({"accept", bundles[0]}, as_station())));
  const std::string id =
      cli::json_lines(from_far({"--json", "list"}, "doc").out).at(0).at("id");
  const std::string file = path("got.pdf").string();
  EXPECT_TRUE(has_bar(seen({"get", id, "--out", file}, far("doc"))));
  EXPECT_TRUE(has_bar(seen({"verify"}, far("an"))));
  EXPECT_TRUE(has_bar(seen({"backup", path("backup").string()}, far("an"))));
  for (const char* silent : {"--quiet", "--json"}) {
    EXPECT_FALSE(has_bar(seen({silent, "get", id, "--out", file}, far("doc")))) << silent;
    EXPECT_FALSE(has_bar(seen({silent, "verify"}, far("an")))) << silent;
  }
}

TEST_F(FarTest, AListComesPageByPage) {
  add_reader("doc", {"reader"}, "thuong");
  ASSERT_EQ(submit(seal_at_station("thuong", 5)).exit_code, 0);
  auto far = client();
  const std::string token = log_in(*far, "doc");
  std::vector<std::string> whole;
  for (const Json& line : cli::json_lines(from_far({"--json", "list"}, "doc").out))
    whole.push_back(line["id"]);
  std::vector<std::string> ids;
  std::string target = "/v1/documents?limit=2";
  while (!target.empty()) {
    const Answer page = ask(*far, "GET", target, token);
    ASSERT_EQ(page.status, 200) << page.text;
    EXPECT_EQ(page.json["total"], 5);
    EXPECT_LE(page.json["results"].size(), 2U);
    for (const Json& each : page.json["results"])
      ids.push_back(each["id"]);
    const std::string next = page.json.value("next", "");
    target = next.empty() ? "" : "/v1/documents?limit=2&cursor=" + next;
  }
  EXPECT_EQ(ids, whole);
  EXPECT_EQ(ask(*far, "GET", "/v1/documents?cursor=x-2", token).status, 410);
  EXPECT_EQ(ask(*far, "GET", "/v1/documents?limit=0", token).status, 400);
  EXPECT_EQ(ask(*far, "GET", "/v1/documents?colour=red", token).status, 400);
}

TEST_F(FarTest, ASessionThatLoginLeftServesTheCommandsThatFollow) {
  auto with_runtime = far("binh");
  with_runtime["XDG_RUNTIME_DIR"] = path("run").string();
  std::filesystem::create_directory(path("run"));
  ASSERT_EQ(test::run({"tangthu", "login"}, with_runtime).exit_code, 0);
  auto without_passphrase = with_runtime;
  without_passphrase.erase("TANGTHU_PASSPHRASE_FILE");
  EXPECT_EQ(test::run({"tangthu", "agenda"}, without_passphrase).exit_code, 0);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path("run"))) {
    const auto open_to_others =
        std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    EXPECT_EQ(entry.status().permissions() & open_to_others,
              std::filesystem::perms::none);
  }
  ASSERT_EQ(test::run({"tangthu", "logout"}, without_passphrase).exit_code, 0);
  EXPECT_EQ(test::run({"tangthu", "agenda"}, without_passphrase).exit_code, 2);
}

TEST_F(FarTest, ABundleThatIsNoneOrWasTornIsRefusedAndNothingOfItStays) {
  const auto bundles = seal_at_station("thuong", 1);
  Bytes torn = test::read_file(bundles.at(0));
  torn.resize(torn.size() / 2);
  test::write_file(path("torn"), torn);
  const auto refused = submit({path("torn").string()});
  EXPECT_EQ(refused.exit_code, 4) << refused.err;
  EXPECT_TRUE(std::filesystem::is_empty(path("vault/inbox")));
  EXPECT_EQ(submit(bundles).exit_code, 0);
}

TEST_F(FarTest, AServerThatIsKilledLosesNothingThatItTook) {
  add_reader("doc", {"reader"}, "thuong");
  const auto bundles = seal_at_station("thuong", 4);
  std::vector<std::string> words = {"tangthu", "--json", "accept"};
  words.insert(words.end(), bundles.begin(), bundles.end());
  std::size_t taken = 0;
  for (int round = 0; round < 4; ++round) {
    test::Started sending(words, as_station());
    std::this_thread::sleep_for(std::chrono::milliseconds(15 + 25 * round));
    stop(SIGKILL);
    const auto sent = sending.wait();
    taken = std::max(taken, cli::json_lines(sent.out).size());
    start({"--clients", path("station.pem").string()});
    const auto listed = from_far({"--json", "list"}, "doc");
    ASSERT_EQ(listed.exit_code, 0) << listed.err;
    EXPECT_GE(cli::json_lines(listed.out).size(), taken);
  }
  const auto last = submit(bundles);
  ASSERT_EQ(last.exit_code, 0) << last.err;
  EXPECT_EQ(cli::json_lines(from_far({"--json", "list"}, "doc").out).size(), 4U);
}

// The server looked into its own machine's files for whoever named one, and wrote there.
TEST_F(FarTest, AFileThatACommandNamesIsTheCallersAndNeverTheServers) {
  add_reader("doc", {"reader"}, "thuong");
  const std::string here = path("server.pem").string();
  auto far_client = client();
  const std::string token = log_in(*far_client, "doc");
  const Json trace = {{"arguments", {{"file", here}}}};
  const Answer wanted =
      ask(*far_client, "POST", "/v1/commands/copy/trace", token, trace.dump());
  EXPECT_EQ(wanted.status, 422) << wanted.text;
  EXPECT_EQ(wanted.json["wanted"]["kind"], "file");
  // From the command line its bytes go there.
  const auto traced = from_far({"copy", "trace", here}, "doc");
  EXPECT_EQ(traced.exit_code, 4) << traced.err;
  EXPECT_NE(traced.err.find("neither a picture nor a PDF"), std::string::npos);

  const Json key = {{"arguments", {{"name", "tram-1"}, {"out", path("key").string()}}}};
  EXPECT_EQ(
      ask(*far_client, "POST", "/v1/commands/station/key", token, key.dump()).status,
      404);
  EXPECT_FALSE(std::filesystem::exists(path("key")));
  EXPECT_EQ(from_far({"station", "key", "tram-1", "--out", path("key").string()}, "doc")
                .exit_code,
            0)
      << "it is made where it is typed";
  EXPECT_TRUE(std::filesystem::exists(path("key")));

  const Json look = {{"arguments", {{"backup", path("vault").string()}}}};
  EXPECT_EQ(ask(*far_client, "POST", "/v1/commands/verify", token, look.dump()).status,
            404);
}

TEST_F(FarTest, AServerThatStopsLetsGoOfTheVault) {
  const auto ran = stop();
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  auto here = environment("binh");
  here["TANGTHU_UNSEAL_KEY_FILE"] = path("unseal.key").string();
  EXPECT_EQ(test::run({"tangthu", "list"}, here).exit_code, 0);
}

// The server hears of a passphrase as any other; which it is only card and token know.
TEST_F(FarTest, SomebodyLogsInByACardAndATokenAndByNeitherAlone) {
  const cli::SoftToken token(path(""));
  add_reader("doc", {"reader"}, "thuong");
  const auto run_with = [&](std::vector<std::string> words, test::Environment more) {
    words.insert(words.begin(), "tangthu");
    test::Environment all = far("doc");
    more.merge(token.environment());
    more.merge(all);
    return test::run(words, more);
  };
  const std::string card = path("card").string();
  const std::vector<std::string> make = {"login-card",  card,         "--token",
                                         token.place(), "--pin-file", token.pin_file()};
  const auto made = run_with(make, {});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const Bytes bytes = test::read_file(card);
  EXPECT_EQ(run_with(make, {}).exit_code, 2);
  EXPECT_EQ(test::read_file(card), bytes) << "a card is never written over";

  const test::Environment by_token = {{"TANGTHU_LOGIN_TOKEN", token.place()},
                                      {"TANGTHU_LOGIN_PIN_FILE", token.pin_file()}};
  const auto changed =
      run_with({"user", "passphrase", "--new-passphrase-file", card}, by_token);
  ASSERT_EQ(changed.exit_code, 0) << changed.err;
  EXPECT_EQ(run_with({"list"}, by_token).exit_code, 6) << "the old passphrase";
  test::Environment by_card = by_token;
  by_card["TANGTHU_PASSPHRASE_FILE"] = card;
  const auto listed = run_with({"list"}, by_card);
  EXPECT_EQ(listed.exit_code, 0) << listed.err;
  std::filesystem::create_directory(path("run"));
  std::filesystem::permissions(path("run"), std::filesystem::perms::owner_all);
  by_card["XDG_RUNTIME_DIR"] = path("run").string();
  const auto logged_in = run_with({"login"}, by_card);
  EXPECT_EQ(logged_in.exit_code, 0) << logged_in.err;

  const test::Environment alone_there = {{"TANGTHU_PASSPHRASE_FILE", card},
                                         {"XDG_RUNTIME_DIR", path("run").string()}};
  EXPECT_EQ(run_with({"list"}, alone_there).exit_code, 0) << "logged in";
  run_with({"logout"}, by_card);
  const auto alone = run_with({"list"}, alone_there);
  EXPECT_EQ(alone.exit_code, 2) << alone.err;
  EXPECT_NE(alone.err.find("--login-token"), std::string::npos) << alone.err;
  test::write_file(path("wrong"), as_bytes("000000\n"));
  by_card["TANGTHU_LOGIN_PIN_FILE"] = path("wrong").string();
  EXPECT_EQ(run_with({"list"}, by_card).exit_code, 6);
}

}  // namespace
}  // namespace tangthu::server
